// Package search is the page where one box looks through everything: « Recherche ». Whoever is signed in looks, and
// finds what stands in their own spaces; the index joins their reach in the statement that finds, and this package only
// shows what comes back. It must never show a title, a space or a count by another way.
package search

import (
	"embed"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/index"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Texts are the sentences of this room.
//
//go:embed texts.*.toml
var Texts embed.FS

// Assets are the styles of this room.
//
//go:embed *.css
var Assets embed.FS

// Path is the address of the page; its field is called « q ».
const Path = "/recherche"

// The names of the values in the page's address.
const (
	byWords = "q"
	bySpace = "espace"
	byKind  = "genre"
)

// pageSize is the number of publications on a page.
const pageSize = 20

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Clock        clock.Clock
	Spaces       *spaces.Room
	Publications *publications.Room
	Index        *index.Room
}

// Room is the search.
type Room struct{ Deps }

// New builds the room.
func New(deps Deps) *Room { return &Room{deps} }

// Routes registers the page.
func (r *Room) Routes(rt *web.Router) {
	web.Handle(rt, "GET "+Path, accounts.SignedIn, r.show)
}

// Typed returns what the page that an exchange shows looks for; the field of the header keeps it.
func Typed(x *web.Exchange) string {
	if x.R.URL.Path != Path {
		return ""
	}
	return x.Query(byWords)
}

// page is what the page shows.
type page struct {
	Typed    string
	Question index.Question
	Space    ids.ID
	Kind     string
	Found    index.Found
	Results  []ui.Result
	Spaces   []ui.NavLink
	Kinds    []ui.NavLink
	More     string
}

func (r *Room) show(x *web.Exchange, s *accounts.Session) error {
	p := page{Typed: x.Query(byWords)}
	p.Question = index.Ask(p.Typed)
	if !p.Question.Empty() {
		if err := r.Index.Spend(x.Context(), s.Person().ID); err != nil {
			return err
		}
	}
	reach, err := r.reach(x, s, &p)
	if err != nil {
		return err
	}
	after, err := db.ParseCursor(x.Query("apres"))
	if err != nil {
		after = db.Newest
	}
	p.Kind, p.Kinds = r.kinds(x, p)
	q := r.DB.Read(x.Context())
	p.Found, err = r.Index.Find(q, index.Search{Reach: reach, Kind: p.Kind, Question: p.Question, After: after, Limit: pageSize})
	if err != nil {
		return err
	}
	if p.Found.Next != (db.Cursor{}) {
		p.More = web.NextURL(x.R, "apres", p.Found.Next.String())
	}
	p.Results = r.results(x, p.Found.Hits)
	if p.Spaces, err = r.spaces(x, q, s, p); err != nil {
		return err
	}
	return x.Render(web.Page{Title: title(x, p), Nav: "search", Body: view(p)})
}

// reach is all of a person's spaces, or the one that the address asks for. A space of somebody else's is one that does
// not exist.
func (r *Room) reach(x *web.Exchange, s *accounts.Session, p *page) (spaces.Reach, error) {
	id, err := ids.Parse(x.Query(bySpace))
	if err != nil {
		return spaces.ReachOf(s.Person().ID), nil
	}
	m, err := r.Spaces.Enter(x.Context(), s.Person().ID, id)
	if err != nil {
		return spaces.Reach{}, err
	}
	p.Space = id
	return m.Reach(), nil
}

func title(x *web.Exchange, p page) []string {
	name := i18n.T(x.Context(), "search.title")
	if p.Typed == "" {
		return []string{name}
	}
	return []string{i18n.T(x.Context(), "search.quoted", i18n.Args{"Words": p.Typed}), name}
}

// results shows hits as cards. A comment is signed by who wrote it, and leads to where it stands.
func (r *Room) results(x *web.Exchange, hits []index.Hit) []ui.Result {
	ctx, now := x.Context(), r.Clock.Now()
	items := make([]publications.Item, len(hits))
	for i, hit := range hits {
		items[i] = hit.Item
	}
	cards := r.Publications.Cards(ctx, items, publications.Deck{Now: now, ShowSpace: true, Level: 3})
	results := make([]ui.Result, len(hits))
	for i, hit := range hits {
		result := ui.Result{
			FeedItem: cards[i], Title: hit.Title, Excerpt: hit.Excerpt,
			Keywords: hit.Keywords, KeywordsName: i18n.T(ctx, "search.keywords"),
		}
		if hit.Role == texts.Comment {
			result.Part = i18n.T(ctx, "search.in_comment")
			result.URL = comments.Address(cards[i].URL, hit.Text)
			result.Byline = hit.Byline.View(ctx)
			result.Byline.Time = ui.Time{At: hit.PublishedAt, Now: now}
		}
		results[i] = result
	}
	return results
}
