package load

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// promise is a figure that the project promises, of one scenario.
type promise struct {
	says string
	// holds tells whether the promise is about a run.
	about func(r *Report) bool
	// value returns the figure; false when it was not measured.
	value func(r, beside *Report) (float64, bool)
	// must and aim are the limits, zero for none; a figure is under them, or above where more is better.
	must, aim float64
	more      bool
}

// promises are all of them, in one place; docs/quality.md tells them to people.
func promises() []promise {
	var list []promise
	for _, p := range []struct {
		page      string
		must, aim float64
	}{{"thread", 1.5, 0.5}, {"space", 1.5, 0.7}, {"threads", 1.5, 0.7}, {"home", 1.5, 0.7}} {
		list = append(list,
			promise{p.page + ": processor, ms a page", demoOnSQLite, cost(p.page, ""), p.must, p.aim, false},
			promise{p.page + ": gzip adds, ms", demoOnSQLite, packing(p.page), 0.4, 0, false},
			promise{p.page + ": PostgreSQL over SQLite", demoOnPostgres, against(p.page), 2, 0, false},
			promise{p.page + ": data set over demo", onDataSet, against(p.page), 1.5, 0, false},
		)
	}
	return append(list,
		promise{"thread: part of the ceiling", demoOnSQLite, ratio("thread"), 0, 0.25, true},
		promise{"pages while replies are posted: p99, ms", onDataSet, p99("mixed"), 50, 0, false},
		promise{"replies a second, 16 writers on one thread", demoOnSQLite, rate("reply"), 500, 1500, true},
		promise{"replies a second, 16 writers on one thread", demoOnPostgres, rate("reply"), 300, 0, true},
		promise{"open pages told of a reply: p99, ms", demoOnSQLite, p99("sockets"), 500, 250, false},
		promise{OldestJob, everywhere, extra("reply", OldestJob), 5, 0, false},
		promise{"resident memory after load, MB", onSQLite, func(r, _ *Report) (float64, bool) { return r.ResidentMB, true }, 120, 0, false},
		promise{"ready on an existing database, ms", everywhere, func(r, _ *Report) (float64, bool) { return r.ReadyMS, true }, 300, 0, false},
	)
}

func everywhere(*Report) bool       { return true }
func onSQLite(r *Report) bool       { return r.Engine == SQLite }
func onDataSet(r *Report) bool      { return r.World != Demo }
func demoOnSQLite(r *Report) bool   { return r.World == Demo && r.Engine == SQLite }
func demoOnPostgres(r *Report) bool { return r.World == Demo && r.Engine == PostgreSQL }

// figure reads one figure of one row.
func figure(scenario, coding string, of func(*Row) float64) func(r, _ *Report) (float64, bool) {
	return func(r, _ *Report) (float64, bool) {
		row := r.find(scenario, coding)
		if row == nil {
			return 0, false
		}
		return of(row), true
	}
}

// cost is the processor time of a request, the database's included.
func cost(scenario, coding string) func(r, _ *Report) (float64, bool) {
	return figure(scenario, coding, func(row *Row) float64 { return row.Server + row.Database })
}

func p99(scenario string) func(r, _ *Report) (float64, bool) {
	return figure(scenario, "", func(row *Row) float64 { return row.P99 })
}

func rate(scenario string) func(r, _ *Report) (float64, bool) {
	return figure(scenario, "", func(row *Row) float64 { return row.PerSecond })
}

func ratio(scenario string) func(r, _ *Report) (float64, bool) {
	return figure(scenario, "", func(row *Row) float64 { return row.Ratio })
}

func extra(scenario, name string) func(r, _ *Report) (float64, bool) {
	return figure(scenario, "", func(row *Row) float64 { return row.Extra[name] })
}

// packing is what gzip adds to a page.
func packing(page string) func(r, _ *Report) (float64, bool) {
	return func(r, _ *Report) (float64, bool) {
		whole, is := cost(page, "")(r, nil)
		packed, too := cost(page, "gzip")(r, nil)
		return packed - whole, is && too
	}
}

// against is the cost of a page over that in the run beside.
func against(page string) func(r, beside *Report) (float64, bool) {
	return func(r, beside *Report) (float64, bool) {
		if beside == nil {
			return 0, false
		}
		here, is := cost(page, "")(r, nil)
		there, too := cost(page, "")(beside, nil)
		return here / there, is && too && there > 0
	}
}

// Judge prints how each promise about a run is kept, and returns how many that must be are not. beside is the run that it is compared with (the
// same demo on SQLite, or the demo on the same engine), or nil.
func (r *Report) Judge(w io.Writer, beside *Report) (broken int, err error) {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "\npromise\tvalue\tmust\taim\t")
	for _, p := range promises() {
		if !p.about(r) {
			continue
		}
		value, known := p.value(r, beside)
		if !known {
			fmt.Fprintf(t, "%s\tnot measured\t%s\t%s\t\n", p.says, p.limit(p.must), p.limit(p.aim))
			continue
		}
		verdict := "kept"
		switch {
		case p.must != 0 && !p.within(value, p.must):
			verdict = "BROKEN"
			broken++
		case p.aim != 0 && !p.within(value, p.aim):
			verdict = "not the aim yet"
		}
		fmt.Fprintf(t, "%s\t%.3g\t%s\t%s\t%s\n", p.says, value, p.limit(p.must), p.limit(p.aim), verdict)
	}
	return broken, t.Flush()
}

func (p promise) within(value, limit float64) bool {
	if p.more {
		return value >= limit
	}
	return value <= limit
}

func (p promise) limit(n float64) string {
	switch {
	case n == 0:
		return "–"
	case p.more:
		return fmt.Sprintf("≥ %g", n)
	}
	return fmt.Sprintf("≤ %g", n)
}
