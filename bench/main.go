// Command bench makes data sets of any size and measures the program: see bench/README.md.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"osmose/bench/load"
)

// commands are what the program can do.
type commands struct {
	Make    makeCommand    `cmd:"" help:"Make a data set, or go on with one that was begun."`
	Check   checkCommand   `cmd:"" help:"Check a data set against itself."`
	Load    loadCommand    `cmd:"" help:"Start the program and measure it, beside a bare server of the same bytes."`
	Ceiling ceilingCommand `cmd:"" hidden:"" help:"Be the bare server: load starts it."`
}

type ceilingCommand struct{}

// Run serves what load sends.
func (*ceilingCommand) Run() error { return load.ServeCeiling(os.Stdin, os.Stdout) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	parsed := kong.Parse(&c, kong.Name("bench"), kong.Description("Data sets and figures."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.UsageOnError())
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
