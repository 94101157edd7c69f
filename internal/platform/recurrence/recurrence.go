// Package recurrence says when what repeats takes place: a rule of RFC 5545 on the wall clock of a zone, from daily to yearly, with
// an end or none, and with exceptions. It knows no calendar and no database.
//
// It reads the part of RFC 5545 that calendars of people write, see Parse, and refuses the rest with a reason that a person
// can read. Whatever it is given, it answers within bounded time and memory: nothing takes place after LastYear, a rule counts
// to MaxCount, and Between returns at most MaxOccurrences.
package recurrence

import (
	"embed"
	"slices"
	"time"

	"osmose/internal/platform/fault"
)

// Texts are the reasons of refusals.
//
//go:embed texts.*.toml
var Texts embed.FS

// Limits of a rule. They stand well above what people write: a weekly meeting of nineteen years has 1,000 occurrences.
const (
	MaxCount    = 1000
	MaxInterval = 400
	longestRule = 500 // bytes
)

// Frequency is how often a rule comes round. Zero means « once ».
type Frequency int

// The frequencies.
const (
	Once Frequency = iota
	Daily
	Weekly
	Monthly
	Yearly
)

// Day is a day of the week: each of them when N is 0, else the Nth of the month, from its end when N is negative.
type Day struct {
	N       int
	Weekday time.Weekday
}

// Until is the last moment at which an occurrence may begin, itself included. The zero value means « no end ».
type Until struct {
	Wall
	// Day says that the whole day counts, and the hour stands for nothing.
	Day bool
	// UTC says that the wall is that of Greenwich rather than of the zone of the series.
	UTC bool
}

// Rule says when something comes round. The zero value means « once ».
//
//	Daily    every Interval days
//	Weekly   every Interval weeks, on Days (N = 0), else on the weekday of the start
//	Monthly  every Interval months, on MonthDays, else on Days (N ≠ 0), else on the day of the start
//	Yearly   every Interval years, in Months, else in the month of the start, on days as Monthly
//
// A month without such a day is left out, as RFC 5545 wants it: the 31st comes seven times a year.
type Rule struct {
	Frequency Frequency
	Interval  int // 1 to MaxInterval; 0 is read as 1
	Days      []Day
	MonthDays []int // 1 to 31, or -31 to -1 from the end of the month
	Months    []time.Month
	// WeekStart matters to Weekly when Interval is above 1. The zero value is Sunday: New and Parse say Monday.
	WeekStart time.Weekday
	// Count is how many occurrences there are, exceptions included; 0 when there is no such end. Until excludes it.
	Count int
	Until Until
}

// New returns a rule whose weeks begin on Monday.
func New(f Frequency, interval int) Rule {
	return Rule{Frequency: f, Interval: interval, WeekStart: time.Monday}
}

// Repeats says whether there is a rule at all.
func (r Rule) Repeats() bool { return r.Frequency != Once }

// IsEndless says whether nothing ends the rule.
func (r Rule) IsEndless() bool { return r.Repeats() && r.Count == 0 && r.Until.IsZero() }

// Check returns nil for a rule that Series takes. Errors: fault.Refusal, with a key under « recurrence. ».
func (r Rule) Check() error {
	switch {
	case r.Frequency < Once || r.Frequency > Yearly:
		return refuse("frequency", nil)
	case r.Interval < 0 || r.Interval > MaxInterval:
		return refuse("interval", fault.Args{"Max": MaxInterval})
	case r.Count < 0 || r.Count > MaxCount:
		return refuse("count", fault.Args{"Max": MaxCount})
	case r.Count > 0 && !r.Until.IsZero():
		return refuse("two_ends", nil)
	case !r.Until.IsZero() && !r.Until.IsValid():
		return refuse("years", fault.Args{"First": FirstYear, "Last": LastYear})
	case r.WeekStart < time.Sunday || r.WeekStart > time.Saturday:
		return refuse("unknown", nil)
	}
	return r.checkDays()
}

func (r Rule) checkDays() error {
	inMonth := r.Frequency == Monthly || r.Frequency == Yearly
	switch {
	case len(r.Days) > 35 || len(r.MonthDays) > 31 || len(r.Months) > 12,
		len(r.Days) > 0 && len(r.MonthDays) > 0,
		len(r.MonthDays) > 0 && !inMonth,
		len(r.Months) > 0 && r.Frequency != Yearly,
		len(r.Days) > 0 && r.Frequency != Weekly && !inMonth:
		return refuse("combination", nil)
	}
	for _, d := range r.Days {
		if d.Weekday < time.Sunday || d.Weekday > time.Saturday || d.N < -5 || d.N > 5 || (d.N == 0) == inMonth {
			return refuse("combination", nil)
		}
	}
	for _, n := range r.MonthDays {
		if n == 0 || n < -31 || n > 31 {
			return refuse("combination", nil)
		}
	}
	for _, m := range r.Months {
		if m < time.January || m > time.December {
			return refuse("combination", nil)
		}
	}
	if r.Frequency == Yearly && len(r.Months) > 0 && len(r.MonthDays) > 0 && !r.isEver() {
		return refuse("never", nil)
	}
	return nil
}

// isEver says whether one of the days stands in one of the months, of any year: 30 February does not.
func (r Rule) isEver() bool {
	return slices.ContainsFunc(r.Months, func(m time.Month) bool {
		return slices.ContainsFunc(r.MonthDays, func(n int) bool { return max(n, -n) <= daysIn(2000, m) })
	})
}

func (r Rule) interval() int { return max(r.Interval, 1) }

func refuse(reason string, args fault.Args) error {
	return &fault.Refusal{Key: "recurrence." + reason, Args: args}
}

// quoted makes of hostile input something to show.
func quoted(s string) string {
	if runes := []rune(s[:min(len(s), 200)]); len(runes) > 40 {
		s = string(runes[:40]) + "…"
	}
	return s
}
