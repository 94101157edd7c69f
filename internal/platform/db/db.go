// Package db is the one way to the database, SQLite or PostgreSQL, with the same SQL text for both. There are two ways
// in: Read, for queries, and Write, for one transaction. Only this package and the search index know which engine runs.
//
// Times are BIGINT milliseconds (clock.Instant), ids BIGINT (ids.ID), placeholders $1, $2… in any order, none skipped.
package db

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"

	"osmose/internal/platform/clock"
)

// Config says which database to open.
type Config struct {
	// URL is a PostgreSQL address (postgres://…). Empty means SQLite in Dir.
	URL string
	// Dir is the folder of the SQLite file osmose.db; it must exist.
	Dir string
	// Clock gives Tx.Now.
	Clock clock.Clock
	// Observe, if set, hears every statement before it runs. Tests read it.
	Observe func(sql string, args []any)
}

// DB is an open database, safe for use by several goroutines.
type DB struct {
	clock   clock.Clock
	observe func(string, []any)
	engine  engine
	pool    *sql.DB
}

// engine is what differs between SQLite and PostgreSQL.
type engine interface {
	read(ctx context.Context) runner
	write(ctx context.Context, turn turn, work func(runner) error) error
	// migration hands out where migrations run, and what ends them, told whether any did.
	migration(ctx context.Context) (*sql.DB, func(ctx context.Context, migrated bool) error, error)
	translate(sql string) string
	dialect() string
	close() error
}

// runner runs statements on one connection or pool.
type runner interface {
	query(text string, args []any, read func(rows) error) error
	exec(text string, args []any) (changed int64, err error)
}

// turn says who is waiting at SQLite's only writer: people, or the work behind them.
type turn int

const (
	turnOfPeople turn = iota
	turnOfJobs
)

// Open opens a database and checks that it can be used. The schema is left as it is: see Migrate.
func Open(ctx context.Context, config Config) (*DB, error) {
	if config.Clock == nil {
		return nil, errors.New("db: no clock")
	}
	d := &DB{clock: config.Clock, observe: config.Observe}
	var err error
	if config.URL == "" {
		err = d.openSQLite(ctx, config.Dir)
	} else {
		err = d.openPostgres(ctx, config.URL)
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// The engines, as Dialect names them, and as migrations name the parts that one alone reads.
const (
	SQLite   = "sqlite3"
	Postgres = "postgres"
)

// Dialect says which engine runs. The search index alone may ask.
func (d *DB) Dialect() string { return d.engine.dialect() }

// Close waits for the write that runs and closes the database.
func (d *DB) Close() error { return d.engine.close() }

// Ping says whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.pool.PingContext(ctx) }

// Read returns the way to query. Each query sees what was committed when it began.
func (d *DB) Read(ctx context.Context) Querier {
	return &session{runner: d.engine.read(ctx), observe: d.observe, count: counterOf(ctx)}
}

// Write runs work in one transaction and answers nil once it is on disk. The work may run again after a conflict, so it
// has no effect outside tx but what it hands to tx.AfterCommit. A cancelled ctx stops a write that still waits for its
// turn, never one that began.
func (d *DB) Write(ctx context.Context, work func(tx *Tx) error) error {
	return d.writeAt(ctx, turnOfPeople, work)
}

// WriteBehind is Write for the work behind people: at SQLite's writer it gets every second turn.
func (d *DB) WriteBehind(ctx context.Context, work func(tx *Tx) error) error {
	return d.writeAt(ctx, turnOfJobs, work)
}

func (d *DB) writeAt(ctx context.Context, t turn, work func(tx *Tx) error) error {
	var after []func()
	err := d.engine.write(ctx, t, func(r runner) error {
		tx := &Tx{Now: d.clock.Now(), session: session{runner: r, observe: d.observe, count: counterOf(ctx)}}
		if err := work(tx); err != nil {
			return err
		}
		after = tx.after
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range after {
		f()
	}
	return nil
}

// Counter counts the statements of a context, for the test that each page issues a fixed number of them.
type Counter struct{ n atomic.Int64 }

// Count returns how many statements ran.
func (c *Counter) Count() int64 { return c.n.Load() }

type counterKey struct{}

// Counting returns a context whose statements c counts.
func Counting(ctx context.Context, c *Counter) context.Context {
	return context.WithValue(ctx, counterKey{}, c)
}

func counterOf(ctx context.Context) *Counter {
	c, _ := ctx.Value(counterKey{}).(*Counter)
	return c
}
