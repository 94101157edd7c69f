package main

import (
	"context"
	"os"

	"osmose/bench/dataset"
)

type makeCommand struct {
	Size     string `default:"full" enum:"tiny,small,full" help:"tiny, small or full."`
	Seed     uint64 `default:"1" help:"The same seed gives the same rows."`
	Data     string `required:"" help:"Data folder of the program; empty at first." type:"path"`
	Database string `help:"Address of a PostgreSQL database, empty at first. None: SQLite in the data folder." env:"OSMOSE_TEST_DATABASE"`
}

// Run makes the data set.
func (c *makeCommand) Run(ctx context.Context) error {
	size, err := dataset.SizeNamed(c.Size)
	if err != nil {
		return err
	}
	return dataset.Make(ctx, dataset.Options{Size: size, Seed: c.Seed, Data: c.Data, Database: c.Database, Progress: os.Stderr})
}
