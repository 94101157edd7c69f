package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// writer is SQLite's only writing connection and the goroutine that owns it. Writes that wait together share one
// commit, hence one fsync: each runs in a savepoint of its own, so that one that fails takes nothing with it, and each
// is acknowledged after the commit.
type writer struct {
	pool   *sql.DB
	conn   *sql.Conn
	stmts  map[string]*sql.Stmt
	people chan *pending
	jobs   chan *pending
	stop   chan struct{}
	done   chan struct{}
	broken error // why no write is taken any more: the disk refused one
}

// pending is a write that waits for its turn.
type pending struct {
	ctx  context.Context
	work func(runner) error
	err  error
	done chan struct{}
}

// groupSize is how many writes share a commit at most.
const groupSize = 64

var errClosed = errors.New("db: closed")

func openWriter(ctx context.Context, path string) (*writer, error) {
	pool, err := sql.Open("sqlite", dsn(path, "foreign_keys(1)", "cache_size(-16000)"))
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("db: opening %s: %w", path, err), pool.Close())
	}
	w := &writer{
		pool: pool, conn: conn, stmts: map[string]*sql.Stmt{},
		people: make(chan *pending), jobs: make(chan *pending),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	go w.loop()
	return w, nil
}

// run waits for a turn and for the commit.
func (w *writer) run(ctx context.Context, t turn, work func(runner) error) error {
	p := &pending{ctx: ctx, work: work, done: make(chan struct{})}
	queue := w.people
	if t == turnOfJobs {
		queue = w.jobs
	}
	select {
	case queue <- p:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stop:
		return errClosed
	}
	<-p.done
	return p.err
}

// loop takes people's writes in groups, and between two groups one write of the jobs if it waits.
func (w *writer) loop() {
	defer close(w.done)
	for {
		select {
		case p := <-w.people:
			w.commit(w.gather(p))
		case p := <-w.jobs:
			w.commit([]*pending{p})
		case <-w.stop:
			return
		}
		select {
		case p := <-w.jobs:
			w.commit([]*pending{p})
		default:
		}
	}
}

// gather adds to first the writes of people that wait already.
func (w *writer) gather(first *pending) []*pending {
	group := []*pending{first}
	for len(group) < groupSize {
		select {
		case p := <-w.people:
			group = append(group, p)
		default:
			return group
		}
	}
	return group
}

// commit runs a group in one transaction and tells each its result.
func (w *writer) commit(group []*pending) {
	err := w.broken
	if err == nil {
		err = w.transaction(group)
	}
	if isDiskFailure(err) {
		w.broken = err
	}
	for _, p := range group {
		if err != nil {
			p.err = err
		}
		close(p.done)
	}
}

func (w *writer) transaction(group []*pending) error {
	if _, err := w.exec("BEGIN IMMEDIATE", nil); err != nil {
		return err
	}
	succeeded := 0
	for _, p := range group {
		if p.err = w.member(p, len(group) > 1); p.err == nil {
			succeeded++
		}
		if errors.Is(p.err, errLost) {
			_, _ = w.exec("ROLLBACK", nil) // what ended the transaction is the error to tell
			return p.err
		}
	}
	if succeeded == 0 {
		if _, err := w.exec("ROLLBACK", nil); err != nil {
			return errors.Join(group[0].err, err)
		}
		return nil
	}
	if _, err := w.exec("COMMIT", nil); err != nil {
		_, _ = w.exec("ROLLBACK", nil) // the commit's own error is the one to tell
		return err
	}
	return nil
}

// errLost says that SQLite ended the transaction by itself, as it does when the disk is full: what came before is gone,
// and what came after would be stored although the group has failed.
var errLost = errors.New("db: the transaction was lost")

// member runs one write of a group; in a group of its own it needs no savepoint. Errors: errLost; those of the work.
func (w *writer) member(p *pending, shared bool) error {
	if err := p.ctx.Err(); err != nil {
		return err
	}
	if !shared {
		return guarded(func() error { return p.work(w) })
	}
	if _, err := w.exec("SAVEPOINT member", nil); err != nil {
		return err
	}
	failure := guarded(func() error { return p.work(w) })
	if failure != nil {
		if _, err := w.exec("ROLLBACK TO SAVEPOINT member", nil); err != nil {
			return errors.Join(errLost, failure, err)
		}
	}
	if _, err := w.exec("RELEASE SAVEPOINT member", nil); err != nil {
		return errors.Join(errLost, failure, err)
	}
	return failure
}

func (w *writer) query(text string, args []any, read func(rows) error) error {
	stmt, err := w.prepared(text)
	if err != nil {
		return err
	}
	list, err := stmt.Query(args...)
	if err != nil {
		return err
	}
	return readSQL(list, read)
}

func (w *writer) exec(text string, args []any) (int64, error) {
	stmt, err := w.prepared(text)
	if err != nil {
		return 0, err
	}
	result, err := stmt.Exec(args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (w *writer) prepared(text string) (*sql.Stmt, error) {
	if stmt, ok := w.stmts[text]; ok {
		return stmt, nil
	}
	stmt, err := w.conn.PrepareContext(context.Background(), steady(text))
	if err != nil {
		return nil, err
	}
	w.stmts[text] = stmt
	return stmt, nil
}

// isDiskFailure tells the errors after which what is on disk can't be trusted to be what was acknowledged.
func isDiskFailure(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return false
	}
	primary := failure.Code() & 0xff
	return primary == sqlite3.SQLITE_IOERR || primary == sqlite3.SQLITE_CORRUPT
}

func (w *writer) close() error {
	close(w.stop)
	<-w.done
	var errs []error
	for _, stmt := range w.stmts {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(append(errs, w.conn.Close(), w.pool.Close())...)
}
