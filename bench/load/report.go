package load

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// Row is what one scenario took. Times are milliseconds, for one request where that makes sense.
type Row struct {
	Scenario    string  `json:"scenario"`
	Coding      string  `json:"coding,omitempty"` // « gzip », or nothing
	Requests    int     `json:"requests"`
	PerSecond   float64 `json:"per_second"`
	P50         float64 `json:"p50_ms"`
	P99         float64 `json:"p99_ms"`
	Server      float64 `json:"server_cpu_ms"`
	Database    float64 `json:"database_cpu_ms"` // of PostgreSQL's processes; SQLite's is the server's
	Allocations float64 `json:"allocations"`
	AllocatedKB float64 `json:"allocated_kb"`
	BodyKB      float64 `json:"body_kb"`
	ResidentMB  float64 `json:"resident_mb"` // of the server, when the scenario had ended
	// The same bytes from memory by a bare net/http server.
	CeilingRate   float64 `json:"ceiling_per_second,omitempty"`
	CeilingP50    float64 `json:"ceiling_p50_ms,omitempty"`
	CeilingP99    float64 `json:"ceiling_p99_ms,omitempty"`
	CeilingServer float64 `json:"ceiling_cpu_ms,omitempty"`
	// Ratio is the ceiling's processor time over ours, database included: 1 would be the ceiling itself. RateRatio is ours over the ceiling's in requests a second.
	Ratio     float64 `json:"cpu_ratio,omitempty"`
	RateRatio float64 `json:"rate_ratio,omitempty"`
	// Extra are the figures of one scenario alone, by name.
	Extra map[string]float64 `json:"extra,omitempty"`
}

// Name is the scenario with its coding.
func (r Row) Name() string {
	if r.Coding == "" {
		return r.Scenario
	}
	return r.Scenario + " " + r.Coding
}

// The engines.
const (
	SQLite     = "SQLite"
	PostgreSQL = "PostgreSQL"
)

// Report is what a whole run found.
type Report struct {
	World  string `json:"world"`
	Engine string `json:"engine"`
	// ReadyMS is from the start of the program on an existing database to its first « ready », the median of a few.
	ReadyMS float64 `json:"ready_ms"`
	// ResidentMB is the server's memory some seconds after everything but a crowd of open pages, PeakMB the most that it was.
	ResidentMB float64 `json:"resident_mb"`
	PeakMB     float64 `json:"peak_mb"`
	Rows       []Row   `json:"rows"`
}

// find returns the row of a scenario, nil when it was not measured.
func (r *Report) find(scenario, coding string) *Row {
	for i := range r.Rows {
		if r.Rows[i].Scenario == scenario && r.Rows[i].Coding == coding {
			return &r.Rows[i]
		}
	}
	return nil
}

// Print writes the report as a table for people.
func (r *Report) Print(w io.Writer) error {
	fmt.Fprintf(w, "%s on %s: ready in %.0f ms; resident memory %.0f MB afterwards, %.0f MB at most\n\n", r.World, r.Engine, r.ReadyMS, r.ResidentMB, r.PeakMB)
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "scenario\treq/s\tp50 ms\tp99 ms\tCPU ms\tdatabase\tallocs\talloc KB\tbody KB\tMB\tceiling req/s\tp99\tCPU ms\tCPU ratio\t")
	for _, row := range r.Rows {
		fmt.Fprintf(t, "%s\t%.0f\t%.2f\t%.2f\t%.3f\t%.3f\t%.0f\t%.0f\t%.1f\t%.0f\t", row.Name(), row.PerSecond, row.P50, row.P99, row.Server, row.Database,
			row.Allocations, row.AllocatedKB, row.BodyKB, row.ResidentMB)
		if row.CeilingServer > 0 {
			fmt.Fprintf(t, "%.0f\t%.2f\t%.3f\t%.3f\t", row.CeilingRate, row.CeilingP99, row.CeilingServer, row.Ratio)
		} else {
			fmt.Fprint(t, "\t\t\t\t")
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, row := range r.Rows {
		for _, name := range sorted(row.Extra) {
			fmt.Fprintf(w, "  %s: %s %.4g\n", row.Name(), name, row.Extra[name])
		}
	}
	return nil
}

// Save writes the report as JSON.
func (r *Report) Save(name string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(text, '\n'), 0o644)
}

// ReadReport reads what Save wrote.
func ReadReport(name string) (*Report, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	r := &Report{}
	return r, json.Unmarshal(text, r)
}
