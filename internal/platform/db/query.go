package db

import (
	"database/sql"
	"errors"
	"fmt"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/ids"
)

// ErrNoRows says that One found nothing.
var ErrNoRows = sql.ErrNoRows

// Querier runs queries: what Read returns, and every Tx.
type Querier interface {
	// ask runs a query and has read see its answer, before it returns.
	ask(text string, args []any, read func(rows) error) error
}

// Tx is a transaction. Now is fixed for the whole of it.
type Tx struct {
	Now clock.Instant
	session
	after []func()
}

// session runs statements one after the other and tells who listens.
type session struct {
	runner  runner
	observe func(string, []any)
	count   *Counter
}

func (s *session) notice(text string, args []any) {
	if s.observe != nil {
		s.observe(text, args)
	}
	if s.count != nil {
		s.count.n.Add(1)
	}
}

func (s *session) ask(text string, args []any, read func(rows) error) error {
	args = plain(args)
	s.notice(text, args)
	if err := s.runner.query(text, args, read); err != nil {
		return fmt.Errorf("%w\n\tin %s", err, text)
	}
	return nil
}

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(text string, args ...any) (int64, error) {
	args = plain(args)
	tx.notice(text, args)
	changed, err := tx.runner.exec(text, args)
	if err != nil {
		return 0, fmt.Errorf("%w\n\tin %s", err, text)
	}
	return changed, nil
}

// AfterCommit runs f once the transaction is on disk; never if it fails.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// Attempt runs work so that its failure undoes only its own changes.
func (tx *Tx) Attempt(work func() error) error {
	if _, err := tx.runner.exec("SAVEPOINT attempt", nil); err != nil {
		return err
	}
	before := len(tx.after)
	failure := guarded(work)
	if failure == nil {
		_, err := tx.runner.exec("RELEASE SAVEPOINT attempt", nil)
		return err
	}
	tx.after = tx.after[:before]
	for _, text := range []string{"ROLLBACK TO SAVEPOINT attempt", "RELEASE SAVEPOINT attempt"} {
		if _, err := tx.runner.exec(text, nil); err != nil {
			return errors.Join(failure, err)
		}
	}
	return failure
}

// guarded turns a panic of work into an error, so that the writer survives it.
func guarded(work func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("db: panic in a transaction: %v", r)
		}
	}()
	return work()
}

// plain turns our named integers into what both drivers take without reflection.
func plain(args []any) []any {
	for i, arg := range args {
		switch v := arg.(type) {
		case ids.ID:
			args[i] = int64(v)
		case clock.Instant:
			args[i] = int64(v)
		case int:
			args[i] = int64(v)
		}
	}
	return args
}

// OrNull is an id to store where zero means « none ».
func OrNull(id ids.ID) any {
	if id == 0 {
		return nil
	}
	return id
}

// In returns the placeholders of a list of ids or words, numbered from first, and their values. The list is padded by
// repeating its last one to 1, 5, 20, 50, 200 or a multiple of 200, so that few statements are prepared; an empty list
// matches nothing but zero.
func In[T ids.ID | string](first int, list []T) (placeholders string, args []any) {
	n := padded(len(list))
	args = make([]any, n)
	var last T
	for i := range args {
		if i < len(list) {
			last = list[i]
		}
		args[i] = last
	}
	plain(args)
	text := make([]byte, 0, n*4)
	for i := range n {
		if i > 0 {
			text = append(text, ',')
		}
		text = fmt.Appendf(text, "$%d", first+i)
	}
	return string(text), args
}

func padded(n int) int {
	for _, size := range []int{1, 5, 20, 50, 200} {
		if n <= size {
			return size
		}
	}
	return (n + 199) / 200 * 200
}
