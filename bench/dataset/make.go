package dataset

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"

	"osmose/internal/app"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/config"
)

// Options say what is made, and where.
type Options struct {
	Size     Size
	Seed     uint64
	Data     string // the data folder of « osmose serve »
	Database string // address of PostgreSQL, or nothing for SQLite
	Progress io.Writer
}

// worldNote names the note of what a database holds; whole, that of a data set that is finished.
const (
	worldNote = "world"
	wholeNote = "whole"
)

// Make makes a data set, or goes on with one that was begun; a whole one is left as it is. Errors: a database that has
// other people, or another data set.
func Make(ctx context.Context, o Options) (err error) {
	if err := migrate(ctx, o); err != nil {
		return err
	}
	s, err := o.open(ctx, hurry...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	m := &maker{Options: o, store: s}
	if whole, err := m.admit(ctx); err != nil || whole {
		return err
	}
	m.plan = draw(o.Size, o.Seed)
	if err := m.fill(ctx); err != nil {
		return err
	}
	return m.end(ctx)
}

// migrate has the product bring the schema up to date.
func migrate(ctx context.Context, o Options) error {
	a, err := o.House(ctx)
	if err != nil {
		return err
	}
	return a.Close()
}

// House opens the installation whose database is made.
func (o Options) House(ctx context.Context) (*app.App, error) {
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return nil, err
	}
	return app.Open(ctx, app.Options{
		Settings: config.Settings{Data: o.Data, Database: o.Database, Listen: "127.0.0.1:8080", Service: "Osmose", MailFrom: "bench@osmose.example"},
		Clock:    clock.System{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
}

// open opens the database; pragmas are SQLite's.
func (o Options) open(ctx context.Context, pragmas ...string) (store, error) {
	if o.Database != "" {
		return openPostgres(ctx, o.Database)
	}
	return openSQLite(ctx, o.Data, pragmas...)
}

type maker struct {
	Options
	store
	plan *plan
	bar  *bar
}

// admit says whether the data set is there already, and refuses a database of others.
func (m *maker) admit(ctx context.Context) (whole bool, err error) {
	world := fmt.Sprintf("%s %d", m.Size.Name, m.Seed)
	found, err := m.note(ctx, worldNote)
	if err != nil {
		return false, err
	}
	inhabited, err := m.inhabited(ctx)
	switch {
	case err != nil:
		return false, err
	case found == "" && inhabited:
		return false, errors.New("this database has people of its own: make the data set in an empty folder or database")
	case found != "" && found != world:
		return false, fmt.Errorf("this database holds the data set « %s »: make another one elsewhere", found)
	case found == "":
		var large []string
		for _, s := range (&plan{}).steps() {
			if s.large {
				large = append(large, s.table)
			}
		}
		return false, m.begin(ctx, world, large)
	}
	is, err := m.note(ctx, wholeNote)
	return is != "", err
}

// fill puts the rows of every table. While one chunk is put, the next are written on another core.
func (m *maker) fill(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	type written struct {
		step   step
		chunk  int
		values []any
		units  int
	}
	steps := m.plan.steps()
	m.bar = newBar(m.Progress, steps)
	ready := make(chan written, 2)
	go func() {
		defer close(ready)
		w := newWriter(m.plan)
		for _, s := range steps {
			done, err := m.note(ctx, s.table)
			if err != nil {
				stop(err)
				return
			}
			first, _ := strconv.Atoi(done) // nothing is none
			size := max(1, int(float64(m.Size.Chunk)/max(s.per, 0.2)))
			for chunk := 0; chunk*size < s.units; chunk++ {
				from, to := chunk*size, min(s.units, (chunk+1)*size)
				if chunk < first {
					m.bar.skip(s, to-from)
					continue
				}
				select {
				case ready <- written{s, chunk, w.chunk(s, from, to), to - from}:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	for each := range ready {
		if err := m.put(ctx, each.step, each.chunk, each.values); err != nil {
			return err
		}
		m.bar.put(each.step, each.units, len(each.values)/len(each.step.columns))
	}
	return context.Cause(ctx)
}

// end builds the indexes, and writes beside the database what load scripts ask for.
func (m *maker) end(ctx context.Context) error {
	list, err := m.missing(ctx)
	if err != nil {
		return err
	}
	for _, i := range list {
		m.bar.say("index " + i.name)
		if err := m.build(ctx, i); err != nil {
			return fmt.Errorf("dataset: %s: %w", i.name, err)
		}
	}
	m.bar.say("finishing")
	if err := m.plan.knownToLoad().write(m.Data); err != nil {
		return err
	}
	if err := m.finish(ctx, wholeNote, "yes"); err != nil {
		return err
	}
	m.bar.end()
	return nil
}
