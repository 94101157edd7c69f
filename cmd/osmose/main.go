// Command osmose is the whole platform in one program: « osmose demo » shows it, « osmose serve » runs it. Each flag has
// an environment variable; docs/operating.md lists them.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands are what the program can do.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run the platform."`
	Demo    demoCommand    `cmd:"" help:"Run the platform with the demo world, in an empty database."`
	Migrate migrateCommand `cmd:"" help:"Bring the schema of the database up to date, and stop."`
	Doctor  doctorCommand  `cmd:"" help:"Examine an installation; nothing is changed."`
	Admin   adminCommand   `cmd:"" help:"Set up an installation: people, networks, spaces, members."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	parsed := kong.Parse(&c, kong.Name("osmose"),
		kong.Description("Spaces for professional communities: discussions, and what grows around them."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.UsageOnError())
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "osmose:", err)
		os.Exit(1)
	}
}
