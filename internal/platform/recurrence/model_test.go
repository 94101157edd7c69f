package recurrence_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"osmose/internal/platform/recurrence"
)

// model says what a rule means in the plainest way: it looks at each day of two centuries.
func model(s recurrence.Series, until time.Time) (found []recurrence.Wall) {
	r, start := s.Rule, date(s.Start)
	monday := func(t time.Time) time.Time { return t.AddDate(0, 0, -int(t.Weekday()-r.WeekStart+7)%7) }
	interval := max(r.Interval, 1)
	for d := start; d.Before(until); d = d.AddDate(0, 0, 1) {
		months := (d.Year()-start.Year())*12 + int(d.Month()-start.Month())
		var in bool
		switch r.Frequency {
		case recurrence.Once:
			in = d.Equal(start)
		case recurrence.Daily:
			in = int(d.Sub(start)/(24*time.Hour))%interval == 0
		case recurrence.Weekly:
			in = int(monday(d).Sub(monday(start))/(7*24*time.Hour))%interval == 0 && isWeekday(r, d, start)
		case recurrence.Monthly:
			in = months%interval == 0 && isDayOfMonth(r, d, start)
		case recurrence.Yearly:
			month := d.Month() == start.Month()
			if len(r.Months) > 0 {
				month = slices.Contains(r.Months, d.Month())
			}
			in = (d.Year()-start.Year())%interval == 0 && month && isDayOfMonth(r, d, start)
		}
		w := s.Start
		w.Year, w.Month, w.Day = d.Date()
		if !in {
			continue
		}
		if r.Count > 0 && len(found) == r.Count || !r.Until.IsZero() && w.Midnight().Compare(r.Until.Midnight()) > 0 {
			break
		}
		found = append(found, w)
	}
	return found
}

func date(w recurrence.Wall) time.Time {
	return time.Date(w.Year, w.Month, w.Day, 0, 0, 0, 0, time.UTC)
}

func isWeekday(r recurrence.Rule, d, start time.Time) bool {
	if len(r.Days) == 0 {
		return d.Weekday() == start.Weekday()
	}
	return slices.Contains(r.Days, recurrence.Day{Weekday: d.Weekday()})
}

func isDayOfMonth(r recurrence.Rule, d, start time.Time) bool {
	length := time.Date(d.Year(), d.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	switch {
	case len(r.MonthDays) > 0:
		return slices.Contains(r.MonthDays, d.Day()) || slices.Contains(r.MonthDays, d.Day()-length-1)
	case len(r.Days) > 0:
		return slices.Contains(r.Days, recurrence.Day{N: (d.Day()-1)/7 + 1, Weekday: d.Weekday()}) ||
			slices.Contains(r.Days, recurrence.Day{N: -((length-d.Day())/7 + 1), Weekday: d.Weekday()})
	}
	return d.Day() == start.Day()
}

var zoneNames = []string{"Europe/Paris", "Indian/Reunion", "America/Martinique", "Pacific/Noumea", "America/Miquelon", "America/New_York",
	"Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC"}

func anyZone(t *rapid.T) *time.Location {
	zone, err := recurrence.Zone(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func anyWall(t *rapid.T) recurrence.Wall {
	w := recurrence.Date(rapid.IntRange(2015, 2030).Draw(t, "year"), time.January, 1).
		Add(time.Duration(rapid.IntRange(0, 365*24*4).Draw(t, "quarters")) * 15 * time.Minute)
	return w
}

// anyRule draws a rule that Check takes.
func anyRule(t *rapid.T) recurrence.Rule {
	r := recurrence.New(recurrence.Frequency(rapid.IntRange(1, 4).Draw(t, "frequency")), rapid.IntRange(1, 5).Draw(t, "interval"))
	r.WeekStart = rapid.SampledFrom([]time.Weekday{time.Monday, time.Sunday}).Draw(t, "week start")
	if r.Frequency == recurrence.Yearly && rapid.Bool().Draw(t, "in months") {
		r.Months = rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(1, 12), func(n int) time.Month { return time.Month(n) }), 1, 3, rapid.ID).
			Draw(t, "months")
	}
	switch month := r.Frequency == recurrence.Monthly || len(r.Months) > 0; {
	case r.Frequency == recurrence.Weekly && rapid.Bool().Draw(t, "on days"):
		r.Days = rapid.SliceOfNDistinct(anyDay(0, 0), 1, 7, rapid.ID).Draw(t, "days")
	case month && rapid.Bool().Draw(t, "on days"):
		r.Days = rapid.SliceOfNDistinct(rapid.OneOf(anyDay(1, 5), anyDay(-5, -1)), 1, 3, rapid.ID).Draw(t, "days")
	case month && rapid.Bool().Draw(t, "on dates"):
		r.MonthDays = rapid.SliceOfNDistinct(rapid.OneOf(rapid.IntRange(1, 31), rapid.IntRange(-31, -1)), 1, 3, rapid.ID).Draw(t, "dates")
	}
	switch rapid.IntRange(0, 2).Draw(t, "end") {
	case 1:
		r.Count = rapid.IntRange(1, 60).Draw(t, "count")
	case 2:
		r.Until = recurrence.Until{Wall: anyWall(t).Midnight(), Day: true}
	}
	return r
}

func anyDay(from, to int) *rapid.Generator[recurrence.Day] {
	return rapid.Custom(func(t *rapid.T) recurrence.Day {
		return recurrence.Day{N: rapid.IntRange(from, to).Draw(t, "n"), Weekday: time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))}
	})
}

func anySeries(t *rapid.T) recurrence.Series {
	return recurrence.Series{Start: anyWall(t), Zone: anyZone(t), Rule: anyRule(t),
		Length: time.Duration(rapid.IntRange(0, 300).Draw(t, "quarters of length")) * 15 * time.Minute}
}
