package recurrence

import (
	"slices"
	"time"

	"osmose/internal/platform/fault"
)

// Cut parts a series in two at one of its occurrences, for a change of « this one and those that follow »: what comes before ends
// before it, what comes after begins with it. Exceptions go to their side. Errors: fault.ErrNotFound, when nothing stands
// at « at »; fault.Refusal, when nothing would be left before.
func (s Series) Cut(at Wall) (before, after Series, err error) {
	if !s.Rule.Repeats() || !s.Occurs(at) {
		return s, s, fault.ErrNotFound
	}
	n := 0
	last := s.Start
	for w := range s.walls(s.Start, at) {
		if w.Compare(at) >= 0 {
			break
		}
		last = w
		n++
	}
	if n == 0 {
		return s, s, refuse("first", nil)
	}
	before, after = s, s
	before.Rule, after.Rule = s.Rule.clone(), s.Rule.clone()
	if s.Rule.Count > 0 {
		before.Rule.Count, after.Rule.Count = n, s.Rule.Count-n
	} else {
		before.Rule.Until = Until{Wall: last.Midnight(), Day: true}
	}
	after.Start = at
	before.Exceptions = slices.DeleteFunc(slices.Clone(s.Exceptions), func(e Exception) bool { return e.Of.Compare(at) >= 0 })
	after.Exceptions = slices.DeleteFunc(slices.Clone(s.Exceptions), func(e Exception) bool { return e.Of.Compare(at) < 0 })
	return before, after, nil
}

// RRULE writes the rule as RFC 5545 wants it beside the start of the series: an end in UTC beside an hour of a zone, a day beside a
// day.
func (s Series) RRULE() string {
	r := s.Rule
	switch u := r.Until; {
	case u.IsZero():
	case s.AllDay:
		if u.UTC {
			u.Wall = At(u.In(time.UTC).In(s.Zone))
		}
		r.Until = Until{Wall: u.Midnight(), Day: true}
	case !u.UTC:
		w := u.Wall
		if u.Day {
			w = w.Midnight().Add(day24 - time.Second)
		}
		r.Until = Until{Wall: At(w.In(s.Zone).UTC()), UTC: true}
	}
	return r.String()
}
