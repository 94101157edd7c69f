package ical_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/ical"
	"osmose/internal/platform/recurrence"
)

// many is how many series are compared, with their first occurrences each.
const (
	many        = 1000
	occurrences = 40
)

// horizon is before 2038, when the zones of two of them end.
var horizon = time.Date(2037, time.January, 1, 0, 0, 0, 0, time.UTC)

// foreigners are the programs of others that read what we write. Each prints the starts that it understood, by identifier, and fails
// at whatever it would warn of.
var foreigners = map[string][]string{
	"ical.js":           {"node", "../../../e2e/support/ical.mjs"},
	"python3-icalendar": {"/usr/bin/python3", "-W", "error::UserWarning", "testdata/icalendar.py"},
	"khal":              {"/usr/bin/python3", "testdata/khal.py"},
	"vdirsyncer":        {"/usr/bin/python3", "testdata/vdirsyncer.py"},
}

// TestOthersUnderstandTheSame is the proof of issue 6: parsers of others, no warning, the same occurrences, over a thousand series across
// changes of hour.
func TestOthersUnderstandTheSame(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "feed.ics")
	events, want := generated(many)
	if err := os.WriteFile(file, ical.Append(nil, feedOf(events...)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, command := range foreigners {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := understood(t, command, file)
			wrong, over := 0, 0
			for uid, starts := range want {
				switch {
				case name == "vdirsyncer": // it splits and stores, and expands nothing
					starts = []string{}
				case name == "ical.js" && overflows(uid):
					over++
					continue
				}
				if !slices.Equal(got[uid], starts) {
					if wrong++; wrong < 4 {
						t.Errorf("%s\n%v\nnot\n%v", uid, got[uid], starts)
					}
				}
			}
			if wrong > 0 || len(got) != len(want) || over > many/20 {
				t.Errorf("%d of %d series differ; %d were read, %d left out", wrong, len(want), len(got), over)
			}
		})
	}
}

// yearly finds what ical.js 2.2.1 gets wrong, where the others agree with us: in a year with several months it counts days from the end
// of the wrong one, and moves 31 February to March.
var yearly = regexp.MustCompile(`FREQ=YEARLY.*BYMONTH=\d+,\d+.*(BYMONTHDAY=(-|29|30|31)| \d{4}-\d\d-(29|30|31)T)`)

func overflows(uid string) bool { return yearly.MatchString(uid) }

