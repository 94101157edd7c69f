package calendar

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
)

// The names of what a calendar's address says.
const (
	inView    = "vue"     // one of the shapes
	inMonth   = "mois"    // 2026-12
	inWeek    = "semaine" // 2026-W49
	inPast    = "passes"
	byType    = "type"
	byTheme   = "theme"
	bySpace   = "espace"
	inDay     = "date" // of an event: which of its dates
	fromDay   = "jour" // of a new event
	parting   = "suite"
	asMonth   = "mois"
	asWeek    = "semaine"
	asList    = "liste"
	monthForm = "2006-01"
)

// window is what of a calendar is looked at: its shape, and the days in it.
type window struct {
	Base  string // the address of the calendar
	Shape string
	// First is the first day of the month or of the week, a midnight of UTC; Today is the reader's.
	First, Today time.Time
	Zone         *time.Location // the reader's
	Past         bool           // of a list: what is over
	matches
}

// windowIn reads the address of a calendar; what can't be read is the present month, or usual.
func windowIn(x *web.Exchange, base, usual string, zone *time.Location, now clock.Instant) window {
	w := window{Base: base, Shape: usual, Zone: zone, Today: civil(now.Time().In(zone)), Past: x.Query(inPast) != ""}
	w.Type = x.Query(byType)
	w.Theme, _ = ids.Parse(x.Query(byTheme))
	w.Space, _ = ids.Parse(x.Query(bySpace))
	if shape := x.Query(inView); shape == asMonth || shape == asWeek || shape == asList {
		w.Shape = shape
	}
	w.First = w.Today
	if month, err := time.Parse(monthForm, x.Query(inMonth)); err == nil && readable(month) {
		w.Shape, w.First = asMonth, month
	} else if monday, ok := parseWeek(x.Query(inWeek)); ok {
		w.Shape, w.First = asWeek, monday
	}
	switch w.Shape {
	case asMonth:
		w.First = time.Date(w.First.Year(), w.First.Month(), 1, 0, 0, 0, 0, time.UTC)
	case asWeek:
		w.First = mondayOf(w.First)
	}
	return w
}

// readable says whether a year may be looked at: others hold nothing.
func readable(day time.Time) bool { return day.Year() >= 1970 && day.Year() <= 2199 }

// parseWeek returns the Monday of « 2026-W49 ».
func parseWeek(text string) (monday time.Time, ok bool) {
	var year, week int
	if n, err := fmt.Sscanf(text, "%4d-W%2d", &year, &week); n != 2 || err != nil || week < 1 || week > 53 {
		return time.Time{}, false
	}
	// The fourth of January is in the first week (ISO 8601).
	monday = mondayOf(time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC)).AddDate(0, 0, 7*(week-1))
	return monday, readable(monday)
}

func mondayOf(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }

// weekText writes « 2026-W49 ».
func weekText(day time.Time) string {
	year, week := day.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// bounds are the moments between which the window looks: whole weeks.
func (w window) bounds() (from, to clock.Instant) {
	first, days := w.grid()
	last := first.AddDate(0, 0, days)
	return w.moment(first), w.moment(last)
}

// grid returns the Monday with which the window begins, and how many days it has.
func (w window) grid() (first time.Time, days int) {
	first = mondayOf(w.First)
	if w.Shape == asWeek {
		return first, 7
	}
	for days = 28; first.AddDate(0, 0, days).Before(w.First.AddDate(0, 1, 0)); days += 7 {
	}
	return first, days
}

// moment is the beginning of a day for the reader.
func (w window) moment(day time.Time) clock.Instant {
	return clock.Of(time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, w.Zone))
}

// address returns that of the same calendar otherwise looked at, its filters kept; pairs are names and values.
func (w window) address(pairs ...string) string {
	q := url.Values{}
	if w.Type != "" {
		q.Set(byType, w.Type)
	}
	if w.Theme != 0 {
		q.Set(byTheme, w.Theme.String())
	}
	if w.Space != 0 {
		q.Set(bySpace, w.Space.String())
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return w.Base
	}
	return w.Base + "?" + q.Encode()
}

// at returns the address of the shape of w about a day.
func (w window) at(day time.Time) string {
	if w.Shape == asWeek {
		return w.address(inWeek, weekText(day))
	}
	return w.address(inMonth, day.Format(monthForm))
}

func (w window) previous() string {
	if w.Shape == asWeek {
		return w.at(w.First.AddDate(0, 0, -7))
	}
	return w.at(w.First.AddDate(0, -1, 0))
}

func (w window) next() string {
	if w.Shape == asWeek {
		return w.at(w.First.AddDate(0, 0, 7))
	}
	return w.at(w.First.AddDate(0, 1, 0))
}

// here are the fields that keep the shape of w beside its filters.
func (w window) here() [][2]string {
	switch {
	case w.Shape == asWeek:
		return [][2]string{{inWeek, weekText(w.First)}}
	case w.Shape == asMonth:
		return [][2]string{{inMonth, w.First.Format(monthForm)}}
	case w.Past:
		return [][2]string{{inView, asList}, {inPast, "1"}}
	}
	return [][2]string{{inView, asList}}
}

// active counts the criteria in force.
func (w window) active() (n int) {
	for _, on := range []bool{w.Type != "", w.Theme != 0, w.Space != 0} {
		if on {
			n++
		}
	}
	return n
}

// bare is the address of w without its filters.
func (w window) bare() string {
	plain := window{Base: w.Base}
	var pairs []string
	for _, pair := range w.here() {
		pairs = append(pairs, pair[0], pair[1])
	}
	return plain.address(pairs...)
}

// rank writes the number of a week of the year.
func rank(day time.Time) string {
	_, week := day.ISOWeek()
	return strconv.Itoa(week)
}
