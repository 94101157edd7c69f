// Package calendar is the calendar of a space: meetings, webinars, deadlines, once or again and again, with what members
// answer to them; and each person's agenda, which is those of all their spaces.
//
// Every member reads, answers and comments. Contributors create events unless the space leaves that to its animators; whoever
// created one changes it and calls it off, and so does an animator. What is called off stays, said to be so, with the reason. The
// animator keeps the list of types. Comments, reactions, history, reports and hidings are those of all publications.
//
// This package must never show an event, a date, an answer or a count to whoever holds no key to its space, and never give one
// place more than there are.
package calendar

import (
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/recurrence"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// The names under which this service is known: its kind of publication, its entry of a space's menu, and the segment of its
// addresses.
const (
	kind    = "event"
	service = "calendar"
	segment = "calendrier"
)

// Limits of an event.
const (
	excerptLength = 280
	maxPlace      = 200
	maxLink       = 500
	maxReason     = 300
	maxCapacity   = 100_000
	// longest is how long one date may last, which bounds how far back one looks for what has begun.
	longest = 31 * 24 * time.Hour
)

// Event is an event as its page shows it, all its dates together.
type Event struct {
	ID          ids.ID        `db:"id"`
	Title       string        `db:"title"`
	ThemeID     ids.ID        `db:"theme_id"` // zero for none
	Theme       string        `db:"theme"`
	Comments    int           `db:"comments"`
	PublishedAt clock.Instant `db:"published_at"`
	// ClosedAt is when its comments were closed, zero while they are open.
	ClosedAt clock.Instant `db:"closed_at"`
	TextID   ids.ID        `db:"text_id"` // the body's

	Version   int64         `db:"version"`
	UID       string        `db:"uid"`
	Sequence  int           `db:"sequence"`
	ChangedAt clock.Instant `db:"changed_at"`
	Type
	Timing
	Place    string `db:"place"`
	Link     string `db:"link"`
	Asks     Asks   `db:"asks"`
	Capacity int    `db:"capacity"` // places, 0 for any number
	Lead     int    `db:"lead"`     // minutes before the start at which answers close
	Going    int    `db:"going"`
	Cancelled
	Follows ids.ID `db:"follows_id"` // the event of which this one was parted, zero for none
	accounts.Byline
}

// Cancelled says when something was called off, and why; the zero value says that it takes place.
type Cancelled struct {
	CancelledAt clock.Instant `db:"cancelled_at"`
	Reason      string        `db:"cancelled_reason"`
}

// IsOff says whether it was called off.
func (c Cancelled) IsOff() bool { return c.CancelledAt != 0 }

// Asks is what members are asked to answer to an event.
type Asks string

// What may be asked: nothing, once for all dates, for each date.
const (
	AsksNothing Asks = ""
	AsksOnce    Asks = "event"
	AsksEach    Asks = "date"
)

// Timing is when an event takes place.
type Timing struct {
	Zone    string `db:"zone"` // of the IANA: « Europe/Paris »
	AllDay  bool   `db:"all_day"`
	Begins  string `db:"begins"`  // the first start on the wall of the zone: « 2026-12-03T10:00:00 »
	Minutes int    `db:"minutes"` // what passes on that wall until the end
	Rule    string `db:"rule"`    // as recurrence.Parse reads it, empty for once
}

// Repeats says whether there may be more than one date.
func (t Timing) Repeats() bool { return t.Rule != "" }

// Series returns the timing as what it says. Errors: fault.Refusal, of what was not checked before it was stored.
func (t Timing) Series() (recurrence.Series, error) {
	zone, err := recurrence.Zone(t.Zone)
	if err != nil {
		return recurrence.Series{}, err
	}
	begins, err := recurrence.ParseWall(t.Begins)
	if err != nil {
		return recurrence.Series{}, err
	}
	rule, err := recurrence.Parse(t.Rule)
	return recurrence.Series{Start: begins, Zone: zone, Length: time.Duration(t.Minutes) * time.Minute, AllDay: t.AllDay, Rule: rule}, err
}

// check says what is wrong with when an event takes place. Errors: fault.Invalid.
func (t Timing) check() error {
	series, err := t.Series()
	if err == nil {
		err = series.Check()
	}
	wrong := &fault.Invalid{}
	switch {
	case err != nil:
		if refused := asRefusal(err); refused != nil {
			wrong.Add("start_date", refused.Key, refused.Args)
			break
		}
		return err
	case series.Length > longest:
		wrong.Add("end_date", "calendar.too_long", fault.Args{"Max": int(longest.Hours() / 24)})
	}
	return wrong.Err()
}

// Path returns the address of the event in the space at that address.
func (e Event) Path(space string) string { return path(space, e.ID, e.Title) }

func path(space string, id ids.ID, title string) string {
	return space + "/" + segment + "/" + slug(id, title)
}

func slug(id ids.ID, title string) string { return id.String() + "-" + richtext.Slug(title) }

// home returns the address of the calendar.
func home(m spaces.Member) string { return m.Path() + "/" + segment }
