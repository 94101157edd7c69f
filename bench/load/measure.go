package load

import (
	"context"
	"errors"
	"slices"
	"time"
)

// house is everything that runs while something is measured.
type house struct {
	server  *server
	cluster *cluster
	world   *world
	options Options
	// scrape is what asking for the metrics takes by itself.
	scrape metrics
}

// taken is what a run took from the server and the database.
type taken struct {
	server, database       time.Duration
	allocations, allocated float64
}

// during measures what work takes of the server and the database.
func (h *house) during(ctx context.Context, work func() error) (t taken, err error) {
	before, err := h.server.metrics(ctx)
	if err != nil {
		return t, err
	}
	server, err := cpuOf(h.server.pid())
	if err != nil {
		return t, err
	}
	database, err := h.cluster.cpu()
	if err != nil {
		return t, err
	}
	if err := work(); err != nil {
		return t, err
	}
	serverAfter, err1 := cpuOf(h.server.pid())
	databaseAfter, err2 := h.cluster.cpu()
	after, err3 := h.server.metrics(ctx)
	t.server, t.database = serverAfter-server, databaseAfter-database
	t.allocations = max(0, after[allocations]-before[allocations]-h.scrape[allocations])
	t.allocated = max(0, after[allocatedBytes]-before[allocatedBytes]-h.scrape[allocatedBytes])
	return t, errors.Join(err1, err2, err3)
}

// calibrate measures what reading the metrics allocates, to take it off what is measured.
func (h *house) calibrate(ctx context.Context) error {
	var last metrics
	var counts, bytes []float64
	for range 4 {
		now, err := h.server.metrics(ctx)
		if err != nil {
			return err
		}
		if last != nil {
			counts, bytes = append(counts, now[allocations]-last[allocations]), append(bytes, now[allocatedBytes]-last[allocatedBytes])
		}
		last = now
	}
	h.scrape = metrics{allocations: slices.Min(counts), allocatedBytes: slices.Min(bytes)}
	return nil
}

// pair measures a load on the server, then the same on the ceiling, several rounds, after a round that is not counted.
func (h *house) pair(ctx context.Context, name string, real, bare load, c *ceiling) (Row, error) {
	var s series
	rounds := h.options.Rounds
	for round := -1; round < rounds; round++ {
		length := h.options.Each
		if round < 0 {
			length = min(length, warmUp)
		}
		if real.before != nil {
			if err := real.before(); err != nil {
				return Row{}, err
			}
		}
		var r run
		var err error
		r.took, err = h.during(ctx, func() (err error) { r.real, err = drive(ctx, real, length); return err })
		if err != nil {
			return Row{}, err
		}
		before, err := cpuOf(c.pid())
		if err != nil {
			return Row{}, err
		}
		if r.bare, err = drive(ctx, bare, length); err != nil {
			return Row{}, err
		}
		after, err := cpuOf(c.pid())
		if err != nil {
			return Row{}, err
		}
		r.ceiling = after - before
		if round >= 0 {
			s = append(s, r)
		}
	}
	return s.row(name), nil
}

// warmUp is how long the first round lasts at most.
const warmUp = 500 * time.Millisecond

// run is one round: the server's and the ceiling's.
type run struct {
	real, bare heard
	took       taken
	ceiling    time.Duration
}

type series []run

// row sums up the rounds: medians of the rounds for rates and costs, percentiles over all of them for latencies.
func (s series) row(name string) Row {
	var real, bare []time.Duration
	for _, r := range s {
		real, bare = append(real, r.real.latencies...), append(bare, r.bare.latencies...)
	}
	each := func(of func(r run) float64) float64 {
		var list []float64
		for _, r := range s {
			list = append(list, of(r))
		}
		return median(list)
	}
	n := func(r run) float64 { return float64(len(r.real.latencies)) }
	perBare := func(r run) float64 { return milliseconds(r.ceiling) / float64(len(r.bare.latencies)) }
	return Row{
		Scenario:      name,
		Requests:      len(real),
		PerSecond:     each(func(r run) float64 { return r.real.perSecond() }),
		P50:           milliseconds(percentile(real, .5)),
		P99:           milliseconds(percentile(real, .99)),
		Server:        each(func(r run) float64 { return milliseconds(r.took.server) / n(r) }),
		Database:      each(func(r run) float64 { return milliseconds(r.took.database) / n(r) }),
		Allocations:   each(func(r run) float64 { return r.took.allocations / n(r) }),
		AllocatedKB:   each(func(r run) float64 { return r.took.allocated / n(r) / 1024 }),
		BodyKB:        float64(s[0].real.bytes) / 1024,
		CeilingRate:   each(func(r run) float64 { return r.bare.perSecond() }),
		CeilingP50:    milliseconds(percentile(bare, .5)),
		CeilingP99:    milliseconds(percentile(bare, .99)),
		CeilingServer: each(perBare),
		// In pairs: what slows the machine down slows both.
		Ratio:     each(func(r run) float64 { return over(perBare(r), milliseconds(r.took.server+r.took.database)/n(r)) }),
		RateRatio: each(func(r run) float64 { return over(r.real.perSecond(), r.bare.perSecond()) }),
	}
}

// over is a ratio; of nothing, which a round shorter than a tick may cost, it is none.
func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(list []float64) float64 {
	slices.Sort(list)
	if len(list)%2 == 1 {
		return list[len(list)/2]
	}
	return (list[len(list)/2-1] + list[len(list)/2]) / 2
}
