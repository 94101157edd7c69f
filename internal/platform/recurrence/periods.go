package recurrence

import (
	"iter"
	"slices"
	"time"
)

// days yields the days of the rule from start to last, in order, without regard to Count and Until.
// Periods that end before « after » are skipped without looking into them, if skip.
func (r Rule) days(start, after, last day, skip bool) iter.Seq[day] {
	return func(yield func(day) bool) {
		p := r.periods(start)
		k := 0
		if skip && after > start {
			k = p.before(after)
		}
		last := min(last, dayOf(LastYear, time.December, 31))
		var found []day
		for ; ; k++ {
			found = p.days(k, found[:0])
			if p.first(k) > last {
				return
			}
			for _, d := range found {
				if d >= start && d <= last && !yield(d) {
					return
				}
			}
		}
	}
}

// periods are the days, weeks, months or years of a rule, numbered from the one that holds the start.
type periods struct {
	rule  Rule
	start day
	year  int
	month time.Month
	n     int // day of the month of the start
	week  day // the first of the week of the start
	// months and weekdays are those of the rule, in order.
	months   []time.Month
	weekdays []day // after the first of a week
}

func (r Rule) periods(start day) periods {
	p := periods{rule: r, start: start, week: start.weekOf(r.WeekStart)}
	p.year, p.month, p.n = start.date()
	if p.months = slices.Sorted(slices.Values(r.Months)); len(p.months) == 0 {
		p.months = []time.Month{p.month}
	}
	for _, d := range r.Days {
		p.weekdays = append(p.weekdays, day((d.Weekday-r.WeekStart+7)%7))
	}
	if len(p.weekdays) == 0 {
		p.weekdays = []day{start - p.week}
	}
	slices.Sort(p.weekdays)
	return p
}

// first returns a day that no day of the period k stands before.
func (p periods) first(k int) day {
	k *= p.rule.interval()
	switch p.rule.Frequency {
	case Daily:
		return p.start + day(k)
	case Weekly:
		return p.week + day(7*k)
	case Monthly:
		year, month := p.monthAfter(k)
		return dayOf(year, month, 1)
	}
	return dayOf(p.year+k, time.January, 1)
}

// before returns a period that ends before a day, or the first; it is not far from the last of them.
func (p periods) before(d day) int {
	length := map[Frequency]int{Daily: 1, Weekly: 7, Monthly: 32, Yearly: 367}[p.rule.Frequency]
	k := max(int(d-p.start)/(length*p.rule.interval())-1, 0)
	for p.first(k+1) < d { // months are shorter than 32 days: one step for each few years
		k++
	}
	return max(k-1, 0)
}

// days appends the days of the period k, in order, each once.
func (p periods) days(k int, found []day) []day {
	switch p.rule.Frequency {
	case Daily:
		return append(found, p.first(k))
	case Weekly:
		for _, d := range p.weekdays {
			found = append(found, p.first(k)+d)
		}
		return slices.Compact(found)
	case Monthly:
		year, month := p.monthAfter(k * p.rule.interval())
		return p.daysOf(year, month, found)
	}
	for _, month := range p.months {
		found = p.daysOf(p.year+k*p.rule.interval(), month, found)
	}
	return found
}

func (p periods) monthAfter(months int) (int, time.Month) {
	n := int(p.month) - 1 + months
	return p.year + n/12, time.Month(n%12 + 1)
}

// daysOf appends the days of one month.
func (p periods) daysOf(year int, month time.Month, found []day) []day {
	first, length, from := dayOf(year, month, 1), daysIn(year, month), len(found)
	add := func(n int) {
		if n >= 1 && n <= length {
			found = append(found, first+day(n-1))
		}
	}
	switch {
	case len(p.rule.MonthDays) > 0:
		for _, n := range p.rule.MonthDays {
			if n < 0 {
				n += length + 1
			}
			add(n)
		}
	case len(p.rule.Days) > 0:
		for _, d := range p.rule.Days {
			add(d.in(first, length))
		}
	default:
		add(p.n)
	}
	slices.Sort(found[from:])
	return slices.Compact(found)
}

// in returns the day of the month that d is, which may not exist.
func (d Day) in(first day, length int) int {
	if d.N > 0 {
		return 1 + int(d.Weekday-first.weekday()+7)%7 + 7*(d.N-1)
	}
	last := first + day(length-1)
	return length - int(last.weekday()-d.Weekday+7)%7 + 7*(d.N+1)
}
