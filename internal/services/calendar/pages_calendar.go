package calendar

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// shelf is a calendar as a page shows it: of a space, or of all of a person's.
type shelf struct {
	window
	Now   clock.Instant
	Types []Listed
	Dates []Date
	Weeks []week // of a month or a week
	More  string // where a list goes on
	// Themes are those of a space, and Mine the spaces of an agenda; one of the two is set.
	Themes []publications.Theme
	Mine   []spaces.Mine
	// Create is where a new event is written, empty for those who may not.
	Create string
	Agenda bool
}

// read fills the dates of a shelf from some spaces within reach.
func (s *shelf) read(x *web.Exchange, q db.Querier, reach spaces.Reach, list []ids.ID) (err error) {
	if s.Shape != asList {
		from, to := s.bounds()
		if s.Dates, err = Between(q, reach, from, to, s.matches); err == nil {
			s.Weeks = weeks(x.Context(), s.window, s.Dates)
		}
		return err
	}
	way := direction{Past: s.Past}
	after, err := db.ParseCursor(x.Query("apres"))
	if err != nil || after == db.Newest && !s.Past {
		after = db.Cursor{}
		if s.Past {
			after = db.Newest
		}
	}
	if s.Dates, err = way.Listed(q, reach, list, s.matches, s.Now, after, PageSize+1); err != nil || len(s.Dates) <= PageSize {
		return err
	}
	s.Dates = s.Dates[:PageSize]
	s.More = web.NextURL(x.R, "apres", s.Dates[PageSize-1].Cursor().String())
	return nil
}

func (r *Room) showCalendar(x *web.Exchange, m spaces.Member) error {
	now := r.Clock.Now()
	s := shelf{window: windowIn(x, home(m), asMonth, i18n.From(x.Context()).Zone(), now), Now: now}
	s.Space = 0
	if m.May(MayCreate) {
		s.Create = home(m) + "/nouveau"
	}
	err := db.Together(r.DB.Read(x.Context()), accounts.Of(x).Header,
		func(q db.Querier) error { return s.read(x, q, m.Reach(), []ids.ID{m.SpaceID()}) },
		func(q db.Querier) (err error) { s.Types, err = Types(q, m); return err },
		func(q db.Querier) (err error) { s.Themes, err = r.Publications.Themes(q, m, kind); return err })
	if err != nil {
		return err
	}
	return r.spaces.Render(x, m, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "calendar.service")},
		Body:    shelfView(s),
	})
}

// showAgenda shows what takes place in all spaces of a person, or in one of them.
func (r *Room) showAgenda(x *web.Exchange, session *accounts.Session) error {
	now := r.Clock.Now()
	s := shelf{window: windowIn(x, AgendaPath, asList, i18n.From(x.Context()).Zone(), now), Now: now, Agenda: true}
	s.Theme = 0
	reach := spaces.ReachOf(session.Person().ID)
	err := db.Together(r.DB.Read(x.Context()), session.Header,
		func(q db.Querier) (err error) {
			if s.Mine, err = r.spaces.Mine(q, reach); err != nil {
				return err
			}
			return s.read(x, q, reach, s.chosen())
		},
		func(q db.Querier) (err error) { s.Types, err = typesWithin(q, reach); return err })
	if err != nil {
		return err
	}
	return x.Render(web.Page{Title: []string{i18n.T(x.Context(), "calendar.agenda")}, Nav: "agenda", Body: shelfView(s), Wide: true})
}

// chosen are the spaces that an agenda reads: the one that was chosen, if it is the person's, or all.
func (s shelf) chosen() (list []ids.ID) {
	for _, mine := range s.Mine {
		if s.Space == 0 || s.Space == mine.ID {
			list = append(list, mine.ID)
		}
	}
	return list
}

// trail leads from the calendar to its pages.
func (r *Room) trail(x *web.Exchange, m spaces.Member) []ui.NavLink {
	return []ui.NavLink{{Label: i18n.T(x.Context(), "calendar.service"), URL: home(m)}}
}
