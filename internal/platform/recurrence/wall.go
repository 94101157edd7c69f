package recurrence

import (
	"cmp"
	"fmt"
	"time"

	"osmose/internal/platform/fault"
)

// Wall is what a calendar and a clock on the wall show. It is no moment until a zone is said: 10 h stays 10 h when the hour
// changes. The zero value means « none ».
type Wall struct {
	Year                 int
	Month                time.Month
	Day                  int
	Hour, Minute, Second int
}

// Years that a wall may show. What lies beyond is a typing mistake or an attack.
const (
	FirstYear = 1900
	LastYear  = 2199
)

const (
	isoLayout   = "2006-01-02T15:04:05"
	basicLayout = "20060102T150405"
	basicDate   = "20060102"
)

// At returns what a wall shows in the zone of t.
func At(t time.Time) Wall {
	return Wall{t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second()}
}

// Date returns the first second of a day. It doesn't ask whether there is such a day: IsValid does.
func Date(year int, month time.Month, day int) Wall { return Wall{Year: year, Month: month, Day: day} }

// ParseWall reads what String wrote. Errors: fault.Refusal.
func ParseWall(s string) (Wall, error) { return parseWall(isoLayout, s) }

func parseWall(layout, s string) (Wall, error) {
	t, err := time.Parse(layout, s)
	if err != nil || len(s) != len(layout) {
		return Wall{}, refuse("moment", fault.Args{"Text": quoted(s)})
	}
	w := At(t)
	if !w.IsValid() {
		return Wall{}, refuse("years", fault.Args{"First": FirstYear, "Last": LastYear})
	}
	return w, nil
}

// String writes « 2026-10-25T10:00:00 », which sorts as time does.
func (w Wall) String() string {
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d", w.Year, w.Month, w.Day, w.Hour, w.Minute, w.Second)
}

// Basic writes « 20261025T100000 », the local time of RFC 5545.
func (w Wall) Basic() string { return string(w.AppendBasic(nil)) }

// AppendBasic is Basic at the end of a text.
func (w Wall) AppendBasic(to []byte) []byte {
	to = append(w.AppendBasicDate(to), 'T')
	return digits(digits(digits(to, w.Hour), w.Minute), w.Second)
}

// BasicDate writes « 20261025 », the day alone.
func (w Wall) BasicDate() string { return string(w.AppendBasicDate(nil)) }

// AppendBasicDate is BasicDate at the end of a text.
func (w Wall) AppendBasicDate(to []byte) []byte {
	return digits(digits(digits(digits(to, w.Year/100), w.Year%100), int(w.Month)), w.Day)
}

// digits writes a number below 100 as two.
func digits(to []byte, n int) []byte { return append(to, byte('0'+n/10), byte('0'+n%10)) }

// IsZero says whether w is « none ».
func (w Wall) IsZero() bool { return w == Wall{} }

// IsValid says whether the day exists, between FirstYear and LastYear, and the hour too.
func (w Wall) IsValid() bool {
	return w.Year >= FirstYear && w.Year <= LastYear && w.Month >= 1 && w.Month <= 12 &&
		w.Day >= 1 && w.Day <= daysIn(w.Year, w.Month) &&
		w.Hour >= 0 && w.Hour < 24 && w.Minute >= 0 && w.Minute < 60 && w.Second >= 0 && w.Second < 60
}

// Compare is negative when w comes before other, zero when they are one.
func (w Wall) Compare(other Wall) int {
	return cmp.Or(cmp.Compare(w.Year, other.Year), cmp.Compare(w.Month, other.Month), cmp.Compare(w.Day, other.Day),
		cmp.Compare(w.seconds(), other.seconds()))
}

// Add moves the hands of the clock and the leaves of the calendar; no change of hour counts.
func (w Wall) Add(d time.Duration) Wall { return At(w.utc().Add(d)) }

// Sub returns what passes on the wall from other to w.
func (w Wall) Sub(other Wall) time.Duration { return w.utc().Sub(other.utc()) }

// Midnight returns the first second of the day.
func (w Wall) Midnight() Wall { return Date(w.Year, w.Month, w.Day) }

// Weekday returns the day of the week.
func (w Wall) Weekday() time.Weekday { return w.day().weekday() }

// In returns the moment that w is in a zone, as RFC 5545 3.3.5 wants it: an hour that a change skips counts with the offset
// before it (2 h 30 is then 3 h 30 on the wall), an hour that comes twice is the first of the two.
func (w Wall) In(zone *time.Location) time.Time {
	asUTC := w.utc()
	before, after := offset(asUTC.Add(-day24), zone), offset(asUTC.Add(day24), zone)
	t := asUTC.Add(-before)
	if before != after && offset(t, zone) != before {
		if later := asUTC.Add(-after); offset(later, zone) == after {
			t = later
		}
	}
	return t.In(zone)
}

const day24 = 24 * time.Hour

// offset is what the clocks of a zone are ahead of UTC.
func offset(t time.Time, zone *time.Location) time.Duration {
	_, seconds := t.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

func (w Wall) utc() time.Time {
	return time.Date(w.Year, w.Month, w.Day, w.Hour, w.Minute, w.Second, 0, time.UTC)
}

func (w Wall) seconds() int { return w.Hour*3600 + w.Minute*60 + w.Second }

func (w Wall) day() day { return dayOf(w.Year, w.Month, w.Day) }

// on returns the same hour on another day.
func (w Wall) on(d day) Wall {
	year, month, n := d.date()
	return Wall{year, month, n, w.Hour, w.Minute, w.Second}
}
