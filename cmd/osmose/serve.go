package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"time"

	"osmose/internal/app"
	"osmose/internal/demo"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/config"
	"osmose/internal/platform/web"
)

type serveCommand struct{ config.Settings }

// Run serves until the program is told to stop.
func (c *serveCommand) Run(ctx context.Context) error {
	return serve(ctx, app.Options{Settings: c.Settings}, nil)
}

type demoCommand struct{ config.Settings }

// Run fills an empty database with the demo world, then serves.
func (c *demoCommand) Run(ctx context.Context) error {
	if err := c.Complete(); err != nil {
		return err
	}
	return serve(ctx, app.Options{Settings: c.Settings, Demo: true}, func(ctx context.Context, a *app.App) error {
		if err := demo.Fill(ctx, a); err != nil {
			return err
		}
		return announce(os.Stdout, &c.Settings)
	})
}

type migrateCommand struct{ config.Settings }

// Run opens the database, which migrates it.
func (c *migrateCommand) Run(ctx context.Context) error {
	a, err := open(ctx, app.Options{Settings: c.Settings, Beside: true})
	if err != nil {
		return err
	}
	return a.Close()
}

func open(ctx context.Context, options app.Options) (*app.App, error) {
	options.Clock = clock.System{}
	options.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	return app.Open(ctx, options)
}

// serve answers requests and does the work behind them. The first to fail stops the other.
func serve(ctx context.Context, options app.Options, prepare func(context.Context, *app.App) error) (err error) {
	if err := options.Complete(); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", options.Listen)
	if err != nil {
		return fmt.Errorf("the address can't be listened on: %w", err)
	}
	defer listener.Close()
	a, err := open(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if prepare != nil {
		if err := prepare(ctx, a); err != nil {
			return err
		}
	}
	return run(ctx, a, listener, options.TrustedProxies)
}

func run(ctx context.Context, a *app.App, listener net.Listener, proxies []string) error {
	handler, err := web.BehindProxies(a.Handler(), proxies)
	if err != nil {
		return err
	}
	ballast := make([]byte, ballastSize)
	server := newServer(handler)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work := make(chan error, 1)
	go func() {
		defer stop()
		work <- a.Run(ctx)
	}()
	served := make(chan error, 1)
	go func() {
		defer stop()
		served <- server.Serve(listener)
	}()
	<-ctx.Done()
	runtime.KeepAlive(ballast)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	err = server.Shutdown(grace)
	if failure := <-served; !errors.Is(failure, http.ErrServerClosed) {
		err = errors.Join(err, failure)
	}
	return errors.Join(err, <-work)
}

// ballastSize is the size of memory that is asked for and never touched, so that the system gives none. The garbage
// collector runs when the heap has doubled; the program needs so little that it would run at every sixth page, and take a
// sixth of the processor (docs/performance.md).
const ballastSize = 24 << 20

// newServer returns a server that waits for nobody for ever: neither for who sends slowly nor for who does not read. What
// takes longer by nature (a live page, a large file) moves its own deadlines with http.ResponseController.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      120 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    32 << 10,
	}
}
