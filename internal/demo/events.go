package demo

import (
	"cmp"
	"fmt"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/recurrence"
	"osmose/internal/platform/richtext"
	"osmose/internal/services/calendar"
	"osmose/internal/spaces"
)

// event places an event with what was answered to it, and said under it.
func (f *filler) event(custody spaces.Custody, themes map[string]ids.ID, e Event) error {
	timing, err := timingOf(f.tx.Now, e)
	if err != nil {
		return err
	}
	days, err := daysOf(timing)
	if err != nil {
		return err
	}
	placed := calendar.PlacedEvent{
		Draft: calendar.Draft{
			Title: e.Title, Theme: themes[e.Theme], Keywords: e.Keywords, Body: richtext.FromMarkdown(e.Body), Type: e.Type, Timing: timing,
			Place: e.Place, Link: e.Link, Asks: calendar.Asks(e.Asks), Capacity: e.Capacity, Lead: e.Lead,
		},
		Author: f.people[e.Author], At: before(f.tx.Now, e.Minutes),
	}
	switch {
	case e.OffDate > len(days):
		return fmt.Errorf("it has no date %d", e.OffDate)
	case e.OffDate > 0:
		placed.OffDays = map[string]string{days[e.OffDate-1]: e.Off}
	default:
		placed.Off = e.Off
	}
	id, err := f.app.Calendar.Place(f.tx, custody, placed)
	if err != nil {
		return err
	}
	for _, answer := range e.Answers {
		day := ""
		if e.Asks == string(calendar.AsksEach) {
			if answer.Date < 1 || answer.Date > len(days) {
				return fmt.Errorf("it has no date %d", answer.Date)
			}
			day = days[answer.Date-1]
		}
		for i, email := range answer.By {
			at := placed.At.Add(time.Duration(i+1) * time.Hour)
			if err := f.app.Calendar.PlaceAnswer(f.tx, custody, id, day, f.people[email], calendar.Answer(answer.Say), at); err != nil {
				return err
			}
		}
	}
	_, err = f.said(custody, id, nil, e.Comments)
	return err
}

// timingOf is when an event takes place in a demo that begins now.
func timingOf(now clock.Instant, e Event) (calendar.Timing, error) {
	day := now.Time().In(i18n.Paris).AddDate(0, 0, e.Days)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	t := calendar.Timing{Zone: cmp.Or(e.Zone, i18n.Paris.String()), AllDay: e.At == "", Rule: e.Rule, Minutes: e.Length}
	begins := recurrence.Date(day.Year(), day.Month(), day.Day())
	if t.AllDay {
		t.Minutes *= 24 * 60
	} else {
		hour, err := time.Parse("15:04", e.At)
		if err != nil {
			return t, err
		}
		begins.Hour, begins.Minute = hour.Hour(), hour.Minute()
	}
	t.Begins = begins.String()
	return t, nil
}

// daysOf are the days that name the first dates of an event.
func daysOf(t calendar.Timing) ([]string, error) {
	series, err := t.Series()
	if err != nil {
		return nil, err
	}
	from := series.Start.In(series.Zone)
	var days []string
	for _, o := range series.Between(from.Add(-time.Second), from.AddDate(1, 0, 0), 60) {
		days = append(days, o.Of.String()[:10])
	}
	return days, nil
}
