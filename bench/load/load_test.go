package load_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"osmose/bench/dataset"
	"osmose/bench/load"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db/dbtest"
)

// TestMain is the ceiling too: a run starts its own program again.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == load.CeilingCommand {
		if err := load.ServeCeiling(os.Stdin, os.Stdout); err != nil {
			panic(err)
		}
		return
	}
	os.Exit(m.Run())
}

// TestEveryFigureIsTaken runs everything for moments, on the demo and on a data set: what it measures so is nothing to go
// by, but each figure is there and can be true.
func TestEveryFigureIsTaken(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "osmose")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "osmose/cmd/osmose").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	size, err := dataset.SizeNamed("tiny")
	if err != nil {
		t.Fatal(err)
	}
	var beside *load.Report
	for _, world := range []string{load.Demo, size.Name} {
		o := load.Options{
			World: world, Data: t.TempDir(), Database: dbtest.Config(t, clock.System{}).URL, Binary: program,
			Rounds: 1, Each: 250 * time.Millisecond, Mixed: 400 * time.Millisecond, Readers: 2, Writers: 4, Sockets: 100, Progress: io.Discard,
		}
		if world != load.Demo {
			if err := dataset.Make(t.Context(), dataset.Options{Size: size, Seed: 1, Data: o.Data, Database: o.Database, Progress: io.Discard}); err != nil {
				t.Fatal(err)
			}
		}
		report, err := load.Run(t.Context(), o)
		if err != nil {
			t.Fatalf("%s: %v", world, err)
		}
		lookAt(t, report)
		saved := filepath.Join(o.Data, "figures.json")
		if err := report.Save(saved); err != nil {
			t.Fatal(err)
		}
		again, err := load.ReadReport(saved)
		if err != nil || len(again.Rows) != len(report.Rows) || again.Rows[0].P50 != report.Rows[0].P50 {
			t.Errorf("what was saved is not what was found: %v", err)
		}
		var told bytes.Buffer
		if err := report.Print(&told); err != nil {
			t.Fatal(err)
		}
		if _, err := report.Judge(&told, beside); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"thread gzip", "sign-in", load.OldestJob, "kept"} {
			if !strings.Contains(told.String(), name) {
				t.Errorf("the table does not tell of %q:\n%s", name, &told)
			}
		}
		if beside != nil && strings.Contains(told.String(), "not measured") {
			t.Errorf("a promise is not measured:\n%s", &told)
		}
		beside = report
	}
}

func lookAt(t *testing.T, report *load.Report) {
	t.Helper()
	seen := map[string]bool{}
	for _, row := range report.Rows {
		seen[row.Scenario] = true
		for name, value := range map[string]float64{
			"requests": float64(row.Requests), "requests a second": row.PerSecond, "p50": row.P50, "p99": row.P99, "allocations": row.Allocations,
			"bytes allocated": row.AllocatedKB, "resident memory": row.ResidentMB, "ceiling": row.CeilingRate,
		} {
			// A few requests, and frames to a few open pages, allocate less than may come between two readings of the figures.
			few := (row.Requests < 50 || row.Scenario == "sockets") && (name == "allocations" || name == "bytes allocated")
			if value < 0 || value == 0 && !few {
				t.Errorf("%s, %s on %s: %s is %v", row.Name(), report.World, report.Engine, name, value)
			}
		}
		if row.P99 < row.P50 {
			t.Errorf("%s: p99 %v is under p50 %v", row.Name(), row.P99, row.P50)
		}
	}
	for _, name := range []string{"thread", "space", "threads", "home", "mixed", "reply", "sign-in"} {
		if !seen[name] {
			t.Errorf("%s was not measured", name)
		}
	}
	if thread := report.Rows[0]; thread.BodyKB < 20*report.Rows[1].BodyKB/19 || thread.BodyKB < dataset.Replies*500/1024 {
		t.Errorf("a thread of %d replies of 500 characters has %.1f KB, %.1f packed", dataset.Replies, thread.BodyKB, report.Rows[1].BodyKB)
	}
	if report.ReadyMS <= 0 || report.PeakMB < report.ResidentMB || report.ResidentMB < 5 {
		t.Errorf("ready in %v ms, memory %v of at most %v MB", report.ReadyMS, report.ResidentMB, report.PeakMB)
	}
}

func TestAPromiseIsJudgedByItsLimits(t *testing.T) {
	t.Parallel()
	report := func(thread, replies float64) *load.Report {
		return &load.Report{World: load.Demo, Engine: load.SQLite, ReadyMS: 1, ResidentMB: 1, Rows: []load.Row{
			{Scenario: "thread", Server: thread, Ratio: 1}, {Scenario: "reply", PerSecond: replies},
		}}
	}
	for _, c := range []struct {
		report *load.Report
		broken int
		says   string
	}{
		{report(0.4, 2000), 0, "kept"}, {report(1.4, 600), 0, "not the aim yet"}, {report(1.6, 600), 1, "BROKEN"}, {report(1.6, 400), 2, "BROKEN"},
	} {
		var told bytes.Buffer
		broken, err := c.report.Judge(&told, nil)
		if err != nil || broken != c.broken || !strings.Contains(told.String(), c.says) {
			t.Errorf("%d broken in place of %d, %v:\n%s", broken, c.broken, err, &told)
		}
		if strings.Contains(told.String(), "BROKEN") != (c.broken > 0) {
			t.Errorf("the table and the count differ:\n%s", &told)
		}
	}
}

func TestAnUnknownScenarioIsRefused(t *testing.T) {
	t.Parallel()
	_, err := load.Run(t.Context(), load.Options{Scenarios: []string{"everything"}, Data: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "everything") {
		t.Error(err)
	}
}
