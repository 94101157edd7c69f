package load

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// OldestJob is the figure of the scenario « reply » that tells how old the oldest waiting job became, in seconds.
const OldestJob = "oldest waiting job, s"

// measureReply has everybody answer in one thread at once, each as soon as they were answered; a round has a thread of its own. What
// follows behind (notifications) runs meanwhile and is counted; its delay is watched until all is done.
func measureReply(ctx context.Context, h *house) (rows []Row, err error) {
	w := h.world
	p := w.reader()
	a, err := p.post(w.Thread+"/suivi", nil) // any form that is taken: an answer of the same shape
	if err != nil {
		return nil, err
	}
	c, err := startCeiling(ctx, []sheet{sheetOf(a)})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	var thread string
	var number atomic.Int64
	texts := func(host string, path func() string) func(worker, n int) []byte {
		return func(worker, _ int) []byte {
			body := written(1_000 + int(number.Add(1)))
			return posting(host, path(), w.people[worker%len(w.people)].cookie, url.Values{"body": {body}})
		}
	}
	rounds := 0
	begin := func() (err error) {
		rounds++
		thread, err = p.open(w.Forum, fmt.Sprintf("Réponses de tous côtés %d", rounds))
		return err
	}
	watch := h.watchJobs(ctx)
	row, err := h.pair(ctx, "reply",
		load{address: p.host, workers: h.options.Writers, request: texts(p.host, func() string { return thread + "/messages" }), status: http.StatusSeeOther, before: begin},
		load{address: c.address, workers: h.options.Writers, request: texts(c.address, func() string { return sheetPath(0) }), status: http.StatusSeeOther}, c)
	oldest, failure := watch()
	if err := errors.Join(err, failure); err != nil {
		return nil, err
	}
	row.Extra = map[string]float64{OldestJob: oldest}
	return []Row{row}, nil
}

// watchJobs looks at the age of the oldest waiting job until the returned function is called; that one waits until none waits
// and returns the greatest age that was seen.
func (h *house) watchJobs(ctx context.Context) func() (float64, error) {
	done := make(chan struct{})
	var group sync.WaitGroup
	var oldest, now float64
	var failure error
	look := func() {
		found, err := h.server.metrics(ctx)
		now = found[oldestJob]
		if err == nil && math.IsNaN(now) {
			err = errors.New("load: the age of the oldest job is not known")
		}
		failure, oldest = errors.Join(failure, err), max(oldest, now)
	}
	group.Go(func() {
		for failure == nil {
			select {
			case <-done:
				return
			case <-time.After(250 * time.Millisecond):
				look()
			}
		}
	})
	return func() (float64, error) {
		close(done)
		group.Wait()
		for look(); failure == nil && now > 0; look() {
			select {
			case <-time.After(50 * time.Millisecond):
			case <-ctx.Done():
				return oldest, ctx.Err()
			}
		}
		return oldest, failure
	}
}
