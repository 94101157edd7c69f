package load

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"osmose/internal/platform/clock"
)

// What the scenario « mixed » asks for in a second, at fixed moments whatever the answers take.
const (
	pagesPerSecond   = 50
	repliesPerSecond = 10
)

// measureMixed reads pages at a steady rate while replies are posted. A latency counts from the moment at which the request was due, so that
// a server that stops for a second is late for all that was due in it.
func measureMixed(ctx context.Context, h *house) (rows []Row, err error) {
	w := h.world
	p := w.reader()
	thread, err := p.open(w.Forum, "Pendant la lecture")
	if err != nil {
		return nil, err
	}
	var sheets []sheet
	var real, bare [][]byte
	for _, page := range w.pages() {
		request := getting(p.host, page.path, p.cookie, "gzip")
		a, err := p.wire.read(request)
		if err != nil {
			return nil, err
		}
		real, sheets = append(real, request), append(sheets, sheetOf(a))
	}
	c, err := startCeiling(ctx, sheets)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	for i := range sheets {
		bare = append(bare, getting(c.address, sheetPath(i), p.cookie, "gzip"))
	}
	inTurn := func(list [][]byte) func(n int) []byte { return func(n int) []byte { return list[n%len(list)] } }
	number := 0
	reply := func(n int) []byte {
		who := w.people[n%len(w.people)]
		return posting(p.host, thread+"/messages", who.cookie, url.Values{"body": {written(number + n)}})
	}
	var s series
	length := h.options.Mixed / time.Duration(h.options.Rounds)
	for range h.options.Rounds {
		var r run
		number += 1_000_000
		if r.took, err = h.during(ctx, func() error { return r.readWhilePosting(ctx, p.host, inTurn(real), reply, length) }); err != nil {
			return nil, err
		}
		before, err := cpuOf(c.pid())
		if err != nil {
			return nil, err
		}
		if r.bare, err = (schedule{c.address, pagesPerSecond, length, inTurn(bare), http.StatusOK}).run(ctx); err != nil {
			return nil, err
		}
		after, err := cpuOf(c.pid())
		if err != nil {
			return nil, err
		}
		r.ceiling = after - before
		s = append(s, r)
	}
	row := s.row("mixed")
	row.Extra = s.byPage(w.pages())
	return []Row{row}, nil
}

// byPage are the 99th percentiles of each page; the pages take turns.
func (s series) byPage(pages []page) map[string]float64 {
	figures := map[string]float64{}
	for i, p := range pages {
		var latencies []time.Duration
		for _, r := range s {
			for n := i; n < len(r.real.latencies); n += len(pages) {
				latencies = append(latencies, r.real.latencies[n])
			}
		}
		figures[p.name+" p99, ms"] = milliseconds(percentile(latencies, 0.99))
	}
	return figures
}

// readWhilePosting keeps what the pages took; replies are only posted.
func (r *run) readWhilePosting(ctx context.Context, host string, page, reply func(n int) []byte, length time.Duration) error {
	var group sync.WaitGroup
	var failure error
	group.Go(func() {
		_, failure = schedule{host, repliesPerSecond, length, reply, http.StatusSeeOther}.run(ctx)
	})
	var err error
	r.real, err = schedule{host, pagesPerSecond, length, page, http.StatusOK}.run(ctx)
	group.Wait()
	return errors.Join(err, failure)
}

// schedule asks for something at fixed moments.
type schedule struct {
	address   string
	perSecond int
	length    time.Duration
	request   func(n int) []byte
	status    int
}

// connections is over how many the requests of a schedule are spread, each in turn.
const connections = 16

func (s schedule) run(ctx context.Context) (heard, error) {
	total := int(s.length.Seconds() * float64(s.perSecond))
	all := heard{latencies: make([]time.Duration, total)}
	failures, bytes := make([]error, connections), make([]int, connections)
	var group sync.WaitGroup
	passed := clock.Stopwatch()
	for worker := range connections {
		group.Go(func() {
			bytes[worker], failures[worker] = s.work(ctx, worker, passed, all.latencies)
		})
	}
	group.Wait()
	all.took = passed()
	for _, n := range bytes {
		all.bytes = max(all.bytes, n)
	}
	return all, errors.Join(failures...)
}

func (s schedule) work(ctx context.Context, worker int, passed func() time.Duration, latencies []time.Duration) (bytes int, err error) {
	w, err := dial(s.address, loopback(worker))
	if err != nil {
		return 0, err
	}
	defer w.close()
	for n := worker; n < len(latencies); n += connections {
		due := time.Duration(n) * time.Second / time.Duration(s.perSecond)
		select {
		case <-time.After(due - passed()):
		case <-ctx.Done():
			return 0, ctx.Err()
		}
		a, err := w.ask(s.request(n))
		if err != nil {
			return 0, err
		}
		if a.Status != s.status {
			return 0, fmt.Errorf("load: %d in place of %d", a.Status, s.status)
		}
		latencies[n] = passed() - due
		bytes = max(bytes, a.Length)
	}
	return bytes, nil
}
