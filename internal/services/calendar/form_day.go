package calendar

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/recurrence"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/web"
)

// months are the names of months as people type them, folded; three letters and more begin one of them.
var months = []string{"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"}

var (
	isoDay    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	frenchDay = regexp.MustCompile(`^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$`)
	spelled   = regexp.MustCompile(`^(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})$`)
	hour      = regexp.MustCompile(`^(\d{1,2})(?:[:h](\d{2})?)?(?::\d{2})?$`)
)

// readDay reads the day of a field, zero for an empty one. Browsers send « 2026-11-20 »; people who get no calendar from theirs type
// « 20/11/2026 » or « 20 novembre 2026 ». What is none is noted.
func readDay(form *web.Form, name string) recurrence.Wall {
	typed := strings.Join(strings.Fields(richtext.Fold(form.Line(name, 40))), " ")
	if typed == "" {
		return recurrence.Wall{}
	}
	var year, month, day int
	if found := isoDay.FindStringSubmatch(typed); found != nil {
		year, month, day = number(found[1]), number(found[2]), number(found[3])
	} else if found := frenchDay.FindStringSubmatch(typed); found != nil {
		year, month, day = number(found[3]), number(found[2]), number(found[1])
	} else if found := spelled.FindStringSubmatch(typed); found != nil && len(found[2]) >= 3 {
		at := slices.IndexFunc(months, func(m string) bool { return strings.HasPrefix(m, found[2]) })
		year, month, day = number(found[3]), at+1, number(found[1])
	}
	w := recurrence.Date(year, time.Month(month), day)
	switch {
	case w.IsValid():
		return w
	case year >= recurrence.FirstYear && year <= recurrence.LastYear && month >= 1 && month <= 12 && day >= 1:
		last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
		form.Note(name, "calendar.day_none", fault.Args{"Last": last})
	default:
		form.Note(name, "calendar.day_wrong", nil)
	}
	return recurrence.Wall{}
}

// readHour puts the hour of a field on a day: « 08:30 », « 8 h 30 », « 14h ». ok is false for an empty field, and for what is noted.
func readHour(form *web.Form, name string, day recurrence.Wall) (w recurrence.Wall, ok bool) {
	typed := strings.ReplaceAll(strings.Join(strings.Fields(strings.ToLower(form.Line(name, 20))), ""), "heures", "h")
	if typed == "" {
		return day, false
	}
	found := hour.FindStringSubmatch(typed)
	if found == nil || number(found[1]) > 23 || number(found[2]) > 59 {
		form.Note(name, "calendar.hour_wrong", nil)
		return day, false
	}
	day.Hour, day.Minute = number(found[1]), number(found[2])
	return day, true
}

// exists notes an hour that the clocks of a zone skip on that day.
func exists(form *web.Form, name string, w recurrence.Wall, zone *time.Location) {
	if !w.IsZero() && recurrence.At(w.In(zone)) != w {
		form.Note(name, "calendar.hour_skipped", nil)
	}
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // the expressions let digits pass alone; none is zero
	return n
}

// isISO says whether a browser shows what was typed in a field for days: it would empty the field of anything else.
func isISO(typed string) bool { return typed == "" || isoDay.MatchString(typed) }
