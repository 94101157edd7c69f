package jobs_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"sync"
	"testing"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/jobs"
)

type letter struct{ To string }

type office struct {
	*jobs.Queue
	db    *db.DB
	clock *clock.Manual
}

func open(t *testing.T) office {
	t.Helper()
	c := clock.NewManual(time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC))
	d := dbtest.Open(t, c)
	if err := d.Migrate(t.Context(), []fs.FS{jobs.Migrations()}); err != nil {
		t.Fatal(err)
	}
	return office{jobs.New(d, c, slog.New(slog.DiscardHandler)), d, c}
}

func (o office) put(t *testing.T, name, to string) {
	t.Helper()
	if err := o.db.Write(t.Context(), func(tx *db.Tx) error { return o.Put(tx, name, letter{to}) }); err != nil {
		t.Fatal(err)
	}
}

func (o office) count(t *testing.T, table string) int {
	t.Helper()
	n, err := db.One[int](o.db.Read(t.Context()), "SELECT COUNT(*) FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (o office) drain(t *testing.T) {
	t.Helper()
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAJobOfATransactionThatFailsNeverRuns(t *testing.T) {
	o := open(t)
	jobs.Inside(o.Queue, "letter", func(*db.Tx, letter) error { t.Error("ran"); return nil })
	failure := errors.New("on purpose")
	err := o.db.Write(t.Context(), func(tx *db.Tx) error {
		if err := o.Put(tx, "letter", letter{"karim"}); err != nil {
			return err
		}
		return failure
	})
	if !errors.Is(err, failure) {
		t.Fatal(err)
	}
	o.drain(t)
}

func TestAJobThatPanicsIsBuriedAndTheOthersRun(t *testing.T) {
	o := open(t)
	var delivered int
	jobs.Inside(o.Queue, "inside", func(*db.Tx, letter) error { panic("on purpose") })
	jobs.Outside(o.Queue, "outside", func(_ context.Context, l letter) error {
		if l.To == "poison" {
			panic("on purpose")
		}
		delivered++
		return nil
	})
	o.put(t, "inside", "poison")
	o.put(t, "outside", "poison")
	o.put(t, "outside", "karim")
	for range 20 {
		o.drain(t)
		o.clock.Advance(2 * time.Hour)
	}
	if waiting, dead := o.count(t, "jobs"), o.count(t, "dead_letters"); delivered != 1 || waiting != 0 || dead != 2 {
		t.Errorf("%d delivered, %d waiting, %d dead", delivered, waiting, dead)
	}
}

func TestBothLanesRunOnce(t *testing.T) {
	o := open(t)
	var got []string
	jobs.Inside(o.Queue, "inside", func(_ *db.Tx, l letter) error { got = append(got, "in "+l.To); return nil })
	jobs.Outside(o.Queue, "outside", func(_ context.Context, l letter) error { got = append(got, "out "+l.To); return nil })
	o.put(t, "outside", "hélène")
	o.put(t, "inside", "karim")
	o.drain(t)
	o.drain(t)
	if len(got) != 2 || got[0] != "in karim" || got[1] != "out hélène" || o.count(t, "jobs") != 0 {
		t.Fatalf("%v, %d left", got, o.count(t, "jobs"))
	}
}

func TestAFailedJobIsTriedAgainThenBuried(t *testing.T) {
	o := open(t)
	tries := 0
	jobs.Inside(o.Queue, "letter", func(*db.Tx, letter) error { tries++; return errors.New("no stamp") })
	o.put(t, "letter", "karim")
	o.drain(t)
	if tries != 1 {
		t.Fatalf("%d tries without waiting", tries)
	}
	for range 20 {
		o.clock.Advance(2 * time.Hour)
		o.drain(t)
	}
	if tries != 10 || o.count(t, "dead_letters") != 1 || o.count(t, "jobs") != 0 {
		t.Fatalf("%d tries, %d dead, %d waiting", tries, o.count(t, "dead_letters"), o.count(t, "jobs"))
	}
}

func TestOneFailureOfABatchLeavesTheOthersDone(t *testing.T) {
	o := open(t)
	var done []string
	jobs.Inside(o.Queue, "letter", func(_ *db.Tx, l letter) error {
		if l.To == "bad" {
			panic("torn")
		}
		done = append(done, l.To)
		return nil
	})
	for _, to := range []string{"a", "bad", "b"} {
		o.put(t, "letter", to)
	}
	o.drain(t)
	if len(done) != 2 || o.count(t, "jobs") != 1 {
		t.Fatalf("%v, %d waiting", done, o.count(t, "jobs"))
	}
}

func TestAJobThatNobodyHandlesGoesToTheDeadLetters(t *testing.T) {
	o := open(t)
	jobs.Inside(o.Queue, "old", func(*db.Tx, letter) error { return nil })
	o.put(t, "old", "karim")
	newer := jobs.New(o.db, o.clock, slog.New(slog.DiscardHandler))
	if err := newer.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if o.count(t, "dead_letters") != 1 {
		t.Fatal("not buried")
	}
}

func TestTwoWorkersShareTheJobs(t *testing.T) {
	o := open(t)
	var mu sync.Mutex
	seen := map[string]int{}
	jobs.Outside(o.Queue, "letter", func(_ context.Context, l letter) error {
		mu.Lock()
		defer mu.Unlock()
		seen[l.To]++
		return nil
	})
	for i := range 150 {
		o.put(t, "letter", string(rune('a'+i%26))+string(rune('a'+i/26)))
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { o.drain(t) })
	}
	group.Wait()
	if len(seen) != 150 {
		t.Fatalf("%d of 150", len(seen))
	}
	for to, n := range seen {
		if n != 1 {
			t.Errorf("%s ran %d times", to, n)
		}
	}
}

func TestPeriodicWorkRunsOnceInEachPeriod(t *testing.T) {
	o := open(t)
	ran := make(chan struct{}, 10)
	o.Every("sweep", time.Hour, func(*db.Tx) error { ran <- struct{}{}; return nil })
	ctx, stop := context.WithCancel(t.Context())
	finished := make(chan error)
	o.clock.Advance(0)
	go func() { finished <- o.Run(ctx) }()
	for o.count(t, "jobs") == 0 {
	}
	o.clock.Advance(61 * time.Minute)
	o.Wake()
	<-ran
	stop()
	if err := <-finished; err != nil {
		t.Fatal(err)
	}
	if len(ran) != 0 || o.count(t, "jobs") != 1 {
		t.Fatalf("ran %d times more, %d wait", len(ran), o.count(t, "jobs"))
	}
}

func TestBeingToldToStopBeforeTheBeginningIsNoFailure(t *testing.T) {
	o := open(t)
	o.Every("sweep", time.Hour, func(*db.Tx) error { return nil })
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := o.Run(ctx); err != nil {
		t.Error(err)
	}
}

func TestLagIsTheAgeOfTheOldestDueJob(t *testing.T) {
	o := open(t)
	jobs.Inside(o.Queue, "letter", func(*db.Tx, letter) error { return nil })
	o.put(t, "letter", "karim")
	o.clock.Advance(7 * time.Second)
	if lag, err := o.Lag(t.Context()); lag != 7*time.Second || err != nil {
		t.Fatalf("%s, %v", lag, err)
	}
	o.drain(t)
	if lag, err := o.Lag(t.Context()); lag != 0 || err != nil {
		t.Fatalf("%s, %v", lag, err)
	}
}

func TestAPanicOutsideFailsItsJobAlone(t *testing.T) {
	o := open(t)
	var done []string
	jobs.Outside(o.Queue, "letter", func(_ context.Context, l letter) error {
		if l.To == "bad" {
			panic("torn")
		}
		done = append(done, l.To)
		return nil
	})
	for _, to := range []string{"a", "bad", "b"} {
		o.put(t, "letter", to)
	}
	o.drain(t)
	if len(done) != 2 || o.count(t, "jobs") != 1 {
		t.Fatalf("%v, %d waiting", done, o.count(t, "jobs"))
	}
}

func TestASlowJobOutsideHoldsUpNoneInside(t *testing.T) {
	o := open(t)
	began, told := make(chan struct{}), make(chan struct{})
	jobs.Outside(o.Queue, "mail", func(ctx context.Context, _ letter) error {
		close(began)
		select {
		case <-told:
		case <-ctx.Done():
		}
		return nil
	})
	jobs.Inside(o.Queue, "bell", func(*db.Tx, letter) error { close(told); return nil })
	ctx, stop := context.WithCancel(t.Context())
	finished := make(chan error)
	go func() { finished <- o.Run(ctx) }()
	o.put(t, "mail", "karim")
	<-began
	o.put(t, "bell", "hélène")
	<-told
	stop()
	if err := <-finished; err != nil {
		t.Fatal(err)
	}
	if n := o.count(t, "jobs"); n != 0 {
		t.Fatalf("%d wait: what was done before the end is not settled", n)
	}
}

func TestASlowJobKeepsNoMailWaiting(t *testing.T) {
	o := open(t)
	sent := make(chan string)
	jobs.Slow(o.Queue, "long", func(ctx context.Context, l letter) error {
		select {
		case sent <- l.To: // whoever takes it has had the mail before
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	mailed := make(chan string)
	jobs.Outside(o.Queue, "mail", func(_ context.Context, l letter) error { mailed <- l.To; return nil })
	o.put(t, "long", "karim")
	o.put(t, "mail", "hélène")
	ctx, stop := context.WithCancel(t.Context())
	finished := make(chan error)
	go func() { finished <- o.Run(ctx) }()
	if to := <-mailed; to != "hélène" {
		t.Error(to)
	}
	if to := <-sent; to != "karim" {
		t.Error(to)
	}
	stop()
	if err := <-finished; err != nil {
		t.Error(err)
	}
}
