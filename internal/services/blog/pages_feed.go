package blog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// feed is the purpose of the secrets that open this room's feed.
const feed = "blog.atom"

// subscriptionPage is what somebody knows of their own feed. Address is set once, when it was just made.
type subscriptionPage struct {
	Member       spaces.Member
	Subscription spaces.Subscription
	Address      string
}

func (r *Room) showSubscription(x *web.Exchange, m spaces.Member) error {
	return r.renderSubscription(x, m, "")
}

func (r *Room) renderSubscription(x *web.Exchange, m spaces.Member, address string) error {
	p := subscriptionPage{Member: m, Address: address}
	var err error
	p.Subscription, err = r.spaces.Subscribed(r.DB.Read(x.Context()), m, feed)
	if err != nil && !errors.Is(err, fault.ErrNotFound) {
		return err
	}
	return r.spaces.Render(x, m, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "blog.feed.title"), i18n.T(x.Context(), "blog.service")},
		Trail:   r.trail(x, m),
		Body:    subscriptionView(p),
	})
}

// subscribe makes a new address and shows it, this once: only its hash is kept.
func (r *Room) subscribe(x *web.Exchange, m spaces.Member) error {
	var secret string
	err := r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
		secret, err = r.spaces.Subscribe(tx, m, feed)
		return err
	})
	if err != nil {
		return err
	}
	return r.renderSubscription(x, m, r.BaseURL+home(m)+"/atom?"+spaces.FeedToken+"="+secret)
}

func (r *Room) unsubscribe(x *web.Exchange, m spaces.Member) error {
	err := r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.spaces.Unsubscribe(tx, m, feed) })
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "blog.feed.ended", nil)
	return x.SeeOther(home(m) + "/abonnement")
}

// showFeed answers with the newest posts, for a program. What it has already costs one query and no text.
func (r *Room) showFeed(x *web.Exchange, m spaces.Member) error {
	q := r.DB.Read(x.Context())
	posts, err := Posts(q, m, publications.Filter{}, db.Newest)
	if err != nil {
		return err
	}
	posts = posts[:min(len(posts), PageSize)]
	if x.NotModified(stateOf(x, m, posts)) {
		return nil
	}
	bodies, err := bodiesOf(x.Context(), q, m, posts)
	if err != nil {
		return err
	}
	document, err := r.atom(x, m, posts, bodies)
	if err != nil {
		return err
	}
	h := x.W.Header()
	h.Set("Content-Type", "application/atom+xml; charset=utf-8")
	x.W.WriteHeader(http.StatusOK)
	_, err = x.W.Write(document)
	return err
}

// stateOf tells one state of a feed from another: what it shows moves the version of a post, or stands here.
func stateOf(x *web.Exchange, m spaces.Member, posts []Post) string {
	sum := sha256.New()
	_, _ = fmt.Fprintln(sum, m.Title(), i18n.Lang(x.Context()))
	for _, p := range posts {
		_, _ = fmt.Fprintln(sum, p.ID, p.Version, p.PublishedAt, p.Theme, p.Byline.Given, p.Byline.Family)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// bodiesOf returns the words of some live posts, with the names of those whom they mention, and when they changed.
func bodiesOf(ctx context.Context, q db.Querier, m spaces.Member, posts []Post) (map[ids.ID]texts.Text, error) {
	var list []ids.ID
	for _, p := range posts {
		list = append(list, p.TextID)
	}
	found, err := texts.Some(q, m, list)
	if err != nil {
		return nil, err
	}
	var all []richtext.HTML
	for _, t := range found {
		all = append(all, t.Body)
	}
	names, err := comments.NamesIn(ctx, q, m, all...)
	if err != nil {
		return nil, err
	}
	bodies := map[ids.ID]texts.Text{}
	for _, t := range found {
		t.Body = names.Show(t.Body)
		bodies[t.ID] = t
	}
	return bodies, nil
}
