package load

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"osmose/internal/platform/clock"
)

// load is what is asked of a server: each worker has a connection and asks again as soon as it was answered.
type load struct {
	address string
	workers int
	// request returns the n-th request of a worker.
	request func(worker, n int) []byte
	status  int // of every answer
	// before, if set, runs before each round, unmeasured.
	before func() error
}

// heard is what came back in a time.
type heard struct {
	latencies []time.Duration
	took      time.Duration
	bytes     int // of the last body
}

func (h heard) perSecond() float64 { return float64(len(h.latencies)) / h.took.Seconds() }

// percentile returns the latency under which a part of all lies, by nearest rank. It sorts.
func percentile(latencies []time.Duration, part float64) time.Duration {
	if len(latencies) == 0 {
		return 0
	}
	slices.Sort(latencies)
	return latencies[min(len(latencies)-1, int(part*float64(len(latencies))))]
}

// drive loads a server for a time. Errors: the first connection that fails, the first answer of another status.
func drive(ctx context.Context, l load, length time.Duration) (heard, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, length, errDone)
	defer cancel()
	var group sync.WaitGroup
	found, failures := make([]heard, l.workers), make([]error, l.workers)
	passed := clock.Stopwatch()
	for worker := range l.workers {
		group.Go(func() { found[worker], failures[worker] = l.work(ctx, worker) })
	}
	group.Wait()
	all := heard{took: passed()}
	for worker, h := range found {
		if failures[worker] != nil {
			return all, failures[worker]
		}
		all.latencies = append(all.latencies, h.latencies...)
		all.bytes = max(all.bytes, h.bytes)
	}
	if context.Cause(ctx) != errDone {
		return all, context.Cause(ctx)
	}
	return all, nil
}

var errDone = fmt.Errorf("load: the time is over")

func (l load) work(ctx context.Context, worker int) (h heard, err error) {
	w, err := dial(l.address, loopback(worker))
	if err != nil {
		return h, err
	}
	defer w.close()
	for n := 0; ctx.Err() == nil; n++ {
		request := l.request(worker, n)
		passed := clock.Stopwatch()
		a, err := w.ask(request)
		if err != nil {
			return h, err
		}
		h.latencies = append(h.latencies, passed())
		h.bytes = a.Length
		if a.Status != l.status {
			return h, fmt.Errorf("load: %d in place of %d to %.60q", a.Status, l.status, request)
		}
	}
	return h, nil
}
