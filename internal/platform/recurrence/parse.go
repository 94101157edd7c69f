package recurrence

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"osmose/internal/platform/fault"
)

var (
	frequencies = map[string]Frequency{"DAILY": Daily, "WEEKLY": Weekly, "MONTHLY": Monthly, "YEARLY": Yearly}
	weekdays    = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}
)

// Parse reads the value of an RRULE (RFC 5545, 3.3.10): « FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270630 ». An empty text is
// the rule of what takes place once. It reads
//
//	FREQ        DAILY, WEEKLY, MONTHLY, YEARLY
//	INTERVAL    1 to MaxInterval
//	COUNT       1 to MaxCount, or UNTIL: a day, a moment in UTC, a moment of the wall
//	WKST        any day, MO if none
//	BYDAY       WEEKLY: days; MONTHLY and YEARLY with BYMONTH: days with a number, 2TU, -1FR; DAILY without INTERVAL: days
//	BYMONTHDAY  MONTHLY, and YEARLY with BYMONTH
//	BYMONTH     YEARLY
//	BYSETPOS    MONTHLY and YEARLY with one day of the week: BYDAY=TU;BYSETPOS=2 is what Outlook writes for 2TU
//
// Hours, minutes, seconds, numbered weeks and days of the year, and whatever else picks among sets, are refused: people don’t
// write them, and they are what makes expanding a rule take for ever. Errors: fault.Refusal, with a key under « recurrence. ».
func Parse(text string) (Rule, error) {
	if text == "" {
		return Rule{}, nil
	}
	if len(text) > longestRule {
		return Rule{}, refuse("too_long", nil)
	}
	p := parser{Rule: New(Once, 1), seen: map[string]bool{}}
	for part := range strings.SplitSeq(strings.ToUpper(text), ";") {
		name, value, _ := strings.Cut(part, "=")
		if value == "" || p.seen[name] {
			return Rule{}, refuse("unknown", fault.Args{"Text": quoted(part)})
		}
		p.seen[name] = true
		if err := p.take(name, value); err != nil {
			return Rule{}, err
		}
	}
	if err := p.finish(); err != nil {
		return Rule{}, err
	}
	return p.Rule, p.Check()
}

type parser struct {
	Rule
	position int
	seen     map[string]bool
}

func (p *parser) take(name, value string) (err error) {
	switch name {
	case "FREQ":
		if p.Frequency = frequencies[value]; p.Frequency == Once {
			err = refuse("frequency", nil)
		}
	case "INTERVAL":
		p.Interval, err = number(value, 1, MaxInterval, refuse("interval", fault.Args{"Max": MaxInterval}))
	case "COUNT":
		p.Count, err = number(value, 1, MaxCount, refuse("count", fault.Args{"Max": MaxCount}))
	case "UNTIL":
		p.Until, err = parseUntil(value)
	case "WKST":
		p.WeekStart, err = parseWeekday(value)
	case "BYDAY":
		p.Days, err = list(value, 35, parseDay)
	case "BYMONTHDAY":
		p.MonthDays, err = list(value, 31, func(s string) (int, error) { return number(s, -31, 31, refuse("combination", nil)) })
	case "BYMONTH":
		p.Months, err = list(value, 12, func(s string) (time.Month, error) {
			n, err := number(s, 1, 12, refuse("combination", nil))
			return time.Month(n), err
		})
	case "BYSETPOS":
		p.position, err = number(value, -5, 5, refuse("combination", nil))
	case "BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO":
		err = refuse("combination", nil)
	default:
		err = refuse("unknown", fault.Args{"Text": quoted(name)})
	}
	return err
}

// finish turns two ways of writing into ours.
func (p *parser) finish() error {
	if p.Frequency == Once {
		return refuse("frequency", nil)
	}
	if p.seen["BYSETPOS"] {
		if len(p.Days) != 1 || p.Days[0].N != 0 || p.position == 0 || p.Frequency < Monthly {
			return refuse("combination", nil)
		}
		p.Days[0].N = p.position
	}
	if p.Frequency == Daily && len(p.Days) > 0 && p.Interval == 1 {
		p.Frequency = Weekly
	}
	if p.Frequency == Yearly && len(p.Months) == 0 && len(p.Days)+len(p.MonthDays) > 0 {
		return refuse("combination", nil) // they would be days of the year, or of every month
	}
	return nil
}

func parseUntil(value string) (u Until, err error) {
	switch {
	case len(value) == len(basicDate):
		u.Day = true
		u.Wall, err = parseWall(basicDate, value)
	case strings.HasSuffix(value, "Z"):
		u.UTC = true
		u.Wall, err = parseWall(basicLayout, strings.TrimSuffix(value, "Z"))
	default:
		u.Wall, err = parseWall(basicLayout, value)
	}
	return u, err
}

func parseDay(s string) (Day, error) {
	if len(s) < 2 {
		return Day{}, refuse("combination", nil)
	}
	weekday, err := parseWeekday(s[len(s)-2:])
	if err != nil || len(s) == 2 {
		return Day{Weekday: weekday}, err
	}
	n, err := number(s[:len(s)-2], -5, 5, refuse("combination", nil))
	if n == 0 {
		err = refuse("combination", nil)
	}
	return Day{n, weekday}, err
}

func parseWeekday(s string) (time.Weekday, error) {
	i := slices.Index(weekdays, s)
	if i < 0 {
		return 0, refuse("unknown", fault.Args{"Text": quoted(s)})
	}
	return time.Weekday(i), nil
}

// list reads values between commas, most of them at most, each once.
func list[T comparable](text string, most int, read func(string) (T, error)) (found []T, err error) {
	for s := range strings.SplitSeq(text, ",") {
		one, err := read(s)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(found, one) {
			found = append(found, one)
		}
		if len(found) > most {
			return nil, refuse("combination", nil)
		}
	}
	return found, nil
}

func number(s string, from, to int, refusal error) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < from || n > to || len(s) > 4 {
		return 0, refusal
	}
	return n, nil
}
