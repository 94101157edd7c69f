package recurrence_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/recurrence"
)

func wall(t *testing.T, s string) recurrence.Wall {
	t.Helper()
	w, err := recurrence.ParseWall(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func series(t *testing.T, zone, start, rule string) recurrence.Series {
	t.Helper()
	z, err := recurrence.Zone(zone)
	if err != nil {
		t.Fatal(err)
	}
	r, err := recurrence.Parse(rule)
	if err != nil {
		t.Fatal(err)
	}
	return recurrence.Series{Start: wall(t, start), Zone: z, Length: time.Hour, Rule: r}
}

// starts are those of the first occurrences, in UTC.
func starts(s recurrence.Series, n int) string {
	var list []string
	for _, o := range s.Between(time.Date(1901, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2199, 1, 1, 0, 0, 0, 0, time.UTC), n) {
		list = append(list, o.Start.UTC().Format("2006-01-02 15:04"))
	}
	return strings.Join(list, ", ")
}

func TestTheHourOfTheWallStays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ what, zone, start, rule, want string }{
		{"a weekly meeting at 10 h over the autumn", "Europe/Paris", "2026-10-18T10:00:00", "FREQ=WEEKLY;COUNT=3",
			"2026-10-18 08:00, 2026-10-25 09:00, 2026-11-01 09:00"},
		{"and over the spring", "Europe/Paris", "2026-03-22T10:00:00", "FREQ=WEEKLY;COUNT=3",
			"2026-03-22 09:00, 2026-03-29 08:00, 2026-04-05 08:00"},
		{"2 h 30, which the spring skips, is 3 h 30 that day", "Europe/Paris", "2026-03-28T02:30:00", "FREQ=DAILY;COUNT=3",
			"2026-03-28 01:30, 2026-03-29 01:30, 2026-03-30 00:30"},
		{"2 h 30, which comes twice, is the first", "Europe/Paris", "2026-10-24T02:30:00", "FREQ=DAILY;COUNT=3",
			"2026-10-24 00:30, 2026-10-25 00:30, 2026-10-26 01:30"},
		{"La Réunion has no summer", "Indian/Reunion", "2026-03-22T10:00:00", "FREQ=WEEKLY;COUNT=2", "2026-03-22 06:00, 2026-03-29 06:00"},
		{"Miquelon changes on other days", "America/Miquelon", "2026-03-07T10:00:00", "FREQ=DAILY;COUNT=2", "2026-03-07 13:00, 2026-03-08 12:00"},
		{"half an hour, at Lord Howe", "Australia/Lord_Howe", "2026-04-04T12:00:00", "FREQ=DAILY;COUNT=2", "2026-04-04 01:00, 2026-04-05 01:30"},
	} {
		if got := starts(series(t, c.zone, c.start, c.rule), 9); got != c.want {
			t.Errorf("%s: %s", c.what, got)
		}
	}
}

func TestAnEndIsNeverBeforeItsStart(t *testing.T) {
	t.Parallel()
	s := series(t, "Europe/Paris", "2026-03-28T02:30:00", "FREQ=DAILY;COUNT=2")
	s.Length = 30 * time.Minute
	o := s.Between(time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 30, 0, 0, 0, 0, time.UTC), 5)
	if len(o) != 1 || o[0].End.Sub(o[0].Start) != 30*time.Minute {
		t.Errorf("%v", o)
	}
	night := series(t, "Europe/Paris", "2026-10-24T22:00:00", "")
	night.Length = 8 * time.Hour
	o = night.Between(night.Start.In(night.Zone), night.Start.In(night.Zone).Add(time.Hour), 5)
	if len(o) != 1 || o[0].End.Hour() != 6 || o[0].End.Sub(o[0].Start) != 9*time.Hour {
		t.Errorf("the night that the hour changes in: %v", o)
	}
}

func TestRulesOfPeople(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ start, rule, want string }{
		{"2026-01-06T09:00:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4", "2026-01-06, 2026-01-08, 2026-01-20, 2026-01-22"},
		{"2026-01-31T09:00:00", "FREQ=MONTHLY;COUNT=3", "2026-01-31, 2026-03-31, 2026-05-31"},
		{"2026-01-31T09:00:00", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2026-01-31, 2026-02-28, 2026-03-31"},
		{"2026-01-13T09:00:00", "FREQ=MONTHLY;BYDAY=2TU;COUNT=3", "2026-01-13, 2026-02-10, 2026-03-10"},
		{"2026-01-13T09:00:00", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=2", "2026-01-13, 2026-02-10"},
		{"2026-01-30T09:00:00", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260327", "2026-01-30, 2026-02-27, 2026-03-27"},
		{"2024-02-29T09:00:00", "FREQ=YEARLY;COUNT=3", "2024-02-29, 2028-02-29, 2032-02-29"},
		{"2026-03-19T09:00:00", "FREQ=YEARLY;BYMONTH=3,9;BYDAY=3TH;COUNT=3", "2026-03-19, 2026-09-17, 2027-03-18"},
		{"2026-01-05T09:00:00", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=6", "2026-01-05, 2026-01-06, 2026-01-07, 2026-01-08, 2026-01-09, 2026-01-12"},
		{"2026-01-05T23:00:00", "FREQ=DAILY;UNTIL=20260106T220000Z", "2026-01-05, 2026-01-06"},
		{"2026-01-05T23:00:00", "FREQ=DAILY;UNTIL=20260106T215959Z", "2026-01-05"},
		{"2026-01-05T09:00:00", "", "2026-01-05"},
	} {
		s := series(t, "Europe/Paris", c.start, c.rule)
		if err := s.Check(); err != nil {
			t.Errorf("%s: %v", c.rule, err)
		}
		var list []string
		for _, o := range s.Between(date(s.Start), date(s.Start).AddDate(20, 0, 0), 50) {
			list = append(list, o.Start.Format(time.DateOnly))
		}
		if got := strings.Join(list, ", "); got != c.want {
			t.Errorf("%s: %s", c.rule, got)
		}
	}
}

func TestOccurrencesAreThoseOfThePlainModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySeries(t)
		far := date(s.Start).AddDate(14, 0, 0)
		from := date(s.Start).AddDate(0, 0, rapid.IntRange(-400, 4000).Draw(t, "from"))
		to := from.AddDate(0, 0, rapid.IntRange(1, 800).Draw(t, "days"))
		var want []string
		for _, w := range model(s, far) {
			start, end := w.In(s.Zone), w.Add(s.Length).In(s.Zone)
			if start.Before(to) && (end.After(from) || !start.Before(from)) {
				want = append(want, w.String())
			}
		}
		var got []string
		for _, o := range s.Between(from, to, 5000) {
			got = append(got, o.Of.String())
			if o.End.Before(o.Start) || o.At != o.Of || !s.Occurs(o.Of) {
				t.Fatalf("%+v", o)
			}
			if o.End.After(s.Ends()) {
				t.Fatalf("%v after the end %v", o.End, s.Ends())
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s from %s in %s, between %s and %s:\n%v\nnot\n%v", s.Rule, s.Start, s.Zone, from, to, got, want)
		}
	})
}

func TestAWindowInTwoIsTheWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySeries(t)
		s.Length = 0
		from := date(s.Start).AddDate(0, 0, rapid.IntRange(-10, 2000).Draw(t, "from"))
		middle := from.Add(time.Duration(rapid.IntRange(1, 9000).Draw(t, "hours")) * time.Hour)
		to := middle.Add(time.Duration(rapid.IntRange(1, 9000).Draw(t, "more hours")) * time.Hour)
		halves := append(s.Between(from, middle, 5000), s.Between(middle, to, 5000)...)
		if whole := s.Between(from, to, 5000); !slices.Equal(whole, halves) {
			t.Fatalf("%v\nnot\n%v", halves, whole)
		}
	})
}

func TestExceptionsMoveAndDrop(t *testing.T) {
	t.Parallel()
	s := series(t, "Europe/Paris", "2026-01-05T09:00:00", "FREQ=WEEKLY;COUNT=4")
	s.Exceptions = []recurrence.Exception{
		{Of: wall(t, "2026-01-12T09:00:00"), Dropped: true},
		{Of: wall(t, "2026-01-19T09:00:00"), Start: wall(t, "2026-01-07T14:00:00"), Length: 2 * time.Hour},
		{Of: wall(t, "2026-01-20T09:00:00"), Start: wall(t, "2026-01-08T14:00:00")}, // the rule has none there
	}
	if got, want := starts(s, 9), "2026-01-05 08:00, 2026-01-07 13:00, 2026-01-26 08:00"; got != want {
		t.Error(got)
	}
	if moved, err := s.Find(wall(t, "2026-01-19T09:00:00")); err != nil || !moved.Moved || moved.End.Hour() != 16 {
		t.Errorf("%+v %v", moved, err)
	}
	for _, absent := range []string{"2026-01-12T09:00:00", "2026-01-20T09:00:00", "2026-02-02T09:00:00"} {
		if o, err := s.Find(wall(t, absent)); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%+v %v", o, err)
		}
	}
	week := s.Between(time.Date(2026, 1, 18, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 24, 0, 0, 0, 0, time.UTC), 9)
	if len(week) != 0 {
		t.Errorf("what moved away is still there: %v", week)
	}
}

