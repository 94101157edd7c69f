// Package jobs is the transactional outbox: a verb puts its jobs in the transaction of its change, and workers run them
// at least once afterwards. A handler is idempotent. Three lanes: inside jobs only write to the database, and a batch of
// them shares one commit; outside jobs touch the world (mail), and run after their claim is on disk; slow jobs are outside
// jobs that may take minutes, one at a time in each program, so that no mail waits for them.
package jobs

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"sync/atomic"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() fs.FS { return migrations }

// Queue holds the handlers and runs the jobs of one database.
type Queue struct {
	db       *db.DB
	clock    clock.Clock
	log      *slog.Logger
	handlers map[string]handler
	periodic map[string]time.Duration
	// One bell for each lane; a bell that rings already need not be rung.
	wakeInside, wakeOutside, wakeSlow chan struct{}
	others                            func() // wakes the other nodes; nil when there are none
	telling                           atomic.Bool
}

// handler has one of its two functions.
type handler struct {
	inside  func(tx *db.Tx, body []byte) error
	outside func(ctx context.Context, body []byte) error
	slow    bool
}

func (h handler) lane() string {
	switch {
	case h.slow:
		return slow.name
	case h.outside != nil:
		return outside.name
	}
	return "inside"
}

// New returns a queue without handlers.
func New(d *db.DB, c clock.Clock, log *slog.Logger) *Queue {
	return &Queue{
		db: d, clock: c, log: log,
		handlers: map[string]handler{}, periodic: map[string]time.Duration{},
		wakeInside: make(chan struct{}, 1), wakeOutside: make(chan struct{}, 1), wakeSlow: make(chan struct{}, 1),
	}
}

// Inside registers the handler of the jobs called name, whose effects are rows.
func Inside[T any](q *Queue, name string, work func(tx *db.Tx, body T) error) {
	q.register(name, handler{inside: func(tx *db.Tx, raw []byte) error {
		var body T
		if err := json.Unmarshal(raw, &body); err != nil {
			return err
		}
		return work(tx, body)
	}})
}

// Outside registers the handler of the jobs called name, whose effects leave the database.
func Outside[T any](q *Queue, name string, work func(ctx context.Context, body T) error) {
	q.register(name, handler{outside: reading(work)})
}

// Slow registers the handler of the jobs called name, each of which may take minutes.
func Slow[T any](q *Queue, name string, work func(ctx context.Context, body T) error) {
	q.register(name, handler{outside: reading(work), slow: true})
}

func reading[T any](work func(ctx context.Context, body T) error) func(ctx context.Context, raw []byte) error {
	return func(ctx context.Context, raw []byte) error {
		var body T
		if err := json.Unmarshal(raw, &body); err != nil {
			return err
		}
		return work(ctx, body)
	}
}

// Every registers work that runs once in each period, on one node.
func (q *Queue) Every(name string, period time.Duration, work func(tx *db.Tx) error) {
	q.register(name, handler{inside: func(tx *db.Tx, _ []byte) error { return work(tx) }})
	q.periodic[name] = period
}

func (q *Queue) register(name string, h handler) {
	if _, twice := q.handlers[name]; twice {
		panic("jobs: two handlers for " + name)
	}
	q.handlers[name] = h
}

// Put adds a job to a transaction; it runs as soon as that is on disk.
func (q *Queue) Put(tx *db.Tx, name string, body any) error {
	return q.insert(tx, name, body, nil, tx.Now)
}

// PutOnce is Put for a job of which one at a time may wait: while one with this key does, nothing is added.
func (q *Queue) PutOnce(tx *db.Tx, name, key string, body any, at clock.Instant) error {
	return q.insert(tx, name, body, &key, at)
}

func (q *Queue) insert(tx *db.Tx, name string, body any, key *string, at clock.Instant) error {
	h, known := q.handlers[name]
	if !known {
		return fmt.Errorf("jobs: nobody handles %s", name)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("jobs: %s: %w", name, err)
	}
	_, err = tx.Exec(`
		INSERT INTO jobs (id, name, lane, body, unique_key, run_at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (unique_key) DO NOTHING`,
		ids.New(tx.Now), name, h.lane(), string(raw), key, at, tx.Now)
	if err != nil {
		return err
	}
	tx.AfterCommit(q.Wake)
	return nil
}

// WakeOthers has f called, to wake the workers of other nodes, when a job may be due: once in a while however many jobs there
// are. f does not wait. It is given before the queue is used.
func (q *Queue) WakeOthers(f func()) { q.others = f }

// tellEvery is how often other nodes are woken at most.
const tellEvery = 20 * time.Millisecond

// Wake tells the workers of all nodes that a job may be due.
func (q *Queue) Wake() {
	q.WakeHere()
	if q.others != nil && !q.telling.Swap(true) {
		time.AfterFunc(tellEvery, func() {
			q.telling.Store(false)
			q.others()
		})
	}
}

// WakeHere tells the workers of this node.
func (q *Queue) WakeHere() {
	for _, bell := range []chan struct{}{q.wakeInside, q.wakeOutside, q.wakeSlow} {
		select {
		case bell <- struct{}{}:
		default:
		}
	}
}

// Lag returns how long the oldest due job has been waiting, slow ones aside; zero when none waits.
func (q *Queue) Lag(ctx context.Context) (time.Duration, error) {
	now := q.clock.Now()
	oldest, err := db.One[clock.Instant](q.db.Read(ctx), `
		SELECT COALESCE(MIN(run_at), $1) FROM jobs WHERE lane IN ('inside', 'outside') AND run_at <= $1`, now)
	if err != nil {
		return 0, err
	}
	return now.Sub(oldest), nil
}
