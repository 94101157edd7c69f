package calendar_test

import (
	"errors"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/services/calendar"
)

func TestOneDateOfASeriesIsMovedOrCalledOff(t *testing.T) {
	w := boot(t)
	id := w.created("karim", series("Point hebdomadaire"))
	const all = "2026-12-03 2026-12-10 2026-12-17 2026-12-24 2026-12-31"
	if w.days(id) != all {
		t.Fatalf("dates %s", w.days(id))
	}
	karim, sophie := w.member("karim"), w.member("sophie")
	to := calendar.Moved{Timing: calendar.Timing{Zone: "Europe/Paris", Begins: "2026-12-11T14:00:00", Minutes: 90}, Place: "Salle Curie"}
	if err := w.try(func(tx *db.Tx) error { return w.Calendar.Move(tx, sophie, id, "2026-12-10", to) }); !refused(err, "calendar.change_refused") {
		t.Errorf("Sophie moves a date: %v", err)
	}
	if err := w.try(func(tx *db.Tx) error { return w.Calendar.Move(tx, karim, id, "2026-12-11", to) }); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("a day without a date is moved: %v", err)
	}
	w.do(func(tx *db.Tx) error { return w.Calendar.Move(tx, karim, id, "2026-12-10", to) })
	w.do(func(tx *db.Tx) error {
		return w.Calendar.CallOff(tx, karim, id, "2026-12-24", calendar.OneDate, "Congés")
	})
	moved := w.date("sophie", id, "2026-12-10")
	if !moved.Moved || moved.StartsAt.Time().UTC() != time.Date(2026, 12, 11, 13, 0, 0, 0, time.UTC) || moved.Place != "Salle Curie" {
		t.Errorf("moved, it is %+v", moved)
	}
	if other := w.date("sophie", id, "2026-12-17"); other.Moved || other.Place != "Salle Ampère" || other.IsOff() {
		t.Errorf("another date is %+v", other)
	}
	if w.days(id) != "2026-12-03 2026-12-10 2026-12-17 2026-12-24× 2026-12-31" || w.event(id).IsOff() {
		t.Errorf("dates %s", w.days(id))
	}
	// The exceptions outlive a change of all dates that keeps their day.
	d := series("Point hebdomadaire")
	d.Begins = "2026-12-03T11:00:00"
	version := w.event(id).Version
	w.do(func(tx *db.Tx) error { return w.Calendar.Rewrite(tx, karim, id, version, d) })
	if again := w.date("sophie", id, "2026-12-10"); again.StartsAt != moved.StartsAt {
		t.Error("a moved date went back")
	}
	if other := w.date("sophie", id, "2026-12-17"); other.StartsAt.Time().UTC().Hour() != 10 {
		t.Errorf("all dates changed, one begins at %v", other.StartsAt.Time())
	}
	w.As("sophie").Get(w.page(id) + "?date=2026-12-24").Is(200).Shows("Congés")
	w.As("paul").Get(w.page(id) + "?date=2026-12-24").Is(404).Hides("Congés")
}

func TestThisDateAndThoseThatFollowPartASeries(t *testing.T) {
	w := boot(t)
	id := w.created("karim", series("Point hebdomadaire"))
	for _, day := range []string{"2026-12-03", "2026-12-17", "2026-12-24"} {
		if _, err := w.answer("sophie", id, day, calendar.Yes); err != nil {
			t.Fatal(err)
		}
	}
	karim, sophie, version := w.member("karim"), w.member("sophie"), w.event(id).Version
	d := series("Point de l’après-midi")
	d.Begins, d.Rule = "2026-12-17T15:00:00", "FREQ=WEEKLY;COUNT=3"
	if err := w.try(func(tx *db.Tx) error {
		_, err := w.Calendar.Part(tx, sophie, id, "2026-12-17", version, d)
		return err
	}); !refused(err, "calendar.change_refused") {
		t.Errorf("Sophie parts the series: %v", err)
	}
	var next ids.ID
	w.do(func(tx *db.Tx) (err error) {
		next, err = w.Calendar.Part(tx, karim, id, "2026-12-17", version, d)
		return err
	})
	if w.days(id) != "2026-12-03 2026-12-10" || w.days(next) != "2026-12-17 2026-12-24 2026-12-31" {
		t.Fatalf("parted: %s | %s", w.days(id), w.days(next))
	}
	before, after := w.event(id), w.event(next)
	if before.UID == after.UID || after.Follows != id || before.Title != "Point hebdomadaire" || after.Title != "Point de l’après-midi" {
		t.Errorf("parted: %+v | %+v", before, after)
	}
	if w.date("sophie", id, "2026-12-03").Mine != calendar.Yes {
		t.Error("the answer to a date before is lost")
	}
	if carried := w.date("sophie", next, "2026-12-24"); carried.Mine != calendar.Yes || carried.Going != 1 {
		t.Errorf("the answer to a date after is lost: %+v", carried)
	}
	w.As("sophie").Get(w.home()+"?vue=liste").Shows("Point hebdomadaire", "Point de l’après-midi")
	w.As("paul").Get(w.page(next)).Is(404).Hides("Point de")
	// From the first date on there is nothing to part.
	d = series("Point du matin")
	version = before.Version
	w.do(func(tx *db.Tx) error {
		same, err := w.Calendar.Part(tx, karim, id, "2026-12-03", version, d)
		if same != id {
			t.Errorf("parted at its first date: %v", same)
		}
		return err
	})
}

