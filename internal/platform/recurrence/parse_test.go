package recurrence_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/recurrence"
)

func TestRulesThatAreNotReadAreRefusedWithAReason(t *testing.T) {
	t.Parallel()
	for rule, reason := range map[string]string{
		"FREQ=SECONDLY":          "frequency",
		"FREQ=MINUTELY;COUNT=3":  "frequency",
		"FREQ=HOURLY":            "frequency",
		"COUNT=3":                "frequency",
		"FREQ=DAILY;INTERVAL=0":  "interval",
		"FREQ=DAILY;INTERVAL=-1": "interval",
		"FREQ=DAILY;INTERVAL=999999999999999999999":                  "interval",
		"FREQ=DAILY;COUNT=0":                                         "count",
		"FREQ=DAILY;COUNT=1001":                                      "count",
		"FREQ=DAILY;COUNT=3;UNTIL=20270101":                          "two_ends",
		"FREQ=DAILY;UNTIL=20270230":                                  "moment",
		"FREQ=DAILY;UNTIL=99990101":                                  "years",
		"FREQ=DAILY;UNTIL=20270101T000000X":                          "moment",
		"FREQ=DAILY;FREQ=DAILY":                                      "unknown",
		"FREQ=DAILY;":                                                "unknown",
		"FREQ=DAILY;X-EVIL=1":                                        "unknown",
		"FREQ=DAILY;BYHOUR=1,2,3":                                    "combination",
		"FREQ=DAILY;INTERVAL=2;BYDAY=MO":                             "combination",
		"FREQ=DAILY;BYMONTHDAY=1":                                    "combination",
		"FREQ=WEEKLY;BYDAY=2MO":                                      "combination",
		"FREQ=WEEKLY;BYDAY=XX":                                       "unknown",
		"FREQ=WEEKLY;BYMONTHDAY=1":                                   "combination",
		"FREQ=MONTHLY;BYDAY=MO":                                      "combination",
		"FREQ=MONTHLY;BYDAY=6MO":                                     "combination",
		"FREQ=MONTHLY;BYDAY=0MO":                                     "combination",
		"FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=1":                        "combination",
		"FREQ=MONTHLY;BYMONTHDAY=0":                                  "combination",
		"FREQ=MONTHLY;BYMONTHDAY=32":                                 "combination",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1":              "combination",
		"FREQ=MONTHLY;BYSETPOS=1":                                    "combination",
		"FREQ=YEARLY;BYWEEKNO=20":                                    "combination",
		"FREQ=YEARLY;BYYEARDAY=1":                                    "combination",
		"FREQ=YEARLY;BYDAY=20MO":                                     "combination",
		"FREQ=YEARLY;BYDAY=1MO":                                      "combination",
		"FREQ=YEARLY;BYMONTHDAY=1":                                   "combination",
		"FREQ=YEARLY;BYMONTH=13":                                     "combination",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30":                        "never",
		"FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31,-31":                  "never",
		"FREQ=DAILY;BYMONTH=1;BYSECOND=" + strings.Repeat("1,", 300): "too_long",
	} {
		r, err := recurrence.Parse(rule)
		var refusal *fault.Refusal
		if !errors.As(err, &refusal) || refusal.Key != "recurrence."+reason {
			t.Errorf("%.60s: %v, %v", rule, r, err)
		}
	}
}

func TestARuleIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule(t)
		if err := r.Check(); err != nil {
			t.Skip("a date that never is")
		}
		again, err := recurrence.Parse(r.String())
		if err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		if r.Frequency != recurrence.Weekly || r.Interval == 1 {
			again.WeekStart = r.WeekStart // it stands for nothing
		}
		if !reflect.DeepEqual(r, again) {
			t.Fatalf("%#v became %#v by %s", r, again, r)
		}
	})
}

func TestAnEndIsWrittenAsOthersReadIt(t *testing.T) {
	t.Parallel()
	s := series(t, "Europe/Paris", "2026-07-06T10:00:00", "FREQ=WEEKLY;UNTIL=20260720")
	if got := s.RRULE(); got != "FREQ=WEEKLY;UNTIL=20260720T215959Z" {
		t.Error(got)
	}
	s.AllDay, s.Start, s.Length = true, s.Start.Midnight(), 24*time.Hour
	if got := s.RRULE(); got != "FREQ=WEEKLY;UNTIL=20260720" {
		t.Error(got)
	}
	s.Rule.Until = recurrence.Until{Wall: wall(t, "2026-07-19T22:00:00"), UTC: true}
	if got := s.RRULE(); got != "FREQ=WEEKLY;UNTIL=20260720" {
		t.Error(got)
	}
}

func TestZonesHaveNamesOfTheirs(t *testing.T) {
	t.Parallel()
	for _, name := range zoneNames {
		if z, err := recurrence.Zone(name); err != nil || z.String() != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "Local", "Europe/Nowhere", "../../etc/passwd", "/etc/localtime", strings.Repeat("a", 100), "Romance Standard Time"} {
		if z, err := recurrence.Zone(name); err == nil {
			t.Errorf("%q is %v", name, z)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270630", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
		"FREQ=SECONDLY;COUNT=1000000", "FREQ=DAILY;UNTIL=20270101T000000Z"} {
		f.Add(seed)
	}
	paris, _ := recurrence.Zone("Europe/Paris")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := recurrence.Parse(text)
		if err != nil {
			return
		}
		again, err := recurrence.Parse(r.String())
		if err != nil || again.String() != r.String() {
			t.Fatalf("%q is written %q: %v", text, r, err)
		}
		s := recurrence.Series{Start: recurrence.Date(2026, time.January, 31), Zone: paris, Rule: r}
		from := s.Start.In(paris)
		for i, o := range s.Between(from, from.AddDate(30, 0, 0), 50) {
			if i == 50 || o.Start.Before(from) {
				t.Fatalf("%q: %v", text, o)
			}
		}
	})
}