func TestASeriesCutInTwoIsTheSeries(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySeries(t)
		all := s.Between(date(s.Start).AddDate(0, 0, -2), date(s.Start).AddDate(4, 0, 0), 100)
		if len(all) < 2 || s.Rule.Count == 1 {
			t.Skip("too short")
		}
		at := all[rapid.IntRange(0, len(all)-1).Draw(t, "where")].Of
		before, after, err := s.Cut(at)
		if at == all[0].Of {
			if err == nil {
				t.Fatal("cut at its first")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var both []recurrence.Occurrence
		for _, half := range []recurrence.Series{before, after} {
			both = append(both, half.Between(date(s.Start).AddDate(0, 0, -2), date(s.Start).AddDate(4, 0, 0), 100)...)
		}
		if !slices.Equal(both[:min(len(both), 100)], all) {
			t.Fatalf("%s cut at %s: %s and %s from %s", s.Rule, at, before.Rule, after.Rule, after.Start)
		}
	})
}

func TestNothingTakesLong(t *testing.T) {
	t.Parallel()
	far := []struct{ start, rule string }{
		{"1900-01-01T09:00:00", "FREQ=DAILY"},
		{"1900-01-31T09:00:00", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30,31"},
		{"1900-02-01T09:00:00", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30"},
		{"1900-02-01T09:00:00", "FREQ=YEARLY;BYMONTH=2;BYDAY=5MO;INTERVAL=7"},
		{"1900-01-01T09:00:00", "FREQ=YEARLY;INTERVAL=400"},
		{"2096-02-29T09:00:00", "FREQ=YEARLY;INTERVAL=100;COUNT=1000"},
		{"1900-01-01T09:00:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;UNTIL=21991231T000000Z"},
	}
	for _, c := range far {
		s := series(t, "Europe/Paris", c.start, c.rule)
		for i := range recurrence.MaxExceptions {
			w := s.Start.Add(time.Duration(i) * 24 * time.Hour)
			s.Exceptions = append(s.Exceptions, recurrence.Exception{Of: w, Dropped: i%2 == 0, Start: w.Add(time.Hour)})
		}
		began := time.Now()
		n := len(s.Between(time.Time{}, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), 1_000_000))
		s.Occurs(wall(t, "2199-12-31T09:00:00"))
		_ = s.Ends()
		if took := time.Since(began); took > time.Second { // tens of milliseconds; the machine may be busy
			t.Errorf("%s: %s for %d", c.rule, took, n)
		}
		if n > recurrence.MaxOccurrences {
			t.Errorf("%s: %d occurrences", c.rule, n)
		}
	}
}

func TestASeriesThatContradictsItselfIsRefused(t *testing.T) {
	t.Parallel()
	good := series(t, "Europe/Paris", "2026-01-05T00:00:00", "FREQ=WEEKLY")
	for name, spoil := range map[string]func(*recurrence.Series){
		"a start that the rule has not": func(s *recurrence.Series) { s.Rule.Days = []recurrence.Day{{Weekday: time.Tuesday}} },
		"an end before the start": func(s *recurrence.Series) {
			s.Rule.Until = recurrence.Until{Wall: wall(t, "2026-01-04T00:00:00"), Day: true}
		},
		"a length below nothing": func(s *recurrence.Series) { s.Length = -1 },
		"half a day, all day":    func(s *recurrence.Series) { s.AllDay, s.Length = true, 12*time.Hour },
		"an hour, all day":       func(s *recurrence.Series) { s.AllDay, s.Length, s.Start.Hour = true, 24*time.Hour, 9 },
		"no zone":                func(s *recurrence.Series) { s.Zone = nil },
		"31 June":                func(s *recurrence.Series) { s.Start = recurrence.Date(2026, time.June, 31) },
		"too many exceptions":    func(s *recurrence.Series) { s.Exceptions = make([]recurrence.Exception, recurrence.MaxExceptions+1) },
		"both ends": func(s *recurrence.Series) {
			s.Rule.Count, s.Rule.Until = 2, recurrence.Until{Wall: wall(t, "2027-01-04T00:00:00")}
		},
	} {
		s := good
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		spoil(&s)
		var refusal *fault.Refusal
		if err := s.Check(); !errors.As(err, &refusal) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
