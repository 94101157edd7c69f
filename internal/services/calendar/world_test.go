package calendar_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/services/calendar"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

const archives = "Archivage numérique"

// world is the demo's; its clock stands on Wednesday 18 November 2026.
type world struct {
	*testkit.World
	t *testing.T
}

func boot(t *testing.T) world {
	t.Helper()
	t.Parallel()
	return world{testkit.Boot(t), t}
}

func (w world) member(name string) spaces.Member {
	w.t.Helper()
	m, err := w.Spaces.Enter(w.t.Context(), w.Person(name), w.Space(archives))
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

func (w world) home() string { return spaces.Path(w.Space(archives), archives) + "/calendrier" }

func (w world) q() db.Querier { return w.DB.Read(w.t.Context()) }

func (w world) try(verb func(tx *db.Tx) error) error {
	return w.DB.Write(context.WithoutCancel(w.t.Context()), verb)
}

func (w world) do(verb func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.try(verb); err != nil {
		w.t.Fatal(err)
	}
}

// meeting is a draft of an hour at ten on 3 December 2026, a Thursday.
func meeting(title string) calendar.Draft {
	return calendar.Draft{
		Title: title, Body: richtext.FromMarkdown("L’ordre du jour."), Type: "meeting", Asks: calendar.AsksOnce, Place: "Salle Ampère",
		Timing: calendar.Timing{Zone: "Europe/Paris", Begins: "2026-12-03T10:00:00", Minutes: 60},
	}
}

// series is a meeting on each Thursday of December and the first of the year: five dates, each with its answers.
func series(title string) calendar.Draft {
	d := meeting(title)
	d.Rule, d.Asks = "FREQ=WEEKLY;COUNT=5", calendar.AsksEach
	return d
}

func (w world) created(name string, d calendar.Draft) (id ids.ID) {
	w.t.Helper()
	m := w.member(name)
	w.do(func(tx *db.Tx) (err error) { id, err = w.Calendar.Create(tx, m, d); return err })
	return id
}

func (w world) event(id ids.ID) calendar.Event {
	w.t.Helper()
	e, err := calendar.Find(w.q(), w.member("sophie"), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

func (w world) page(id ids.ID) string {
	w.t.Helper()
	return w.event(id).Path(spaces.Path(w.Space(archives), archives))
}

func (w world) date(name string, id ids.ID, day string) calendar.Date {
	w.t.Helper()
	d, err := calendar.FindDate(w.q(), w.member(name), id, day)
	if err != nil {
		w.t.Fatal(day, err)
	}
	return d
}

// days are the days of an event, those called off with a mark.
func (w world) days(id ids.ID) string {
	w.t.Helper()
	list, err := db.All[string](w.q(), `
		SELECT CASE WHEN d.cancelled_at > 0 THEN d.day || '×' ELSE d.day END
		FROM event_dates d
		WHERE d.event_id = $1 AND d.space_id = $2
		ORDER BY d.day
		LIMIT 1000`, id, w.Space(archives))
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(list, " ")
}

func (w world) answer(name string, id ids.ID, day string, say calendar.Answer) (calendar.Answer, error) {
	m := w.member(name)
	var noted calendar.Answer
	err := w.try(func(tx *db.Tx) (err error) { noted, err = w.Calendar.Answer(tx, m, id, day, say); return err })
	return noted, err
}

// together runs an act sixteen times at once.
func together(act func(i int)) {
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() { act(i) })
	}
	group.Wait()
}

func refused(err error, key string) bool {
	var refusal *fault.Refusal
	return errors.As(err, &refusal) && refusal.Key == key
}

// wrong names the fields that an error is about.
func wrong(err error) string {
	var invalid *fault.Invalid
	if !errors.As(err, &invalid) {
		return ""
	}
	var names []string
	for _, f := range invalid.Fields {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}
