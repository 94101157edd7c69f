package i18n

import (
	"strconv"
	"time"
	_ "time/tzdata" // one binary: the machine may have no time zones

	"osmose/internal/platform/clock"
)

// Paris is the time zone of people who chose none.
var Paris = mustLoad("Europe/Paris")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

const isoLayout = "2006-01-02T15:04:05Z"

// ISO writes an instant for the datetime attribute of <time>: "2026-11-18T08:12:00Z".
func ISO(at clock.Instant) string { return at.Time().Format(isoLayout) }

// AppendISO is ISO at the end of a text.
func AppendISO(to []byte, at clock.Instant) []byte { return at.Time().AppendFormat(to, isoLayout) }

// Date writes « 18 novembre 2026 », « 1er mars 2026 ».
func (l *Localizer) Date(at clock.Instant) string { return l.date(at.Time().In(l.zone)) }

// DateTime writes « 18 novembre 2026 à 9 h 12 ».
func (l *Localizer) DateTime(at clock.Instant) string {
	t := at.Time().In(l.zone)
	return l.fill("i18n.date.with_time", "Date", l.date(t), "Time", l.clockTime(t))
}

// DateShort writes « 18 nov. ».
func (l *Localizer) DateShort(at clock.Instant) string {
	t := at.Time().In(l.zone)
	return l.fill("i18n.date.short", "Day", l.day(t), "Month", l.T(shortMonths[t.Month()-1]))
}

// Time writes « 9 h 12 », « 9 h ».
func (l *Localizer) Time(at clock.Instant) string { return l.clockTime(at.Time().In(l.zone)) }

// Ago writes « à l’instant » under a minute, « il y a 12 minutes » under an hour, « il y a 3 heures » for the rest of
// the day, « hier à 9 h 12 », then the date. What lies ahead of now by a minute or more is written with its date and
// time.
func (l *Localizer) Ago(now, at clock.Instant) string {
	passed := now.Sub(at)
	switch {
	case passed <= -time.Minute:
		return l.DateTime(at)
	case passed < time.Minute:
		return l.T("i18n.ago.now")
	case passed < time.Hour:
		return l.N("i18n.ago.minutes", int(passed/time.Minute))
	}
	then, today := at.Time().In(l.zone), now.Time().In(l.zone)
	if sameDay(then, today) {
		return l.N("i18n.ago.hours", int(passed/time.Hour))
	}
	if sameDay(then, today.AddDate(0, 0, -1)) {
		return l.fill("i18n.ago.yesterday", "Time", l.clockTime(then))
	}
	return l.date(then)
}

// Duration writes how long one has to wait, rounded up to one unit: « 40 secondes », « 12 minutes », « 3 heures »,
// « 2 jours ».
func (l *Localizer) Duration(d time.Duration) string {
	switch {
	case d <= 59*time.Second:
		return l.N("i18n.duration.seconds", upTo(d, time.Second))
	case d <= 59*time.Minute:
		return l.N("i18n.duration.minutes", upTo(d, time.Minute))
	case d <= 23*time.Hour:
		return l.N("i18n.duration.hours", upTo(d, time.Hour))
	}
	return l.N("i18n.duration.days", upTo(d, 24*time.Hour))
}

// upTo never answers less than one.
func upTo(d, unit time.Duration) int { return max(1, int((d+unit-1)/unit)) }

func (l *Localizer) date(t time.Time) string {
	return l.fill("i18n.date.long", "Day", l.day(t), "Month", l.T(longMonths[t.Month()-1]), "Year", strconv.Itoa(t.Year()))
}

// day is « 1er » in French on the first of a month.
func (l *Localizer) day(t time.Time) string {
	if t.Day() == 1 {
		return l.T("i18n.date.first")
	}
	return strconv.Itoa(t.Day())
}

func (l *Localizer) clockTime(t time.Time) string {
	key := "i18n.time.precise"
	if t.Minute() == 0 {
		key = "i18n.time.sharp"
	}
	return l.fill(key, "Hour", strconv.Itoa(t.Hour()), "Minute", strconv.Itoa(100 + t.Minute())[1:])
}

func sameDay(a, b time.Time) bool {
	return a.YearDay() == b.YearDay() && a.Year() == b.Year()
}

var longMonths, shortMonths = monthKeys("i18n.month."), monthKeys("i18n.month_short.")

func monthKeys(prefix string) (keys [12]string) {
	for i := range keys {
		keys[i] = prefix + strconv.Itoa(i+1)
	}
	return keys
}
