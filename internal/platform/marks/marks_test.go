package marks_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/marks"
)

const karim, helene = 1, 2

func TestTheLastMarkOnASubjectIsWrittenInTheOrderOfReaders(t *testing.T) {
	t.Parallel()
	var written []marks.Mark
	m := marks.New(dbtest.Open(t, clock.System{}), func(_ *db.Tx, one marks.Mark) error {
		written = append(written, one)
		return nil
	})
	for _, one := range []marks.Mark{{helene, 7, 10}, {karim, 9, 10}, {karim, 7, 10}, {helene, 7, 20}} {
		m.Note(one)
	}
	for range 2 {
		if err := m.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if want := []marks.Mark{{karim, 7, 10}, {karim, 9, 10}, {helene, 7, 20}}; !slices.Equal(written, want) {
		t.Errorf("%v, want %v", written, want)
	}
}

func TestMarksAreWrittenByThemselvesAndAtTheEnd(t *testing.T) {
	t.Parallel()
	written := make(chan marks.Mark, 10)
	note := func(_ *db.Tx, one marks.Mark) error { written <- one; return nil }
	d := dbtest.Open(t, clock.System{})
	m := marks.New(d, note)
	torn := marks.New(d, func(*db.Tx, marks.Mark) error { return errors.New("on purpose") })
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { marks.Run(ctx, slog.New(slog.DiscardHandler), torn, m) })
	torn.Note(marks.Mark{Reader: karim, Subject: 1, At: 1})
	m.Note(marks.Mark{Reader: karim, Subject: 1, At: 1})
	select {
	case <-written:
	case <-time.After(5 * time.Second):
		t.Fatal("nothing is written")
	}
	m.Note(marks.Mark{Reader: karim, Subject: 1, At: 2})
	stop()
	running.Wait()
	if len(written) != 1 {
		t.Error("the last mark is lost")
	}
}
