package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"osmose/bench/dataset"
)

type makeCommand struct {
	Size     string `default:"full" enum:"tiny,small,full" help:"tiny, small or full."`
	Seed     uint64 `default:"1" help:"The same seed gives the same rows."`
	Data     string `required:"" help:"Data folder of the program; empty at first." type:"path"`
	Database string `help:"Address of a PostgreSQL database, empty at first. None: SQLite in the data folder." env:"OSMOSE_TEST_DATABASE"`
	Index    bool   `help:"Have the product index every text too, so that searches find something: much longer."`
}

// Run makes the data set.
func (c *makeCommand) Run(ctx context.Context) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	if err := dataset.Make(ctx, o); err != nil || !c.Index {
		return err
	}
	return dataset.Index(ctx, o)
}

func (c *makeCommand) options() (dataset.Options, error) {
	size, err := dataset.SizeNamed(c.Size)
	return dataset.Options{Size: size, Seed: c.Seed, Data: c.Data, Database: c.Database, Progress: os.Stderr}, err
}

type checkCommand struct {
	makeCommand
	Keys bool `help:"Look at every foreign key too: minutes on the full size."`
}

// Run says what is untrue in a data set, and fails if anything is.
func (c *checkCommand) Run(ctx context.Context) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	problems, err := dataset.Check(ctx, o, c.Keys)
	if err != nil {
		return err
	}
	for _, problem := range problems {
		fmt.Println(problem)
	}
	if len(problems) > 0 {
		return errors.New("the data set contradicts itself")
	}
	fmt.Println("nothing contradicts itself")
	return nil
}
