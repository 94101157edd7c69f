package faq

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/index"
	"osmose/internal/spaces"
)

// The names of the values in the list's address.
const (
	byWords = "q"
	byTheme = "theme"
)

// resultsSize is the number of entries that a page of a search holds.
const resultsSize = 20

// listPage is the FAQ: the first entries of each theme, all those of one, or what a search found.
type listPage struct {
	Member   spaces.Member
	Now      clock.Instant
	Typed    string
	Question index.Question
	Found    index.Found
	Themes   []publications.Theme
	Theme    publications.Theme // the one that is looked at; zero for all
	First    map[ids.ID][]Entry
	Entries  []Entry
	Cited    publications.Mentioned
	More     string
	// Ask is where to ask what was not found; empty for those who write nothing.
	Ask string
	// Waiting and Overdue count what waits for whoever may do something about it.
	Waiting, Overdue int
}

// searching says whether words are looked for; what says nothing (« le ») looks for nothing.
func (p listPage) searching() bool { return !p.Question.Empty() }

func (r *Room) showList(x *web.Exchange, m spaces.Member) error {
	q := r.DB.Read(x.Context())
	p := listPage{Member: m, Now: r.Clock.Now(), Typed: x.Query(byWords)}
	p.Question = index.Ask(p.Typed)
	if m.May(comments.MayAdd) && r.Ask != nil {
		p.Ask = r.Ask(m, p.Typed)
	}
	var err error
	if p.searching() {
		err = r.search(x, q, &p)
	} else {
		err = r.browse(x, q, &p)
	}
	if err == nil {
		err = p.name(q)
	}
	if err != nil {
		return err
	}
	if x.Script() {
		return x.Fragment(foundView(p))
	}
	if err := r.count(q, &p); err != nil {
		return err
	}
	sheet := spaces.Sheet{Service: service, Title: p.title(x), Body: listView(p), Aside: listAside(p)}
	if p.searching() || p.Theme.ID != 0 {
		sheet.Trail = r.trail(x, m)
	}
	return r.spaces.Render(x, m, sheet)
}

func (p listPage) title(x *web.Exchange) []string {
	name := i18n.T(x.Context(), "faq.service")
	switch {
	case p.searching():
		return []string{i18n.T(x.Context(), "faq.list.search_title", i18n.Args{"Words": p.Typed}), name}
	case p.Theme.ID != 0:
		return []string{p.Theme.Label, name}
	}
	return []string{name}
}

// search finds entries of this space, accents and plurals aside.
func (r *Room) search(x *web.Exchange, q db.Querier, p *listPage) error {
	if err := r.Index.Spend(x.Context(), p.Member.PersonID()); err != nil {
		return err
	}
	after, err := db.ParseCursor(x.Query("apres"))
	if err != nil {
		after = db.Newest
	}
	p.Found, err = r.Index.Find(q, index.Search{Reach: p.Member.Reach(), Kind: kind, Question: p.Question, After: after, Limit: resultsSize})
	if p.Found.Next != (db.Cursor{}) {
		p.More = web.NextURL(x.R, "apres", p.Found.Next.String())
	}
	return err
}

// browse reads the first entries of each theme, or all those of the theme that the address asks for.
func (r *Room) browse(x *web.Exchange, q db.Querier, p *listPage) (err error) {
	if p.Themes, err = r.Publications.Themes(q, p.Member, kind); err != nil {
		return err
	}
	asked, _ := ids.Parse(x.Query(byTheme)) // what is no theme is all of them
	var filled []ids.ID
	for _, theme := range p.Themes {
		if theme.ID == asked {
			p.Theme = theme
		}
		if theme.Live > 0 {
			filled = append(filled, theme.ID)
		}
	}
	if p.Theme.ID == 0 {
		p.First, err = First(q, p.Member, filled)
		return err
	}
	if p.Entries, err = InTheme(q, p.Member, p.Theme.ID, onward(x)); err != nil {
		return err
	}
	if len(p.Entries) > PageSize {
		p.Entries = p.Entries[:PageSize]
		p.More = web.NextURL(x.R, "apres", p.Entries[PageSize-1].inTheme().String())
	}
	return nil
}

// name looks up whom the answers that are shown mention.
func (p *listPage) name(q db.Querier) error {
	for _, list := range p.First {
		for _, e := range list {
			p.Cited.Add(p.Member.SpaceID(), e.Excerpt)
		}
	}
	for _, e := range p.Entries {
		p.Cited.Add(p.Member.SpaceID(), e.Excerpt)
	}
	return p.Cited.Name(q, p.Member.Reach())
}

// count counts what waits: proposals for whoever made or reviews them, and for animators what is to be read again.
func (r *Room) count(q db.Querier, p *listPage) error {
	if !p.Member.May(MayPropose) {
		return nil
	}
	drafts, _, err := r.Publications.AllUnpublished(q, p.Member, kind)
	p.Waiting = len(drafts)
	if err != nil || !p.Member.May(MayEdit) {
		return err
	}
	p.Overdue, err = overdue(q, p.Member, p.Now)
	return err
}

// nearPage is what stands under the title of a question that is being written.
type nearPage struct {
	Member spaces.Member
	Hits   []index.Hit
}

// near is how many entries are shown to somebody who is about to ask.
const near = 3

// showNear answers our script with the entries nearest to a question; whoever opens the address by hand searches.
func (r *Room) showNear(x *web.Exchange, m spaces.Member) error {
	typed := x.Query(byWords)
	if !x.Script() {
		return web.Redirect(home(m) + "?" + searchFor(typed))
	}
	if err := r.Index.Spend(x.Context(), m.PersonID()); err != nil {
		return err
	}
	hits, err := r.Index.Nearest(r.DB.Read(x.Context()), m, kind, typed, near)
	if err != nil {
		return err
	}
	return x.Fragment(nearView(nearPage{m, hits}))
}

// onward reads where a list goes on that begins with its smallest key; anything else than a cursor is its beginning.
func onward(x *web.Exchange) db.Cursor {
	after, err := db.ParseCursor(x.Query("apres"))
	if err != nil || after == db.Newest {
		return db.Cursor{}
	}
	return after
}

// trail leads from the FAQ to its pages.
func (r *Room) trail(x *web.Exchange, m spaces.Member) []ui.NavLink {
	return []ui.NavLink{{Label: i18n.T(x.Context(), "faq.service"), URL: home(m)}}
}
