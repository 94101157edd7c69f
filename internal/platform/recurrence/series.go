package recurrence

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"osmose/internal/platform/fault"
)

const (
	// MaxOccurrences is the most that Between returns, whatever it is asked.
	MaxOccurrences = 5000
	// MaxExceptions is the most that a series holds.
	MaxExceptions = 1000
	// MaxLength is how long one occurrence may last.
	MaxLength = 366 * day24
)

// Series is one event or what repeats it.
type Series struct {
	// Start is that of the first occurrence, on the wall of Zone.
	Start Wall
	Zone  *time.Location
	// Length is what passes on the wall from the start to the end: from 22 h to 6 h when the hour changes too.
	Length time.Duration
	// AllDay says that hours stand for nothing: Start is a midnight and Length a number of days, one at least.
	AllDay     bool
	Rule       Rule
	Exceptions []Exception
}

// Exception is one occurrence that does not take place as the rule has it. One that only differs in what is said of it
// needs none here.
type Exception struct {
	// Of is where the rule has it.
	Of Wall
	// Dropped says that it does not take place (EXDATE); else it takes place at Start, for Length.
	Dropped bool
	Start   Wall
	Length  time.Duration
}

// Occurrence is one time that something takes place.
type Occurrence struct {
	// Of is where the rule has it, which names it among its series (RECURRENCE-ID).
	Of Wall
	// At is when it begins on the wall: Of, unless Moved.
	At    Wall
	Moved bool
	// Start and End are in the zone of the series. The end is never before the start.
	Start, End time.Time
}

// Check returns nil for a series that can be kept. The rule must meet its own start, for calendars disagree about what happens
// else. Errors: fault.Refusal.
func (s Series) Check() error {
	if err := s.Rule.Check(); err != nil {
		return err
	}
	switch {
	case s.Zone == nil:
		return refuse("zone", nil)
	case !s.Start.IsValid():
		return refuse("years", fault.Args{"First": FirstYear, "Last": LastYear})
	case s.Length < 0 || s.Length > MaxLength:
		return refuse("length", nil)
	case s.AllDay && (s.Start != s.Start.Midnight() || s.Length < day24 || s.Length%day24 != 0):
		return refuse("length", nil)
	case len(s.Exceptions) > MaxExceptions:
		return refuse("exceptions", fault.Args{"Max": MaxExceptions})
	case !s.Occurs(s.Start):
		return refuse("unaligned", nil)
	}
	return nil
}

// Between returns what takes place, in part at least, from one moment until before another, in the order of the starts: at most
// max occurrences, and MaxOccurrences. What lasts no time counts at its start.
func (s Series) Between(from, to time.Time, max int) []Occurrence {
	max = min(max, MaxOccurrences)
	if max <= 0 || !from.Before(to) || !s.Start.IsValid() || s.Zone == nil {
		return nil
	}
	differ := make(map[Wall]bool, len(s.Exceptions))
	for _, e := range s.Exceptions {
		differ[e.Of] = true
	}
	var found []Occurrence
	first := At(from.In(s.Zone)).Add(-s.Length - day24) // a day more: offsets differ by less
	for w := range s.walls(first, At(to.In(s.Zone)).Add(day24)) {
		o := s.occurrence(w, w, s.Length)
		if !o.Start.Before(to) || len(found) == max {
			break
		}
		if o.touches(from, to) && !differ[w] {
			found = append(found, o)
		}
	}
	for _, e := range s.Exceptions {
		if e.Dropped || !e.Start.IsValid() {
			continue
		}
		if o := s.occurrence(e.Of, e.Start, e.Length); o.touches(from, to) && s.Occurs(e.Of) {
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b Occurrence) int { return cmp.Or(a.Start.Compare(b.Start), a.Of.Compare(b.Of)) })
	return found[:min(len(found), max)]
}

func (o Occurrence) touches(from, to time.Time) bool {
	return o.Start.Before(to) && (o.End.After(from) || !o.Start.Before(from))
}

// Occurs says whether the rule has an occurrence at w, which an exception may have moved or dropped.
func (s Series) Occurs(w Wall) bool {
	if !s.Start.IsValid() || !w.IsValid() || s.Zone == nil {
		return false
	}
	for found := range s.walls(w, w) {
		if c := found.Compare(w); c >= 0 {
			return c == 0
		}
	}
	return false
}

// Find returns the occurrence that stands at « of » by the rule, where it takes place. Errors: fault.ErrNotFound, when there is none
// or it was dropped.
func (s Series) Find(of Wall) (Occurrence, error) {
	if !s.Occurs(of) {
		return Occurrence{}, fault.ErrNotFound
	}
	for _, e := range s.Exceptions {
		switch {
		case e.Of != of:
		case e.Dropped:
			return Occurrence{}, fault.ErrNotFound
		default:
			return s.occurrence(of, e.Start, e.Length), nil
		}
	}
	return s.occurrence(of, of, s.Length), nil
}

// Ends returns a moment after which nothing of the series takes place, to look for it among many: the end of the last occurrence
// of a counted series, a day or so beyond it when a date ends the rule, the end of LastYear when nothing does.
func (s Series) Ends() time.Time {
	end := s.occurrence(s.Start, s.Start, s.Length).End
	switch {
	case s.Rule.IsEndless():
		end = lastWall.Add(day24).In(s.Zone)
	case s.Rule.Count > 0:
		for w := range s.walls(s.Start, lastWall) {
			end = later(end, s.occurrence(w, w, s.Length).End)
		}
	case s.Rule.Repeats():
		end = later(end, s.Rule.Until.Add(s.Length+2*day24).In(s.Zone))
	}
	for _, e := range s.Exceptions {
		if !e.Dropped && e.Start.IsValid() {
			end = later(end, s.occurrence(e.Of, e.Start, e.Length).End)
		}
	}
	return end
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// occurrence places one on the line of time. When a change of hour makes the end come before the start, what passes is Length.
func (s Series) occurrence(of, at Wall, length time.Duration) Occurrence {
	o := Occurrence{Of: of, At: at, Moved: of != at || length != s.Length}
	o.Start = at.In(s.Zone)
	if o.End = at.Add(length).In(s.Zone); o.End.Before(o.Start) {
		o.End = o.Start.Add(length)
	}
	return o
}

var lastWall = Date(LastYear, time.December, 31)

// walls yields where the rule has its occurrences, in order, exceptions included, from the day of one wall to that of another.
func (s Series) walls(after, last Wall) iter.Seq[Wall] {
	return func(yield func(Wall) bool) {
		if !s.Rule.Repeats() {
			yield(s.Start)
			return
		}
		n := 0
		for d := range s.Rule.days(s.Start.day(), after.day(), last.day(), s.Rule.Count == 0) {
			w := s.Start.on(d)
			if n++; s.isOver(w, n) {
				return
			}
			if w.day() >= after.day() && !yield(w) {
				return
			}
		}
	}
}

// isOver says whether the nth occurrence stands beyond the end of the rule.
func (s Series) isOver(w Wall, n int) bool {
	u := s.Rule.Until
	switch {
	case s.Rule.Count > 0:
		return n > s.Rule.Count
	case u.IsZero():
		return false
	case u.Day:
		return w.Midnight().Compare(u.Midnight()) > 0
	case u.UTC:
		return w.In(s.Zone).After(u.In(time.UTC))
	}
	return w.Compare(u.Wall) > 0
}
