package dataset

import (
	"context"
	"errors"
	"fmt"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
)

// Index has the product index every text, as it does after an upgrade: until then a data set is found by no search. It
// takes far longer than the data set itself; broken off, it goes on where it was.
func Index(ctx context.Context, o Options) (err error) {
	a, err := o.House(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	q := a.DB.Read(ctx)
	begun, err := db.One[bool](q, `SELECT EXISTS (SELECT 1 FROM search_texts) OR EXISTS (SELECT 1 FROM search_pending)`)
	if err != nil {
		return err
	}
	if !begun {
		if err := a.DB.Write(ctx, a.Index.Rebuild); err != nil {
			return err
		}
	}
	done := make(chan error, 1)
	go func() { done <- a.Queue.Drain(ctx) }()
	passed := clock.Stopwatch()
	for {
		select {
		case err := <-done:
			fmt.Fprintf(o.Progress, "dataset: indexed in %s\n", passed().Round(time.Second/10))
			return err
		case <-time.After(10 * time.Second):
			left, err := db.One[int](q, `SELECT COUNT(*) FROM search_pending`)
			if err != nil {
				return errors.Join(err, <-done)
			}
			fmt.Fprintf(o.Progress, "dataset: %d texts left to index\n", left)
		}
	}
}