func TestFewerDatesTakeTheirAnswersAway(t *testing.T) {
	w := boot(t)
	id := w.created("karim", series("Point hebdomadaire"))
	for _, day := range []string{"2026-12-10", "2026-12-31"} {
		if _, err := w.answer("sophie", id, day, calendar.Yes); err != nil {
			t.Fatal(err)
		}
	}
	d := series("Point hebdomadaire")
	d.Rule = "FREQ=WEEKLY;COUNT=2"
	karim, version := w.member("karim"), w.event(id).Version
	w.do(func(tx *db.Tx) error { return w.Calendar.Rewrite(tx, karim, id, version, d) })
	left, err := db.All[string](w.q(), `SELECT a.day FROM event_answers a WHERE a.event_id = $1 AND a.space_id = $2 ORDER BY a.day LIMIT 10`, id, w.Space(archives))
	if err != nil || len(left) != 1 || left[0] != "2026-12-10" || w.days(id) != "2026-12-03 2026-12-10" {
		t.Errorf("answers %v, dates %s, %v", left, w.days(id), err)
	}
}

func TestCallingOffTheRestEndsAnEndlessSeries(t *testing.T) {
	w := boot(t)
	d := series("Sans fin")
	d.Rule = "FREQ=WEEKLY"
	id := w.created("karim", d)
	karim := w.member("karim")
	w.do(func(tx *db.Tx) error {
		return w.Calendar.CallOff(tx, karim, id, "2026-12-17", calendar.Following, "Plus besoin")
	})
	w.Clock.Advance(400 * 24 * time.Hour)
	w.do(w.Calendar.Extend)
	live, err := db.One[int](w.q(), `SELECT COUNT(*) FROM event_dates d WHERE d.event_id = $1 AND d.space_id = $2 AND d.cancelled_at = 0`, id, w.Space(archives))
	if err != nil || live != 2 {
		t.Errorf("%d dates take place still, %v", live, err)
	}
}

func TestAnEndlessSeriesIsLaidOutSoFarAndGoesOn(t *testing.T) {
	w := boot(t)
	d := series("Tous les jours")
	d.Rule = "FREQ=DAILY"
	id := w.created("karim", d)
	count := func() (n int) {
		t.Helper()
		n, err := db.One[int](w.q(), `SELECT COUNT(*) FROM event_dates d WHERE d.event_id = $1 AND d.space_id = $2`, id, w.Space(archives))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if count() != 500 {
		t.Fatalf("%d dates are laid out", count())
	}
	w.Clock.Advance(100 * 24 * time.Hour)
	w.do(w.Calendar.Extend)
	ahead, err := db.One[int](w.q(), `SELECT COUNT(*) FROM event_dates d WHERE d.event_id = $1 AND d.space_id = $2 AND d.starts_at > $3`, id, w.Space(archives), w.Clock.Now())
	if err != nil || ahead != 500 || count() <= 500 {
		t.Errorf("a hundred days later %d dates are ahead, of %d, %v", ahead, count(), err)
	}
	w.do(w.Calendar.Extend)
	if again := count(); again > 600 {
		t.Errorf("laid out twice: %d", again)
	}
}

// TestHoursThatDoNotExistAndHoursThatAreTwice follows a series of half past two in the night across both changes of hour.
func TestHoursThatDoNotExistAndHoursThatAreTwice(t *testing.T) {
	w := boot(t)
	d := series("Sauvegarde de nuit")
	d.Begins, d.Rule, d.Minutes = "2027-03-27T02:30:00", "FREQ=DAILY;COUNT=3", 30
	id := w.created("karim", d)
	for day, want := range map[string]time.Time{
		"2027-03-27": time.Date(2027, 3, 27, 1, 30, 0, 0, time.UTC),
		"2027-03-28": time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC), // 2 h 30 is 3 h 30 that day
		"2027-03-29": time.Date(2027, 3, 29, 0, 30, 0, 0, time.UTC),
	} {
		if got := w.date("sophie", id, day).StartsAt.Time().UTC(); !got.Equal(want) {
			t.Errorf("%s begins at %v, want %v", day, got, want)
		}
	}
	d.Title, d.Begins = "Sauvegarde d’automne", "2027-10-30T02:30:00"
	id = w.created("karim", d)
	for day, want := range map[string]time.Time{
		"2027-10-30": time.Date(2027, 10, 30, 0, 30, 0, 0, time.UTC),
		"2027-10-31": time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC), // the first of the two
		"2027-11-01": time.Date(2027, 11, 1, 1, 30, 0, 0, time.UTC),
	} {
		if got := w.date("sophie", id, day).StartsAt.Time().UTC(); !got.Equal(want) {
			t.Errorf("%s begins at %v, want %v", day, got, want)
		}
	}
}
