package discussions

import (
	"slices"
	"strconv"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/index"
	"osmose/internal/spaces"
)

// The names of the filters in the list's address.
const (
	byTheme      = "theme"
	byKeyword    = "mot"
	byText       = "texte"
	byAuthor     = "auteur"
	byPeriod     = "periode"
	byUnanswered = "sans-reponse"
)

// Choices of days of two filters. « 0 » of the unanswered is whatever its age.
var (
	periods = []string{"7", "30", "365"}
	ages    = []string{"0", "7", "30"}
)

// filters is what a person asked of the list.
type filters struct {
	Theme                                     ids.ID
	Author, Keyword, Text, Period, Unanswered string
}

// filtersIn reads the list's address; what is not a filter filters nothing.
func filtersIn(x *web.Exchange) filters {
	f := filters{Author: x.Query(byAuthor), Keyword: x.Query(byKeyword), Text: x.Query(byText), Period: x.Query(byPeriod), Unanswered: x.Query(byUnanswered)}
	f.Theme, _ = ids.Parse(x.Query(byTheme))
	if !slices.Contains(periods, f.Period) {
		f.Period = ""
	}
	if !slices.Contains(ages, f.Unanswered) {
		f.Unanswered = ""
	}
	return f
}

// active counts the criteria in force.
func (f filters) active() int {
	n := 0
	for _, on := range []bool{f.Theme != 0, f.Author != "", f.Keyword != "", f.Text != "", f.Period != "", f.Unanswered != ""} {
		if on {
			n++
		}
	}
	return n
}

func (f filters) at(now clock.Instant) Filter {
	filter := Filter{Filter: publications.Filter{Theme: f.Theme, Keyword: f.Keyword}}
	if days, err := strconv.Atoi(f.Period); err == nil {
		filter.Since = daysBefore(now, days)
	}
	if days, err := strconv.Atoi(f.Unanswered); err == nil {
		filter.Unanswered = daysBefore(now, days)
	}
	return filter
}

// listPage is what the home of the forum shows.
type listPage struct {
	Member   spaces.Member
	Now      clock.Instant
	Filters  filters
	Themes   []publications.Theme
	Pinned   []Thread
	Threads  []Thread
	Feedback Thread
	Cited    publications.Mentioned
	More     string
	name     string
}

func (r *Room) showList(x *web.Exchange, m spaces.Member) error {
	p := listPage{Member: m, Now: r.clock.Now(), Filters: filtersIn(x), name: r.name}
	if p.Filters.Text != "" || p.Filters.Author != "" {
		if err := r.index.Spend(x.Context(), m.PersonID()); err != nil {
			return err
		}
	}
	filter := p.Filters.at(p.Now)
	filter.Text = r.index.Match(m, kind, index.Ask(p.Filters.Text))
	q := r.db.Read(x.Context())
	var err error
	if filter.Authors, err = publications.AuthorsNamed(q, m, p.Filters.Author); err != nil {
		return err
	}
	after, err := db.ParseCursor(x.Query("apres"))
	if err != nil {
		after = db.Newest
	}
	err = db.Together(q, accounts.Of(x).Header,
		func(q db.Querier) (err error) {
			if after == db.Newest {
				p.Pinned, err = Pinned(q, m, filter)
			}
			return err
		},
		func(q db.Querier) (err error) { p.Threads, err = Threads(q, m, filter, after); return err },
		func(q db.Querier) (err error) { p.Themes, err = r.publications.Themes(q, m, kind); return err },
		func(q db.Querier) (err error) {
			if p.Feedback, err = Feedback(q, m); isNotFound(err) {
				err = nil
			}
			return err
		})
	if err != nil {
		return err
	}
	if len(p.Threads) > PageSize {
		p.Threads = p.Threads[:PageSize]
		p.More = web.NextURL(x.R, "apres", p.Threads[PageSize-1].Cursor().String())
	}
	for _, t := range slices.Concat(p.Pinned, p.Threads) {
		p.Cited.Add(m.SpaceID(), t.Excerpt)
	}
	if err := p.Cited.Name(q, m.Reach()); err != nil {
		return err
	}
	return r.spaces.Render(x, m, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "discussions.service")},
		Body:    listView(p),
		Aside:   listAside(p),
	})
}
