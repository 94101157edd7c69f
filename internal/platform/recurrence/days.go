package recurrence

import "time"

// day counts the days since 1 January 1970.
type day int

// dayOf counts in eras of 400 years that begin in March, so that the leap day is the last of its year.
func dayOf(year int, month time.Month, n int) day {
	y, m := year, int(month)
	if m <= 2 {
		y--
		m += 12
	}
	era := floor(y, 400)
	inEra := y - era*400
	inYear := (153*(m-3)+2)/5 + n - 1
	return day(era*146097 + inEra*365 + inEra/4 - inEra/100 + inYear - 719468)
}

func (d day) date() (year int, month time.Month, n int) {
	z := int(d) + 719468
	era := floor(z, 146097)
	inEra := z - era*146097
	y := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*y + y/4 - y/100)
	m := (5*inYear + 2) / 153
	n = inYear - (153*m+2)/5 + 1
	if m += 3; m > 12 {
		m -= 12
		y++
	}
	return y + era*400, time.Month(m), n
}

// weekday: the first day of 1970 was a Thursday.
func (d day) weekday() time.Weekday { return time.Weekday((int(d)%7 + 7 + 4) % 7) }

// weekOf returns the first day of the week that d is in, when weeks begin on start.
func (d day) weekOf(start time.Weekday) day { return d - day((d.weekday()-start+7)%7) }

func daysIn(year int, month time.Month) int {
	switch month {
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

// floor divides towards minus infinity.
func floor(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
