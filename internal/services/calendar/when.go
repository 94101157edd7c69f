package calendar

import (
	"context"
	"strconv"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/recurrence"
)

// local returns what writes the dates of d: whole days are those of its own zone, hours those of the reader.
func (d Date) local(ctx context.Context) *i18n.Localizer {
	if d.AllDay {
		return i18n.From(ctx).In(zoneOf(d.Zone))
	}
	return i18n.From(ctx)
}

// begins writes « 3 décembre 2026 à 10 h », or the day alone.
func (d Date) begins(ctx context.Context) string {
	if d.AllDay {
		return d.local(ctx).Date(d.StartsAt)
	}
	return d.local(ctx).DateTime(d.StartsAt)
}

// hours writes « 10 h », « Journée entière ».
func (d Date) hours(ctx context.Context) string {
	if d.AllDay {
		return i18n.T(ctx, "calendar.all_day")
	}
	return d.local(ctx).Time(d.StartsAt)
}

// days returns the first and the last day that the date touches, as midnights of UTC: days are counted, hours are not.
func (d Date) days(ctx context.Context) (first, last time.Time) {
	zone := d.local(ctx).Zone()
	first = civil(d.StartsAt.Time().In(zone))
	last = civil(d.EndsAt.Add(-time.Millisecond).Time().In(zone))
	if last.Before(first) {
		last = first
	}
	return first, last
}

// civil is the day of a moment in its zone, as a midnight of UTC.
func civil(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// when writes the whole of it: « jeudi 3 décembre 2026, de 10 h à 11 h 30 », « du jeudi 3 au vendredi 4 décembre 2026 ».
func (d Date) when(ctx context.Context) string { return d.whenIn(ctx, d.local(ctx)) }

func (d Date) whenIn(ctx context.Context, l *i18n.Localizer) string {
	first, last := civil(d.StartsAt.Time().In(l.Zone())), civil(d.EndsAt.Add(-time.Millisecond).Time().In(l.Zone()))
	args := i18n.Args{"Start": longDay(ctx, first), "End": longDay(ctx, last), "From": l.Time(d.StartsAt), "To": l.Time(d.EndsAt)}
	switch one := !last.After(first); {
	case d.AllDay && one:
		return i18n.T(ctx, "calendar.when.day", args)
	case d.AllDay:
		return i18n.T(ctx, "calendar.when.days", args)
	case one:
		return i18n.T(ctx, "calendar.when.hours", args)
	}
	return i18n.T(ctx, "calendar.when.long", args)
}

// elsewhere writes the hours on the wall of the event's own zone, when that shows others than the reader's; empty else.
func (d Date) elsewhere(ctx context.Context) string {
	zone := zoneOf(d.Zone)
	l := i18n.From(ctx)
	_, theirs := d.StartsAt.Time().In(zone).Zone()
	_, ours := d.StartsAt.Time().In(l.Zone()).Zone()
	if d.AllDay || theirs == ours {
		return ""
	}
	return i18n.T(ctx, "calendar.when.elsewhere", i18n.Args{"Zone": zoneName(ctx, d.Zone), "When": d.whenIn(ctx, l.In(zone))})
}

// zoneName is what people call a zone.
func zoneName(ctx context.Context, zone string) string {
	for _, near := range nearZones {
		if near == zone {
			return i18n.T(ctx, zoneKey(zone))
		}
	}
	return cityOf(zone)
}

// longDay writes « jeudi 3 décembre 2026 » of a midnight of UTC.
func longDay(ctx context.Context, day time.Time) string {
	return weekday(ctx, day.Weekday()) + " " + i18n.From(ctx).In(time.UTC).Date(clock.Of(day))
}

// weekday writes « jeudi ».
func weekday(ctx context.Context, d time.Weekday) string {
	return i18n.T(ctx, "calendar.weekday."+strconv.Itoa((int(d)+6)%7+1))
}

// monthName writes « décembre 2026 » of a day.
func monthName(ctx context.Context, day time.Time) string {
	return i18n.T(ctx, "i18n.month."+strconv.Itoa(int(day.Month()))) + " " + strconv.Itoa(day.Year())
}

// repeats says in a sentence how an event repeats: « Toutes les 2 semaines, le mardi et le jeudi, jusqu’au 30 juin 2027 ».
func (t Timing) repeats(ctx context.Context) string {
	series, err := t.Series()
	if err != nil || !series.Rule.Repeats() {
		return ""
	}
	rule := series.Rule
	key := map[recurrence.Frequency]string{recurrence.Daily: byDay, recurrence.Weekly: byWeek, recurrence.Monthly: byMonth, recurrence.Yearly: byYear}[rule.Frequency]
	text := i18n.N(ctx, "calendar.repeats."+key, max(1, rule.Interval))
	if on := rankOf(ctx, rule); on != "" {
		text += ", " + on
	}
	switch {
	case rule.Count > 0:
		text += ", " + i18n.N(ctx, "calendar.repeats.times", rule.Count)
	case !rule.Until.IsZero():
		last := time.Date(rule.Until.Year, rule.Until.Month, rule.Until.Wall.Day, 0, 0, 0, 0, time.UTC)
		text += ", " + i18n.T(ctx, "calendar.repeats.until", i18n.Args{"Date": i18n.From(ctx).In(time.UTC).Date(clock.Of(last))})
	}
	return text
}

// rankOf says on which days a rule falls: « le mardi et le jeudi », « le 2e mardi ».
func rankOf(ctx context.Context, rule recurrence.Rule) string {
	text := ""
	for i, day := range rule.Days {
		name := weekday(ctx, day.Weekday)
		switch {
		case day.N < 0:
			name = i18n.T(ctx, "calendar.repeats.last", i18n.Args{"Day": name})
		case day.N == 1:
			name = i18n.T(ctx, "calendar.repeats.first", i18n.Args{"Day": name})
		case day.N > 1:
			name = i18n.T(ctx, "calendar.repeats.rank", i18n.Args{"Rank": day.N, "Day": name})
		default:
			name = i18n.T(ctx, "calendar.repeats.on", i18n.Args{"Day": name})
		}
		switch {
		case i == 0:
		case i == len(rule.Days)-1:
			text += i18n.T(ctx, "spaces.and")
		default:
			text += ", "
		}
		text += name
	}
	return text
}

// instant is a midnight of UTC as dates are written from.
func instant(day time.Time) clock.Instant { return clock.Of(day) }

// weekdayNumber is 1 for Monday to 7.
func weekdayNumber(day time.Time) string { return strconv.Itoa((int(day.Weekday())+6)%7 + 1) }
