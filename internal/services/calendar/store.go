package calendar

import (
	"errors"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/recurrence"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// dayLayout writes the day that names a date among those of its event.
const dayLayout = "2006-01-02"

// Find returns a live event of m's space. Errors: fault.ErrNotFound.
func Find(q db.Querier, m spaces.Member, id ids.ID) (Event, error) {
	return db.Find[Event](q, `
		SELECT l.id, l.title, COALESCE(l.theme_id, 0) AS theme_id, COALESCE(th.label, '') AS theme, l.comments, l.published_at,
			COALESCE(c.closed_at, 0) AS closed_at, x.id AS text_id,
			e.version, e.uid, e.sequence, e.changed_at, e.type, COALESCE(et.label, '') AS type_label, COALESCE(et.hue, 0) AS hue,
			e.zone, e.all_day, e.begins, e.minutes, e.rule, e.place, e.link, e.asks, e.capacity, e.lead, e.going,
			e.cancelled_at, e.cancelled_reason, COALESCE(e.follows_id, 0) AS follows_id, `+accounts.BylineColumns+`
		FROM live_publications l
		JOIN events e ON e.id = l.id
		JOIN texts x ON x.publication_id = l.id AND x.role = 'body'
		LEFT JOIN event_types et ON et.space_id = e.space_id AND et.key = e.type
		LEFT JOIN closures c ON c.publication_id = l.id
		LEFT JOIN themes th ON th.id = l.theme_id
		LEFT JOIN people p ON p.id = l.author_id
		WHERE l.id = $1 AND l.space_id = $2`, id, m.SpaceID())
}

// Date is one date of an event, as lists and the month show it.
type Date struct {
	Event   ids.ID `db:"event_id"`
	Day     string `db:"day"` // names it among those of its event: « 2026-12-03 »
	SpaceID ids.ID `db:"space_id"`
	Space   string `db:"space"`
	Title   string `db:"title"`
	Type
	Zone     string        `db:"zone"`
	AllDay   bool          `db:"all_day"`
	StartsAt clock.Instant `db:"starts_at"`
	EndsAt   clock.Instant `db:"ends_at"`
	Moved    bool          `db:"moved"`
	Repeats  bool          `db:"repeats"`
	Place    string        `db:"place"`
	Link     string        `db:"link"`
	Cancelled
	Going    int    `db:"going"`
	Capacity int    `db:"capacity"`
	Lead     int    `db:"lead"`
	Asks     Asks   `db:"asks"`
	Mine     Answer `db:"mine"` // what the person answered, empty for nothing
}

// dateColumns and dateJoins follow « event_dates d »; they read what is not live too.
const dateColumns = `d.event_id, d.day, d.space_id, s.title AS space, l.title, d.type, COALESCE(et.label, '') AS type_label,
	COALESCE(et.hue, 0) AS hue, e.zone, e.all_day, d.starts_at, d.ends_at, d.moved, e.rule <> '' AS repeats,
	CASE WHEN d.place = '' THEN e.place ELSE d.place END AS place, CASE WHEN d.link = '' THEN e.link ELSE d.link END AS link,
	CASE WHEN e.cancelled_at > 0 THEN e.cancelled_at ELSE d.cancelled_at END AS cancelled_at,
	CASE WHEN e.cancelled_at > 0 THEN e.cancelled_reason ELSE d.cancelled_reason END AS cancelled_reason,
	CASE e.asks WHEN 'date' THEN d.going ELSE e.going END AS going, e.capacity, e.lead, e.asks`

const dateJoins = `
	JOIN events e ON e.id = d.event_id
	JOIN live_publications l ON l.id = d.event_id
	JOIN spaces s ON s.id = d.space_id
	LEFT JOIN event_types et ON et.space_id = d.space_id AND et.key = d.type`

// mineOf is what a person, of that argument, answered.
func mineOf(person string) string {
	return `, COALESCE((
		SELECT a.say
		FROM event_answers a
		WHERE a.event_id = d.event_id AND a.day = CASE e.asks WHEN 'date' THEN d.day ELSE '' END AND a.person_id = ` + person + `), '') AS mine`
}

// FindDate returns a date of an event of m's space. Errors: fault.ErrNotFound.
func FindDate(q db.Querier, m spaces.Member, event ids.ID, day string) (Date, error) {
	return db.Find[Date](q, `
		SELECT `+dateColumns+mineOf("$4")+`
		FROM event_dates d`+dateJoins+`
		WHERE d.event_id = $1 AND d.space_id = $2 AND d.day = $3`, event, m.SpaceID(), day, m.PersonID())
}

// nearest returns the date of an event that goes on or comes next, else the last. Errors: fault.ErrNotFound.
func nearest(q db.Querier, m spaces.Member, event ids.ID, now clock.Instant) (Date, error) {
	d, err := db.Find[Date](q, `
		SELECT `+dateColumns+mineOf("$4")+`
		FROM event_dates d`+dateJoins+`
		WHERE d.event_id = $1 AND d.space_id = $2 AND d.ends_at > $3
		ORDER BY d.starts_at, d.day
		LIMIT 1`, event, m.SpaceID(), now, m.PersonID())
	if !errors.Is(err, fault.ErrNotFound) {
		return d, err
	}
	return db.Find[Date](q, `
		SELECT `+dateColumns+mineOf("$3")+`
		FROM event_dates d`+dateJoins+`
		WHERE d.event_id = $1 AND d.space_id = $2
		ORDER BY d.starts_at DESC, d.day DESC
		LIMIT 1`, event, m.SpaceID(), m.PersonID())
}

// around returns some dates of an event about one of them, in their order: those before, itself, those after.
func around(q db.Querier, m spaces.Member, d Date, each int) ([]Date, error) {
	return db.All[Date](q, `
		SELECT `+dateColumns+mineOf("$6")+`
		FROM (
			SELECT * FROM (
				SELECT b.event_id, b.day
				FROM event_dates b
				WHERE b.event_id = $1 AND b.space_id = $2 AND b.day < $3
				ORDER BY b.day DESC
				LIMIT $4) before
			UNION ALL
			SELECT * FROM (
				SELECT a.event_id, a.day
				FROM event_dates a
				WHERE a.event_id = $1 AND a.space_id = $2 AND a.day >= $3
				ORDER BY a.day
				LIMIT $5) after) near
		JOIN event_dates d ON d.event_id = near.event_id AND d.day = near.day`+dateJoins+`
		WHERE d.space_id = $2
		ORDER BY d.day
		LIMIT 100`, d.Event, m.SpaceID(), d.Day, each, each+1, m.PersonID())
}

// Path returns the address of the date in the space at that address.
func (d Date) Path() string {
	address := path(spaces.Path(d.SpaceID, d.Space), d.Event, d.Title)
	if d.Repeats {
		address += "?date=" + d.Day
	}
	return address
}

// Cursor is where a list goes on after this date.
func (d Date) Cursor() db.Cursor { return db.Cursor{Key: int64(d.StartsAt), ID: d.Event} }

// hold takes the row on which all who change an event contend, and returns it as it stands. Errors: fault.ErrNotFound.
func hold(tx *db.Tx, m spaces.Member, id ids.ID) (Event, error) {
	if err := m.Confirm(tx); err != nil {
		return Event{}, err
	}
	if _, err := tx.Exec(`UPDATE events SET version = version WHERE id = $1 AND space_id = $2`, id, m.SpaceID()); err != nil {
		return Event{}, err
	}
	return Find(tx, m, id)
}

// mayChange refuses an event to all but its author and animators.
func mayChange(m spaces.Member, e Event) error {
	if m.May(MayTend) || m.May(MayKeep) && e.Byline.ID == m.PersonID() {
		return nil
	}
	return fault.Refuse("calendar.change_refused")
}

// asRefusal returns the refusal that err is, nil if it is none.
func asRefusal(err error) *fault.Refusal {
	var refused *fault.Refusal
	if errors.As(err, &refused) {
		return refused
	}
	return nil
}

// asInvalid says whether err lists what is wrong with what was sent.
func asInvalid(err error, invalid **fault.Invalid) bool { return errors.As(err, invalid) }

// wallOf returns what the wall of the event's zone shows where the rule has the date.
func wallOf(s recurrence.Series, day string) (recurrence.Wall, error) {
	t, err := time.Parse(dayLayout, day)
	if err != nil {
		return recurrence.Wall{}, fault.ErrNotFound
	}
	w := recurrence.Date(t.Year(), t.Month(), t.Day())
	w.Hour, w.Minute, w.Second = s.Start.Hour, s.Start.Minute, s.Start.Second
	return w, nil
}

// dayOf returns the name of a date.
func dayOf(w recurrence.Wall) string { return w.String()[:len(dayLayout)] }

// matches are what narrows a list of dates.
type matches struct {
	Type  string
	Theme ids.ID
	Space ids.ID // one of a person's, zero for all
}

// conditions returns what narrows a query on event_dates d and live_publications l, its arguments numbered from n.
func (f matches) conditions(n int) publications.Conditions {
	c := publications.Filter{Theme: f.Theme}.Conditions(n)
	if f.Type != "" {
		c.Add("d.type = $%d", f.Type)
	}
	if f.Space != 0 {
		c.Add("d.space_id = $%d", f.Space)
	}
	return c
}
