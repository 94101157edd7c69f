package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"osmose/bench/load"
)

type loadCommand struct {
	World     string        `default:"demo" enum:"demo,tiny,small,full" help:"What is served: the demo, or a data set, which is made if it is not there."`
	Seed      uint64        `default:"1" help:"Of the data set."`
	Data      string        `help:"Data folder. Empty: one that is removed at the end." type:"path"`
	Database  string        `help:"Address of a PostgreSQL database. Empty: SQLite." env:"OSMOSE_TEST_DATABASE"`
	Binary    string        `help:"The program to measure. Empty: built from here." type:"path"`
	Listen    string        `help:"Host and port of the program. Empty: a free port."`
	Scenarios []string      `arg:"" optional:"" help:"Scenarios, all unless some are named."`
	Rounds    int           `default:"5" help:"Rounds of each pair of server and ceiling."`
	Each      time.Duration `default:"1s" help:"Length of one side of a round."`
	Mixed     time.Duration `default:"20s" help:"Length of the mixed scenario."`
	Readers   int           `default:"4" help:"Connections that ask for pages."`
	Writers   int           `default:"16" help:"People who post at once."`
	Sockets   int           `default:"10000" help:"Open pages of the scenario with sockets."`
	JSON      string        `help:"File to write the figures to." type:"path"`
	Beside    string        `help:"Figures of an earlier run to compare with: the demo on SQLite, or on the same engine." type:"path"`
	Check     bool          `help:"Fail when a promise that must be kept is broken."`
}

// Run measures, prints and saves.
func (c *loadCommand) Run(ctx context.Context) (err error) {
	folder, err := os.MkdirTemp("", "osmose-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if c.Data == "" {
		c.Data = filepath.Join(folder, "data")
	}
	if c.Binary == "" {
		c.Binary = filepath.Join(folder, "osmose")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", c.Binary, "osmose/cmd/osmose").CombinedOutput(); err != nil {
			return fmt.Errorf("the program can't be built: %w\n%s", err, out)
		}
	}
	if err := c.world(ctx); err != nil {
		return err
	}
	report, err := load.Run(ctx, load.Options{
		World: c.World, Data: c.Data, Database: c.Database, Binary: c.Binary, Listen: c.Listen, Scenarios: c.Scenarios,
		Rounds: c.Rounds, Each: c.Each, Mixed: c.Mixed, Readers: c.Readers, Writers: c.Writers, Sockets: c.Sockets, Progress: os.Stderr,
	})
	if err != nil {
		return err
	}
	if c.JSON != "" {
		if err := report.Save(c.JSON); err != nil {
			return err
		}
	}
	return c.judge(report)
}

// judge prints the figures, and how promises are kept.
func (c *loadCommand) judge(report *load.Report) (err error) {
	if err := report.Print(os.Stdout); err != nil {
		return err
	}
	var beside *load.Report
	if c.Beside != "" {
		if beside, err = load.ReadReport(c.Beside); err != nil {
			return err
		}
	}
	broken, err := report.Judge(os.Stdout, beside)
	if err == nil && broken > 0 && c.Check {
		err = fmt.Errorf("%d promises are broken", broken)
	}
	return err
}

// world makes the data set that is asked for, if it is not there.
func (c *loadCommand) world(ctx context.Context) error {
	if c.World == load.Demo {
		return nil
	}
	return (&makeCommand{Size: c.World, Seed: c.Seed, Data: c.Data, Database: c.Database}).Run(ctx)
}
