package ical

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Years that a VTIMEZONE answers for when it must list each change: those of rules without a pattern, as of Morocco, whose
// change follows the moon. A pattern goes on for ever.
const (
	earliestZone = 2020
	latestZone   = 2045
)

// appendZones writes the zones that events name, each once, from before the first event on.
func appendZones(out []byte, events []Event) []byte {
	earliest := map[string]int{}
	var order []*time.Location
	for i := range events {
		s := events[i].Series
		if s.AllDay || isUTC(s.Zone) {
			continue
		}
		name := s.Zone.String()
		year, known := earliest[name]
		if !known {
			order = append(order, s.Zone)
			year = earliestZone
		}
		earliest[name] = min(year, s.Start.Year-1)
	}
	slices.SortFunc(order, func(a, b *time.Location) int { return strings.Compare(a.String(), b.String()) })
	for _, zone := range order {
		from := earliest[zone.String()]
		if from < earliestZone {
			from -= from % 10
		}
		out = append(out, zoneText(zone, from)...)
	}
	return out
}

const wallLayout = "20060102T150405"

type zoneKey struct {
	name string
	from int
}

var zoneTexts sync.Map // of zoneKey: a text is some 600 bytes, and there is one for a zone and a decade

func zoneText(zone *time.Location, from int) []byte {
	key := zoneKey{zone.String(), from}
	if known, ok := zoneTexts.Load(key); ok {
		return known.([]byte)
	}
	text := appendZone(nil, zone, from)
	zoneTexts.Store(key, text)
	return text
}

// change is one moment at which the clocks of a zone are set.
type change struct {
	at       time.Time // UTC
	from, to int       // seconds ahead of UTC, before and after
	summer   bool
	name     string
	// local is at on the clock before the change.
	local time.Time
}

// appendZone writes a VTIMEZONE that is right from the first day of a year on.
func appendZone(out []byte, zone *time.Location, year int) []byte {
	out = appendLine(out, "BEGIN:VTIMEZONE")
	out = appendLine(out, "TZID:", zone.String())
	start := time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)
	changes := changesOf(zone, start)
	name, offset := start.In(zone).Zone()
	first := change{at: start, from: offset, to: offset, name: name, summer: start.In(zone).IsDST()}
	first.local = start.Add(time.Duration(offset) * time.Second)
	out = appendObservance(out, first, nil)
	for _, run := range runsOf(changes) {
		out = appendObservance(out, run[0], run)
	}
	return appendLine(out, "END:VTIMEZONE")
}

// changesOf walks over the bounds of time.Time.ZoneBounds. Beyond the table of a zone, where a rule goes on, these also stand at the
// end of each year, where nothing changes, and may not go forward.
func changesOf(zone *time.Location, start time.Time) (list []change) {
	for t := start.In(zone); ; {
		_, end := t.ZoneBounds()
		switch {
		case end.IsZero():
			return list
		case !end.After(t):
			end = t.Add(time.Hour)
		}
		if end.Year() > latestZone {
			return list
		}
		_, before := end.Add(-time.Second).Zone()
		name, after := end.Zone()
		if before != after || end.Add(-time.Second).IsDST() != end.IsDST() {
			list = append(list, change{at: end.UTC(), from: before, to: after, summer: end.IsDST(), name: name,
				local: end.UTC().Add(time.Duration(before) * time.Second)})
		}
		t = end
	}
}

// runsOf groups changes by the offsets that they set, in the order of their first. What goes on by a pattern to the end of the
// walk is apart from what came before it: a rule without end says the one, a list of dates the other. (A rule with an end would be
// shorter, and python3-icalendar can’t read one.)
func runsOf(changes []change) (runs [][]change) {
	from := map[change]int{}
	for _, c := range changes {
		key := change{from: c.from, to: c.to, summer: c.summer, name: c.name}
		if _, known := from[key]; !known {
			from[key] = len(runs)
			runs = append(runs, nil)
		}
		runs[from[key]] = append(runs[from[key]], c)
	}
	for i := range runs {
		if n := pattern(runs[i]); n > 0 {
			runs = append(runs, runs[i][n:])
			runs[i] = runs[i][:n]
		}
	}
	return slices.DeleteFunc(runs, func(run []change) bool { return len(run) == 0 })
}

// pattern returns where the changes begin that one yearly rule describes to the end of the walk; the length of the run when none does.
func pattern(run []change) int {
	n := len(run)
	if run[n-1].local.Year() < latestZone {
		return n
	}
	start := n - 1
	for start > 0 && follows(run[start-1], run[start]) && nth(run[start-1:]) != 0 {
		start--
	}
	if n-start < 3 {
		return n
	}
	return start
}

// follows says whether two changes stand in consecutive years, in the same month, on the same weekday and at the same hour.
func follows(a, b change) bool {
	return a.local.Year()+1 == b.local.Year() && a.local.Month() == b.local.Month() && a.local.Weekday() == b.local.Weekday() &&
		a.local.Format(time.TimeOnly) == b.local.Format(time.TimeOnly)
}

// nth returns which weekday of their month all of a run are, -1 for the last; 0 when no one number says it.
func nth(run []change) int {
	n, last := (run[0].local.Day()-1)/7+1, true
	for _, c := range run {
		if (c.local.Day()-1)/7+1 != n {
			n = 0
		}
		last = last && c.local.AddDate(0, 0, 7).Month() != c.local.Month()
	}
	if last {
		return -1
	}
	return n
}

// appendObservance writes one STANDARD or DAYLIGHT.
func appendObservance(out []byte, c change, run []change) []byte {
	kind := "STANDARD"
	if c.summer {
		kind = "DAYLIGHT"
	}
	out = appendLine(out, "BEGIN:", kind)
	out = appendLine(out, "DTSTART:", c.local.Format(wallLayout))
	switch {
	case len(run) < 2:
	case pattern(run) == 0:
		out = appendLine(out, fmt.Sprintf("RRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s",
			c.local.Month(), nth(run), strings.ToUpper(c.local.Weekday().String()[:2])))
	default:
		for _, other := range run[1:] { // a line each: ical.js reads the first date of a line
			out = appendLine(out, "RDATE:", other.local.Format(wallLayout))
		}
	}
	out = appendLine(out, "TZOFFSETFROM:", offsetText(c.from))
	out = appendLine(out, "TZOFFSETTO:", offsetText(c.to))
	if c.name != "" {
		out = appendText(out, "TZNAME", c.name)
	}
	return appendLine(out, "END:", kind)
}

func offsetText(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	text := sign + two(seconds/3600) + two(seconds/60%60)
	if seconds%60 != 0 {
		text += two(seconds % 60)
	}
	return text
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
