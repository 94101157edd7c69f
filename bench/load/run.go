package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"
)

// Options say what is measured, and for how long.
type Options struct {
	// World is Demo, or a size of the data set that stands in Data or Database already.
	World    string
	Data     string // the server's data folder
	Database string // address of PostgreSQL, or nothing for SQLite
	Binary   string // the program
	Listen   string // its address; empty chooses one
	// Scenarios are the names of those to run; none is all.
	Scenarios []string
	Rounds    int           // of each pair
	Each      time.Duration // one side of a round
	Mixed     time.Duration // the scenario « mixed », all rounds together
	Readers   int           // connections that ask for pages
	Writers   int           // people who post
	Sockets   int           // open pages of the scenario « sockets »
	Progress  io.Writer
}

// scenario is something to be measured.
type scenario struct {
	name    string
	measure func(ctx context.Context, h *house) ([]Row, error)
}

// crowded is the scenario that opens thousands of pages at once. It comes last: what the program keeps of such a moment is
// told in its own row, and is not its memory after an ordinary load.
const crowded = "sockets"

// scenarios in the order in which they run: what writes comes after what only reads.
var scenarios = []scenario{
	{"pages", measurePages},
	{"mixed", measureMixed},
	{"reply", measureReply},
	{"sign-in", measureSignIn},
	{crowded, measureSockets},
}

// Names are those of all scenarios.
func Names() []string {
	var names []string
	for _, s := range scenarios {
		names = append(names, s.name)
	}
	return names
}

// Run starts the program, runs the scenarios one after the other and ends it. Errors: whatever keeps a figure from being
// taken; a run is never half told.
func Run(ctx context.Context, o Options) (report *Report, err error) {
	for _, name := range o.Scenarios {
		if !slices.Contains(Names(), name) {
			return nil, fmt.Errorf("load: there is no scenario %q: %v", name, Names())
		}
	}
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return nil, err
	}
	report = &Report{World: o.World, Engine: SQLite}
	if o.Database != "" {
		report.Engine = PostgreSQL
	}
	h := &house{options: o}
	if report.ReadyMS, err = h.begin(ctx); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.server.stop()) }()
	if h.cluster, err = findCluster(ctx, o.Database); err != nil {
		return nil, err
	}
	if h.world, err = enter(o, h.server.address); err != nil {
		return nil, err
	}
	defer h.world.close()
	if err := h.calibrate(ctx); err != nil {
		return nil, err
	}
	for _, s := range scenarios {
		if len(o.Scenarios) > 0 && !slices.Contains(o.Scenarios, s.name) {
			continue
		}
		if s.name == crowded {
			if err := report.rest(ctx, h); err != nil {
				return nil, err
			}
		}
		fmt.Fprintf(o.Progress, "load: %s\n", s.name)
		rows, err := s.measure(ctx, h)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		m, err := memoryOf(h.server.pid())
		if err != nil {
			return nil, err
		}
		for i := range rows {
			rows[i].ResidentMB = megabytes(m.resident)
		}
		report.PeakMB = megabytes(m.peak)
		report.Rows = append(report.Rows, rows...)
	}
	if report.ResidentMB == 0 {
		err = report.rest(ctx, h)
	}
	return report, err
}

// atRest is longer than the program keeps what it took for passwords.
const atRest = 4 * time.Second

// rest takes the memory of the program once nobody has asked it anything for a moment.
func (r *Report) rest(ctx context.Context, h *house) error {
	select {
	case <-time.After(atRest):
	case <-ctx.Done():
		return ctx.Err()
	}
	m, err := memoryOf(h.server.pid())
	r.ResidentMB, r.PeakMB = megabytes(m.resident), megabytes(m.peak)
	return err
}

// begin starts the program, which fills an empty database, then measures how soon it is ready again on it.
func (h *house) begin(ctx context.Context) (ready float64, err error) {
	if h.server, err = start(ctx, h.options); err != nil {
		return 0, err
	}
	if err := settle(ctx, h.options.Database); err != nil {
		return 0, err
	}
	var each []float64
	for range max(1, h.options.Rounds) {
		if err := h.server.stop(); err != nil {
			return 0, err
		}
		if h.server, err = start(ctx, h.options); err != nil {
			return 0, err
		}
		each = append(each, milliseconds(h.server.ready))
	}
	return median(each), nil
}

func sorted(figures map[string]float64) []string { return slices.Sorted(maps.Keys(figures)) }

func megabytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }
