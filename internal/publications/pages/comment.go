package pages

import (
	"context"
	"errors"
	"strings"

	"github.com/a-h/templ"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Show answers with the page of a publication, with the comment that form holds.
type Show func(x *web.Exchange, m spaces.Member, publication ids.ID, form *web.Form, status int) error

// Commented has the publications of a kind commented under the addresses that all kinds share; show is their page, where a
// comment that can't be published is shown again.
func (r *Room) Commented(kind string, show Show) { r.shows[kind] = show }

// Conversation returns what is said under a live publication of m's space, to be read; closed is when its comments were
// closed. It is the first of the three calls by which a room has its publications commented; then Read, and its Section.
func (r *Room) Conversation(x *web.Exchange, m spaces.Member, i publications.Item, closed clock.Instant, form *web.Form) *Conversation {
	return &Conversation{
		Member: m, Person: accounts.Of(x).Person(), Path: r.publications.Path(i), Kind: i.Kind, Action: publicationAddress(m, i.ID) + "/commentaires",
		Voice: commented, Count: i.Comments, ClosedAt: closed, Form: form,
	}
}

// Read fills a conversation under a publication that the caller has found.
func (r *Room) Read(ctx context.Context, q db.Querier, c *Conversation, publication ids.ID) error {
	return c.Read(ctx, q, r.comments, publication)
}

// publicationAddress returns the address under which a publication of m's space is found whatever its kind and title.
func publicationAddress(m spaces.Member, id ids.ID) string {
	return m.Path() + "/publications/" + id.String()
}

// Closing returns what closes the comments to all but animators, or opens them again; nothing for whoever may not.
func (c *Conversation) Closing(ctx context.Context) []ui.Action {
	if !c.Member.May(comments.MayClose) {
		return nil
	}
	address := strings.TrimSuffix(c.Action, "/commentaires") + "/fermeture"
	if c.ClosedAt == 0 {
		return []ui.Action{{Label: i18n.T(ctx, "pages.close.start"), Icon: "lock-line", URL: address, Post: true}}
	}
	return []ui.Action{{Label: i18n.T(ctx, "pages.close.stop"), Icon: "lock-unlock-line", URL: address + "/retrait", Post: true}}
}

// Follow returns the button by which the person hears of comments, or no more.
func (c *Conversation) Follow() templ.Component {
	return FollowButton(strings.TrimSuffix(c.Action, "/commentaires")+"/suivi", c.Following, "pages.follow.start", "pages.follow.stop")
}

// there is the key to a publication: a member before it.
type there struct {
	spaces.Member
	item publications.Item
}

// atPublication is the door of what is done to a live publication whatever its kind.
func (r *Room) atPublication(least spaces.Role) web.Door[there] {
	return spaces.Beneath(r.spaces.InSpace(least), "publication", func(x *web.Exchange, m spaces.Member, id ids.ID) (there, error) {
		item, err := r.publications.Find(r.db.Read(x.Context()), m, id)
		return there{m, item}, err
	})
}

// atCommented is atPublication for the kinds that are commented under these addresses.
func (r *Room) atCommented(least spaces.Role) web.Door[there] {
	door := r.atPublication(least)
	return func(x *web.Exchange) (there, error) {
		at, err := door(x)
		if err == nil && r.shows[at.item.Kind] == nil {
			err = fault.ErrNotFound
		}
		return at, err
	}
}

func (r *Room) leadToPublication(_ *web.Exchange, at there) error {
	return web.Redirect(r.publications.Path(at.item))
}

// comment publishes what was written under a publication, which its author follows from then on unless they had stopped.
// Comments that were closed meanwhile lose nothing: the words are shown again.
func (r *Room) comment(x *web.Exchange, at there) error {
	form, err := r.writing.Read(x, at.Member, "comments.body_required")
	if err != nil {
		return err
	}
	quoted := form.ID("quote")
	var text ids.ID
	sent, err := r.write(x, form.Form, func(tx *db.Tx) (err error) {
		if text, err = r.comments.Say(tx, at.Member, at.item.ID, form.Body, quoted); err != nil {
			return err
		}
		if err := form.File(tx, at.Member, text); err != nil {
			return err
		}
		return follows.Begin(tx, at.SpaceID(), at.item.ID, at.PersonID())
	})
	if ClosedMeanwhile(err) {
		return r.shows[at.item.Kind](x, at.Member, at.item.ID, form.Form, 409)
	}
	if err != nil {
		return err
	}
	if !sent {
		return r.shows[at.item.Kind](x, at.Member, at.item.ID, form.Form, 422)
	}
	address, err := comments.AddressOf(r.db.Read(x.Context()), at.Member, r.publications.Path(at.item),
		texts.Text{ID: text, Publication: at.item.ID, Role: texts.Comment})
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "pages.comments.done", nil)
	return x.SeeOther(address)
}

// ClosedMeanwhile tells whether a comment was refused because the animator closed the publication to comments.
func ClosedMeanwhile(err error) bool {
	var refusal *fault.Refusal
	return errors.As(err, &refusal) && refusal.Key == "comments.closed_refused"
}

// Act is the handler of a button: a verb, then a sentence, done, on the page at an address.
func Act[K any](d *db.DB, done string, verb func(tx *db.Tx, at K) error, address func(at K) string) web.Handler[K] {
	return func(x *web.Exchange, at K) error {
		if err := d.Write(x.Context(), func(tx *db.Tx) error { return verb(tx, at) }); err != nil {
			return err
		}
		x.Flash(ui.Success, done, nil)
		return x.SeeOther(address(at))
	}
}

// act is Act on the page of a publication.
func (r *Room) act(done string, verb func(tx *db.Tx, m spaces.Member, publication ids.ID) error) web.Handler[there] {
	return Act(r.db, done, func(tx *db.Tx, at there) error { return verb(tx, at.Member, at.item.ID) },
		func(at there) string { return r.publications.Path(at.item) })
}
