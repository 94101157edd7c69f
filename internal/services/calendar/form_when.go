package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/recurrence"
	"osmose/internal/platform/web"
)

// The answers of the fields « repeat », « monthly » and « ends ».
const (
	byDay    = "day"
	byWeek   = "week"
	byMonth  = "month"
	byYear   = "year"
	sameDate = "date"
	sameRank = "rank"
	lastRank = "last"
	never    = "never"
	until    = "until"
	times    = "times"
)

var frequencies = map[string]recurrence.Frequency{byDay: recurrence.Daily, byWeek: recurrence.Weekly, byMonth: recurrence.Monthly, byYear: recurrence.Yearly}

// weekdays are the values of the boxes of « days », as RFC 5545 writes them, from Monday on.
var weekdays = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}

func weekdayOf(name string) (time.Weekday, bool) {
	at := slices.Index(weekdays, name)
	return time.Weekday((at + 1) % 7), at >= 0
}

func nameOf(d time.Weekday) string { return weekdays[(int(d)+6)%7] }

// readTiming reads when an event takes place, and notes what can't be. An event without an end lasts an hour.
func readTiming(form *web.Form) Timing {
	t := Timing{Zone: readZone(form), AllDay: form.Has("all_day")}
	zone := zoneOf(t.Zone)
	start := readDay(form, "start_date")
	if start.IsZero() {
		form.Note("start_date", "calendar.start_required", nil)
		return t
	}
	end := readDay(form, "end_date")
	if end.IsZero() {
		end = start
	}
	if t.AllDay {
		end = end.Add(24 * time.Hour)
	} else {
		var ok bool
		if start, ok = readHour(form, "start_time", start); !ok {
			form.Note("start_time", "calendar.hour_required", nil)
		}
		exists(form, "start_time", start, zone)
		if end, ok = readHour(form, "end_time", end); !ok {
			end = start.Add(time.Hour)
			if form.Value("end_date") != "" && form.Value("end_date") != form.Value("start_date") {
				form.Note("end_time", "calendar.end_required", nil)
			}
		}
		exists(form, "end_time", end, zone)
	}
	if end.Compare(start) <= 0 {
		name := "end_time"
		if t.AllDay || end.Midnight() != start.Midnight() {
			name = "end_date"
		}
		form.Note(name, "calendar.end_before", nil)
	}
	t.Begins, t.Minutes = start.String(), int(end.Sub(start).Minutes())
	if rule := readRule(form, start); form.Problems() == nil {
		t.Rule = rule.String()
		form.Take(t.check())
	}
	return t
}

func readZone(form *web.Form) string {
	if other := form.Line("zone_other", 60); other != "" {
		zone, found := findZone(other)
		if !found {
			form.Note("zone_other", "calendar.zone_unknown", nil)
		}
		return zone
	}
	zone := form.Line("zone", 60)
	if zone == "" {
		return paris
	}
	if !slices.Contains(zoneNames, zone) {
		form.Note("zone", "form.choice", nil)
	}
	return zone
}

// readRule reads by what rule an event repeats that begins at start.
func readRule(form *web.Form, start recurrence.Wall) recurrence.Rule {
	how, ends := form.Line("repeat", 20), form.Line("ends", 20)
	monthly, every, count := form.Line("monthly", 20), form.Line("every", 10), form.Line("times", 10)
	if ends != until || how == "" {
		form.Line("until", 40) // what stands beside the answer is not asked; it is text all the same
	}
	if how == "" {
		return recurrence.Rule{}
	}
	frequency, known := frequencies[how]
	if !known {
		form.Note("repeat", "form.choice", nil)
		return recurrence.Rule{}
	}
	rule := recurrence.New(frequency, 1)
	if every != "" {
		rule.Interval = readNumber(form, "every", every, recurrence.MaxInterval)
	}
	switch how {
	case byWeek:
		for _, name := range form.All("days") {
			if day, known := weekdayOf(name); known {
				rule.Days = append(rule.Days, recurrence.Day{Weekday: day})
			}
		}
		if len(rule.Days) == 0 {
			rule.Days = []recurrence.Day{{Weekday: start.Weekday()}}
		} else if !slices.Contains(rule.Days, recurrence.Day{Weekday: start.Weekday()}) {
			form.Note("start_date", "calendar.start_unticked", nil)
		}
	case byMonth:
		switch monthly {
		case sameRank:
			rule.Days = []recurrence.Day{{N: (start.Day-1)/7 + 1, Weekday: start.Weekday()}}
		case lastRank:
			rule.Days = []recurrence.Day{{N: -1, Weekday: start.Weekday()}}
			if start.Add(7*24*time.Hour).Month == start.Month {
				form.Note("start_date", "calendar.start_not_last", nil)
			}
		}
	}
	readEnd(form, &rule, start, ends, count)
	return rule
}

// readEnd reads what ends a rule: a day, or a number of times.
func readEnd(form *web.Form, rule *recurrence.Rule, start recurrence.Wall, ends, count string) {
	switch ends {
	case until:
		day := readDay(form, "until")
		switch {
		case day.IsZero():
			form.Note("until", "calendar.until_required", nil)
		case day.Compare(start.Midnight()) < 0:
			form.Note("until", "calendar.until_before", nil)
		}
		rule.Until.Wall, rule.Until.Day = day, true
	case times:
		rule.Count = readNumber(form, "times", count, recurrence.MaxCount)
	}
}

// readNumber reads a whole number from 1 to most; 1 for what is noted.
func readNumber(form *web.Form, name, typed string, most int) int {
	n, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil || n < 1 || n > most {
		form.Note(name, "calendar.number_wrong", fault.Args{"Max": most})
		return 1
	}
	return n
}

// fillTiming puts into a form when an event takes place.
func fillTiming(form *web.Form, t Timing) {
	begins, err := recurrence.ParseWall(t.Begins)
	if err != nil {
		return
	}
	ends := endOf(t)
	form.Set("start_date", dayOf(begins))
	form.Set("end_date", dayOf(ends))
	if t.AllDay {
		form.Set("all_day", "1")
	} else {
		form.Set("start_time", begins.String()[11:16])
		form.Set("end_time", ends.String()[11:16])
	}
	if slices.Contains(nearZones, t.Zone) {
		form.Set("zone", t.Zone)
	} else {
		form.Set("zone_other", t.Zone)
	}
	series, err := t.Series()
	if err != nil || !series.Rule.Repeats() {
		return
	}
	fillRule(form, series.Rule)
}

func fillRule(form *web.Form, rule recurrence.Rule) {
	for name, frequency := range frequencies {
		if frequency == rule.Frequency {
			form.Set("repeat", name)
		}
	}
	form.Set("every", strconv.Itoa(max(1, rule.Interval)))
	for _, day := range rule.Days {
		switch {
		case rule.Frequency == recurrence.Weekly:
			form.Add("days", nameOf(day.Weekday))
		case day.N < 0:
			form.Set("monthly", lastRank)
		case day.N > 0:
			form.Set("monthly", sameRank)
		}
	}
	switch {
	case rule.Count > 0:
		form.Set("ends", times)
		form.Set("times", strconv.Itoa(rule.Count))
	case !rule.Until.IsZero():
		form.Set("ends", until)
		form.Set("until", dayOf(rule.Until.Wall))
	}
}
