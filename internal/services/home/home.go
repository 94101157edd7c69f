// Package home is the first page of each space, and each person's own first page: the latest of what lives within
// reach, whatever service it comes from. It writes nothing but the reader's own mark.
package home

import (
	"context"
	"embed"
	"slices"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/spaces"

	"github.com/a-h/templ"
)

// Texts are the sentences of this room.
//
//go:embed texts.*.toml
var Texts embed.FS

// Assets are the styles of this room.
//
//go:embed *.css
var Assets embed.FS

// Service is the entry of the home in a space's menu.
var Service = spaces.Service{Key: "home", Label: "home.service", Icon: "home-4-line"}

// Prompt invites to publish, at the top of a space's home: what a service offers to whoever may.
type Prompt struct {
	// Label is a text key; Segment is the place of the form under the space's address.
	Label, Segment string
	Needs          spaces.Action
}

// Coming answers what takes place soon, which the homes show in their right column.
type Coming interface {
	// Soon returns a block of what comes next in some spaces within reach, nil for none.
	Soon(ctx context.Context, q db.Querier, reach spaces.Reach, list []ids.ID, link ui.NavLink) (templ.Component, error)
	// Whole returns the way to all that comes in a space, in its address, or in all of a person's for an empty one.
	Whole(ctx context.Context, space string) ui.NavLink
}

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Clock        clock.Clock
	Spaces       *spaces.Room
	Publications *publications.Room
	Prompts      []Prompt
	Coming       Coming
}

// Room is the homes.
type Room struct{ Deps }

// New builds the room.
func New(deps Deps) *Room { return &Room{deps} }

// Routes registers the pages of this room.
func (r *Room) Routes(rt *web.Router) {
	web.Handle(rt, "GET /{$}", accounts.SignedIn, r.showMine)
	web.Handle(rt, "GET /espaces/{space}", r.Spaces.AtFront, r.showFront)
}

// feed is a page of a feed with the way to the next one.
type feed struct {
	Cards []ui.FeedItem
	More  string
}

// feed reads a page of what lives in some spaces within reach.
func (r *Room) feed(x *web.Exchange, q db.Querier, reach spaces.Reach, deck publications.Deck, list []ids.ID, kind string) (feed, error) {
	after, err := db.ParseCursor(x.Query("apres"))
	if err != nil {
		after = db.Newest
	}
	items, err := r.Publications.Feed(q, reach, list, kind, after)
	if err != nil {
		return feed{}, err
	}
	var f feed
	if len(items) > publications.FeedSize {
		items = items[:publications.FeedSize]
		f.More = web.NextURL(x.R, "apres", items[len(items)-1].Cursor().String())
	}
	for _, item := range items {
		deck.Mentioned.Add(item.SpaceID, item.Excerpt)
	}
	if err := deck.Mentioned.Name(q, reach); err != nil {
		return feed{}, err
	}
	f.Cards = r.Publications.Cards(x.Context(), items, deck)
	return f, nil
}

// front is the home of a space as a member sees it.
type front struct {
	Member    spaces.Member
	Me        ui.Avatar
	Feed      feed
	Kinds     []ui.NavLink
	Prompts   []Prompt
	Children  []spaces.Mine
	Newcomers []spaces.Fellow
	Soon      templ.Component // what takes place next, nil for nothing
}

func (r *Room) showFront(x *web.Exchange, v spaces.Visitor) error {
	if !v.IsMember() {
		return r.Spaces.RenderCard(x, v.Look)
	}
	m := v.Member
	session := accounts.Of(x)
	kind, kinds := r.kinds(x, m)
	deck := publications.Deck{Now: r.Clock.Now(), Since: session.PreviousVisit(), Level: 3}
	view := front{Member: m, Me: session.Person().Avatar(), Kinds: kinds, Prompts: r.prompts(m)}
	err := db.Together(r.DB.Read(x.Context()), session.Header,
		func(q db.Querier) (err error) {
			view.Feed, err = r.feed(x, q, m.Reach(), deck, []ids.ID{m.SpaceID()}, kind)
			return err
		},
		func(q db.Querier) (err error) { view.Children, err = r.Spaces.Children(q, m); return err },
		func(q db.Querier) (err error) { view.Newcomers, err = r.Spaces.Newcomers(q, m); return err },
		func(q db.Querier) (err error) {
			view.Soon, err = r.Coming.Soon(x.Context(), q, m.Reach(), []ids.ID{m.SpaceID()}, r.Coming.Whole(x.Context(), m.Path()))
			return err
		})
	if err != nil {
		return err
	}
	if !x.Script() { // a page that looks again by itself has not been seen
		r.Spaces.Seen(m)
	}
	return r.Spaces.Render(x, m, spaces.Sheet{Service: "home", Body: frontView(view), Aside: frontAside(view)})
}

// prompts returns the invitations that this member may follow.
func (r *Room) prompts(m spaces.Member) []Prompt {
	return slices.DeleteFunc(slices.Clone(r.Prompts), func(p Prompt) bool { return !m.May(p.Needs) })
}

// kinds returns the kind that the address asks for, and the pills to choose one; with a single kind there is nothing
// to choose.
func (r *Room) kinds(x *web.Exchange, m spaces.Member) (string, []ui.NavLink) {
	all := r.Publications.Kinds()
	if len(all) < 2 {
		return "", nil
	}
	asked := x.Query("voir")
	chosen := ""
	pills := []ui.NavLink{{Label: i18n.T(x.Context(), "home.all"), URL: m.Path()}}
	for _, kind := range all {
		current := kind.Name == asked
		if current {
			chosen = asked
		}
		pills = append(pills, ui.NavLink{Label: i18n.T(x.Context(), kind.Plural), URL: m.Path() + "?voir=" + kind.Name, Current: current})
	}
	pills[0].Current = chosen == ""
	return chosen, pills
}

// mine is a person's own first page.
type mine struct {
	Person accounts.Person
	Since  clock.Instant
	News   publications.News
	Feed   feed
	Spaces []spaces.Mine
	Soon   templ.Component // what takes place next, nil for nothing
}

func (r *Room) showMine(x *web.Exchange, s *accounts.Session) error {
	reach := spaces.ReachOf(s.Person().ID)
	view := mine{Person: s.Person(), Since: s.PreviousVisit()}
	deck := publications.Deck{Now: r.Clock.Now(), Since: view.Since, ShowSpace: true, Level: 3}
	err := db.Together(r.DB.Read(x.Context()), s.Header,
		func(q db.Querier) (err error) { view.Spaces, err = r.Spaces.Mine(q, reach); return err },
		func(q db.Querier) (err error) {
			if view.News, err = r.Publications.News(q, reach.PersonID(), view.Since); err == nil {
				view.Feed, err = r.feed(x, q, reach, deck, view.News.Spaces, "")
			}
			if err == nil {
				view.Soon, err = r.Coming.Soon(x.Context(), q, reach, view.News.Spaces, r.Coming.Whole(x.Context(), ""))
			}
			return err
		})
	if err != nil {
		return err
	}
	return x.Render(web.Page{Title: []string{i18n.T(x.Context(), "home.title")}, Nav: "home", Body: mineView(view), Wide: true})
}
