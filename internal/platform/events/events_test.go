package events_test

import (
	"errors"
	"io/fs"
	"log/slog"
	"slices"
	"testing"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/events"
	"osmose/internal/platform/jobs"
)

type moved struct{ To int }

func (moved) EventName() string { return "test.moved" }

type other struct{}

func (other) EventName() string { return "test.other" }

func TestAnEchoIsHeardAfterTheCommitAndNeverWithoutIt(t *testing.T) {
	t.Parallel()
	c := clock.NewManual(time.Date(2026, 11, 18, 8, 12, 0, 0, time.UTC))
	d := dbtest.Open(t, c)
	if err := d.Migrate(t.Context(), []fs.FS{jobs.Migrations()}); err != nil {
		t.Fatal(err)
	}
	recorder := events.New(jobs.New(d, c, slog.New(slog.DiscardHandler)))
	var heard, twice []int
	events.Echo(recorder, func(e moved) { heard = append(heard, e.To) })
	events.Echo(recorder, func(e moved) { twice = append(twice, e.To) })
	fails := errors.New("fails")
	for to, failure := range []error{nil, fails, nil} {
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if err := errors.Join(recorder.Record(tx, moved{to}), recorder.Record(tx, other{})); err != nil {
				return err
			}
			if len(heard) > to {
				t.Error("the echo came before the commit")
			}
			return failure
		})
		if !errors.Is(err, failure) {
			t.Fatal(err)
		}
	}
	if want := []int{0, 2}; !slices.Equal(heard, want) || !slices.Equal(twice, want) {
		t.Errorf("heard %v and %v, not %v", heard, twice, want)
	}
}
