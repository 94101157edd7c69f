package recurrence

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// String writes the rule as Parse reads it, empty for what takes place once. An end that is a day stays a day, which RFC 5545
// allows beside a start that is a day only: Series.RRULE writes what others may read.
func (r Rule) String() string {
	if !r.Repeats() {
		return ""
	}
	var out strings.Builder
	out.WriteString("FREQ=" + [...]string{"", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}[r.Frequency])
	if r.interval() > 1 {
		out.WriteString(";INTERVAL=" + strconv.Itoa(r.Interval))
	}
	write(&out, "BYMONTH", r.Months, func(m time.Month) string { return strconv.Itoa(int(m)) })
	write(&out, "BYMONTHDAY", r.MonthDays, strconv.Itoa)
	write(&out, "BYDAY", r.Days, Day.String)
	if r.Count > 0 {
		out.WriteString(";COUNT=" + strconv.Itoa(r.Count))
	}
	if !r.Until.IsZero() {
		out.WriteString(";UNTIL=" + r.Until.String())
	}
	if r.Frequency == Weekly && r.interval() > 1 && r.WeekStart != time.Monday {
		out.WriteString(";WKST=" + weekdays[r.WeekStart])
	}
	return out.String()
}

// String writes « TU », « 2TU », « -1FR ».
func (d Day) String() string {
	if d.N == 0 {
		return weekdays[d.Weekday]
	}
	return strconv.Itoa(d.N) + weekdays[d.Weekday]
}

// String writes the end as UNTIL holds it.
func (u Until) String() string {
	switch {
	case u.Day:
		return u.BasicDate()
	case u.UTC:
		return u.Basic() + "Z"
	}
	return u.Basic()
}

func write[T any](out *strings.Builder, name string, list []T, one func(T) string) {
	if len(list) == 0 {
		return
	}
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = one(v)
	}
	out.WriteString(";" + name + "=" + strings.Join(words, ","))
}

// clone returns a rule that shares no list with r.
func (r Rule) clone() Rule {
	r.Days, r.MonthDays, r.Months = slices.Clone(r.Days), slices.Clone(r.MonthDays), slices.Clone(r.Months)
	return r
}