func understood(t *testing.T, command []string, file string) (got map[string][]string) {
	t.Helper()
	if _, err := exec.LookPath(command[0]); err != nil {
		t.Skip("a program that scripts/setup installs is absent: ", err)
	}
	c := exec.CommandContext(t.Context(), command[0], append(command[1:], file, fmt.Sprint(occurrences))...)
	var complaint bytes.Buffer
	c.Stderr = &complaint
	out, err := c.Output()
	if err != nil || complaint.Len() > 0 {
		t.Fatalf("%v: %.3000s", err, complaint.String())
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// generated makes series that repeat, the same at each run, and says when we think that they take place.
func generated(n int) (events []ical.Event, want map[string][]string) {
	dice := rand.New(rand.NewPCG(6, 74))
	want = map[string][]string{}
	for len(want) < n {
		s := aSeries(dice)
		all := s.Between(s.Start.In(s.Zone).Add(-time.Hour), horizon, occurrences+10)
		if len(all) == 0 {
			continue
		}
		s.Start = all[0].Of // aligned
		if s.Check() != nil {
			continue
		}
		e := webinar()
		e.Series, e.Alarm = s, 0
		e.UID = fmt.Sprintf("%d %s %s %s", len(want), s.Rule, s.Start, s.Zone)
		var apart []ical.Event
		if len(all) > 4 && dice.IntN(3) == 0 {
			e.Series.Exceptions = []recurrence.Exception{{Of: all[1].Of, Dropped: true}}
			if dice.IntN(2) == 0 {
				apart = append(apart, moved(&e, all[3].Of))
			}
		}
		events = append(append(events, e), apart...)
		want[e.UID] = []string{}
		for _, o := range e.Series.Between(s.Start.In(s.Zone).Add(-time.Hour), horizon, occurrences) {
			text := o.Start.UTC().Format(utc)
			if s.AllDay {
				text = o.At.BasicDate()
			}
			want[e.UID] = append(want[e.UID], text)
		}
	}
	return events, want
}

const utc = "20060102T150405Z"

// moved puts off one date of a series by an hour, or by a day.
func moved(e *ical.Event, of recurrence.Wall) ical.Event {
	later := of.Add(time.Hour)
	if e.Series.AllDay {
		later = of.Add(24 * time.Hour)
	}
	e.Series.Exceptions = append(e.Series.Exceptions, recurrence.Exception{Of: of, Start: later, Length: e.Series.Length})
	one := *e
	one.Of = of
	one.Sequence++
	one.Series.Rule, one.Series.Exceptions, one.Series.Start = recurrence.Rule{}, nil, later
	return one
}

var zoneNames = []string{"Europe/Paris", "Indian/Reunion", "America/Martinique", "America/Guadeloupe", "America/Cayenne", "Indian/Mayotte",
	"Pacific/Noumea", "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Wallis", "America/Miquelon", "America/New_York", "Australia/Lord_Howe",
	"Africa/Casablanca", "Europe/Dublin", "America/Santiago", "Asia/Kolkata", "UTC"}

func aSeries(dice *rand.Rand) recurrence.Series {
	name := "Europe/Paris"
	if dice.IntN(3) > 0 {
		name = zoneNames[dice.IntN(len(zoneNames))]
	}
	zone, err := recurrence.Zone(name)
	if err != nil {
		panic(err)
	}
	s := recurrence.Series{Zone: zone, Length: time.Duration(1+dice.IntN(12)) * 15 * time.Minute, Rule: aRule(dice)}
	s.Start = recurrence.Date(2021+dice.IntN(8), time.January, 1).Add(time.Duration(dice.IntN(366)) * 24 * time.Hour)
	if s.AllDay = dice.IntN(5) == 0; s.AllDay {
		s.Length, s.Zone = time.Duration(1+dice.IntN(3))*24*time.Hour, time.UTC
	} else {
		s.Start = s.Start.Add(time.Duration(dice.IntN(24*4)) * 15 * time.Minute)
	}
	switch dice.IntN(3) {
	case 0:
		s.Rule.Count = 1 + dice.IntN(occurrences-5)
	case 1:
		s.Rule.Until = recurrence.Until{Wall: s.Start.Midnight().Add(time.Duration(30+dice.IntN(700)) * 24 * time.Hour), Day: true}
	}
	return s
}

func aRule(dice *rand.Rand) recurrence.Rule {
	frequency := recurrence.Frequency(1 + dice.IntN(4))
	r := recurrence.New(frequency, 1+dice.IntN(4))
	if frequency == recurrence.Daily {
		r.Interval = 1 + dice.IntN(40)
	}
	if frequency == recurrence.Yearly && dice.IntN(2) == 0 {
		r.Months = []time.Month{time.Month(1 + dice.IntN(6)), time.Month(7 + dice.IntN(6))}
	}
	inMonth := frequency == recurrence.Monthly || len(r.Months) > 0
	switch {
	case frequency == recurrence.Weekly && dice.IntN(3) > 0:
		for _, d := range dice.Perm(7)[:1+dice.IntN(4)] {
			r.Days = append(r.Days, recurrence.Day{Weekday: time.Weekday(d)})
		}
	case inMonth && dice.IntN(3) == 0:
		r.Days = []recurrence.Day{{N: []int{1, 2, 3, 4, 5, -1, -2}[dice.IntN(7)], Weekday: time.Weekday(dice.IntN(7))}}
	case inMonth && dice.IntN(2) == 0:
		r.MonthDays = []int{1 + dice.IntN(31)}
		if dice.IntN(3) == 0 {
			r.MonthDays = []int{-1 - dice.IntN(5)}
		}
	}
	return r
}

// TestOthersReadInvitations does it for the messages of iTIP, whose parts differ from those of feeds.
func TestOthersReadInvitations(t *testing.T) {
	t.Parallel()
	for _, method := range []ical.Method{ical.Request, ical.Cancel, ical.Reply} {
		e := webinar()
		if method == ical.Cancel {
			e.Status = ical.Cancelled
		}
		e.Series.Exceptions = nil
		file := filepath.Join(t.TempDir(), strings.ToLower(string(method))+".ics")
		if err := os.WriteFile(file, ical.Append(nil, ical.Calendar{Product: "-//Osmose//Osmose//FR", Method: method, Events: []ical.Event{e}}), 0o600); err != nil {
			t.Fatal(err)
		}
		for name, command := range foreigners {
			t.Run(string(method)+" "+name, func(t *testing.T) {
				t.Parallel()
				if got := understood(t, command, file); len(got) != 1 || name != "vdirsyncer" && len(got[e.UID]) < 30 {
					t.Errorf("%v", got)
				}
			})
		}
	}
}
