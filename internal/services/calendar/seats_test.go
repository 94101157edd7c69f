package calendar_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/services/calendar"
	"osmose/internal/spaces"
)

// TestSixteenWantThreePlaces has sixteen members answer at once: three come, thirteen wait, and who gives a place back gives it to
// the first who waits.
func TestSixteenWantThreePlaces(t *testing.T) {
	for _, asks := range []calendar.Asks{calendar.AsksOnce, calendar.AsksEach} {
		t.Run("asked for "+string(asks), func(t *testing.T) {
			w := boot(t)
			d := series("Atelier à trois places")
			d.Asks, d.Capacity = asks, 3
			id := w.created("helene", d)
			const day = "2026-12-10"
			members := w.crowd(16)
			var coming, waiting atomic.Int32
			together(func(i int) {
				err := w.try(func(tx *db.Tx) error {
					noted, err := w.Calendar.Answer(tx, members[i], id, day, calendar.Yes)
					if err == nil && noted != calendar.Yes && noted != calendar.Waiting {
						err = fmt.Errorf("noted %q", noted)
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
			count := func() (yes, wait int32, going int) {
				coming.Store(0)
				waiting.Store(0)
				for _, m := range members {
					d, err := calendar.FindDate(w.q(), m, id, day)
					if err != nil {
						t.Fatal(err)
					}
					switch going = d.Going; d.Mine {
					case calendar.Yes:
						coming.Add(1)
					case calendar.Waiting:
						waiting.Add(1)
					}
				}
				return coming.Load(), waiting.Load(), going
			}
			if yes, wait, going := count(); yes != 3 || wait != 13 || going != 3 {
				t.Fatalf("%d come, %d wait, %d are counted", yes, wait, going)
			}
			// All sixteen change their mind at once: those who held a place give it back, to whoever still waits then.
			together(func(i int) {
				say := calendar.Maybe
				if i%2 == 0 {
					say = calendar.Yes
				}
				if err := w.try(func(tx *db.Tx) error { _, err := w.Calendar.Answer(tx, members[i], id, day, say); return err }); err != nil {
					t.Error(err)
				}
			})
			if yes, wait, going := count(); yes != 3 || wait != 5 || going != 3 {
				t.Errorf("%d come, %d wait, %d are counted", yes, wait, going)
			}
			tally, names, err := calendar.Answers(w.q(), members[0], w.date("helene", id, day))
			if err != nil || tally != (calendar.Tally{Yes: 3, Maybe: 8, Waiting: 5}) || len(names) != 16 {
				t.Errorf("%+v, %d names, %v", tally, len(names), err)
			}
			// Another date of the series has places of its own, or none, as was asked.
			other := w.date("helene", id, "2026-12-17")
			if want := map[calendar.Asks]int{calendar.AsksOnce: 3, calendar.AsksEach: 0}[asks]; other.Going != want {
				t.Errorf("on another date %d come, want %d", other.Going, want)
			}
		})
	}
}

// crowd are members of the space, each of another person, contributors all.
func (w world) crowd(n int) (list []spaces.Member) {
	w.t.Helper()
	people, err := db.All[ids.ID](w.q(), `SELECT id FROM people WHERE blocked_at = 0 ORDER BY id LIMIT $1`, n)
	if err != nil || len(people) < n {
		w.t.Fatal(len(people), err)
	}
	custody := spaces.TakeCustody(w.Space(archives), "a crowd for a test")
	for _, person := range people {
		w.do(func(tx *db.Tx) error { return w.Spaces.Admit(tx, custody, person, spaces.Contributor) })
		m, err := w.Spaces.Enter(w.t.Context(), person, w.Space(archives))
		if err != nil {
			w.t.Fatal(err)
		}
		list = append(list, m)
	}
	return list
}

func TestWhoWaitsGetsThePlaceThatIsGivenBack(t *testing.T) {
	w := boot(t)
	d := meeting("Une seule place")
	d.Capacity = 1
	id := w.created("helene", d)
	const day = "2026-12-03"
	for _, step := range []struct {
		name string
		say  calendar.Answer
		want calendar.Answer
	}{
		{"karim", calendar.Yes, calendar.Yes}, {"sophie", calendar.Yes, calendar.Waiting}, {"sophie", calendar.Yes, calendar.Waiting},
		{"karim", calendar.No, calendar.No},
	} {
		if noted, err := w.answer(step.name, id, day, step.say); noted != step.want || err != nil {
			t.Fatalf("%s says %s: %s, %v", step.name, step.say, noted, err)
		}
	}
	if d := w.date("sophie", id, day); d.Mine != calendar.Yes || d.Going != 1 {
		t.Errorf("Sophie: %s, and %d come", d.Mine, d.Going)
	}
	w.Settle()
	w.As("sophie").Get("/notifications").Shows("Une seule place")
	// More places seat those who wait too.
	if noted, err := w.answer("karim", id, day, calendar.Yes); noted != calendar.Waiting || err != nil {
		t.Fatal(noted, err)
	}
	d.Capacity = 2
	helene, version := w.member("helene"), w.event(id).Version
	w.do(func(tx *db.Tx) error { return w.Calendar.Rewrite(tx, helene, id, version, d) })
	if d := w.date("karim", id, day); d.Mine != calendar.Yes || d.Going != 2 {
		t.Errorf("Karim: %s, and %d come", d.Mine, d.Going)
	}
	if noted, err := w.answer("karim", id, day, calendar.NoAnswer); noted != calendar.NoAnswer || err != nil || w.date("karim", id, day).Going != 1 {
		t.Errorf("taken back: %s, %v, %d come", noted, err, w.date("karim", id, day).Going)
	}
	if _, err := w.answer("karim", id, day, calendar.Waiting); wrong(err) != "say" {
		t.Errorf("Karim chooses to wait: %v", err)
	}
}
