package jobs

import (
	"context"
	"fmt"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

const (
	maxAttempts  = 10
	poll         = time.Second
	outsideLease = 5 * time.Minute
)

type job struct {
	ID        ids.ID        `db:"id"`
	Name      string        `db:"name"`
	Body      string        `db:"body"`
	Attempts  int64         `db:"attempts"`
	CreatedAt clock.Instant `db:"created_at"`
}

// Run works until ctx is done. A failure of the database is logged, and tried again at the next turn.
func (q *Queue) Run(ctx context.Context) error {
	if err := q.schedule(ctx); err != nil {
		return err
	}
	timer := time.NewTimer(poll)
	defer timer.Stop()
	for {
		busy, err := q.turn(ctx)
		if err != nil && ctx.Err() == nil {
			q.log.Error("jobs", "error", err)
		}
		if busy && err == nil {
			continue
		}
		timer.Reset(poll)
		select {
		case <-ctx.Done():
			return nil
		case <-q.wake:
		case <-timer.C:
		}
	}
}

// Drain runs what is due and returns when nothing is.
func (q *Queue) Drain(ctx context.Context) error {
	for {
		busy, err := q.turn(ctx)
		if err != nil || !busy {
			return err
		}
	}
}

// schedule makes sure that each periodic job waits once.
func (q *Queue) schedule(ctx context.Context) error {
	return q.db.Write(ctx, func(tx *db.Tx) error {
		for name, period := range q.periodic {
			if err := q.PutOnce(tx, name, "every:"+name, struct{}{}, tx.Now.Add(period)); err != nil {
				return err
			}
		}
		return nil
	})
}

// turn runs a batch of each lane and says whether there was anything.
func (q *Queue) turn(ctx context.Context) (busy bool, err error) {
	inside, err := q.insideBatch(ctx)
	if err != nil {
		return false, err
	}
	outside, err := q.outsideBatch(ctx)
	return inside+outside > 0, err
}

// insideBatch claims, runs and deletes in one transaction: a crash leaves all as before.
func (q *Queue) insideBatch(ctx context.Context) (n int, err error) {
	err = q.db.WriteBehind(ctx, func(tx *db.Tx) error {
		batch, err := claim(tx, "inside", time.Minute)
		if err != nil {
			return err
		}
		n = len(batch)
		for _, j := range batch {
			h := q.handlers[j.Name]
			failure := tx.Attempt(func() error {
				if h.inside == nil {
					return fmt.Errorf("nobody handles %s", j.Name)
				}
				return h.inside(tx, []byte(j.Body))
			})
			if err := q.settle(tx, j, failure); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// outsideBatch claims on disk first, so that no other node does the same work meanwhile.
func (q *Queue) outsideBatch(ctx context.Context) (int, error) {
	var batch []job
	err := q.db.WriteBehind(ctx, func(tx *db.Tx) (err error) {
		batch, err = claim(tx, "outside", outsideLease)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, j := range batch {
		failure := fmt.Errorf("nobody handles %s", j.Name)
		if h := q.handlers[j.Name]; h.outside != nil {
			failure = guarded(func() error { return h.outside(ctx, []byte(j.Body)) })
		}
		err := q.db.WriteBehind(ctx, func(tx *db.Tx) error { return q.settle(tx, j, failure) })
		if err != nil {
			return len(batch), err
		}
	}
	return len(batch), nil
}

// guarded turns a panic of a handler into a failure of its job: the program would otherwise fall, start again, and fall
// over the same job for ever. Inside jobs are guarded by their transaction.
func guarded(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("jobs: panic: %v", cause)
		}
	}()
	return work()
}

// claim locks what is due. The condition stands twice: without the outer one PostgreSQL hands a job to two workers.
func claim(tx *db.Tx, lane string, lease time.Duration) ([]job, error) {
	due, err := db.All[int64](tx, `
		SELECT id FROM jobs
		WHERE lane = $1 AND run_at <= $2 AND locked_until < $2
		LIMIT 1`, lane, tx.Now)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	return db.All[job](tx, `
		UPDATE jobs SET locked_until = $3, attempts = attempts + 1
		WHERE id IN (
			SELECT id FROM jobs
			WHERE lane = $1 AND run_at <= $2 AND locked_until < $2
			ORDER BY run_at, id
			LIMIT 100
		) AND locked_until < $2
		RETURNING id, name, body, attempts, created_at`,
		lane, tx.Now, tx.Now.Add(lease))
}

// settle deletes a job that is done, plans a periodic one again, gives a failed one its next try, or buries it.
func (q *Queue) settle(tx *db.Tx, j job, failure error) error {
	if failure != nil {
		return q.fail(tx, j, failure)
	}
	if period, again := q.periodic[j.Name]; again {
		_, err := tx.Exec(`UPDATE jobs SET run_at = $2, locked_until = 0, attempts = 0 WHERE id = $1`, j.ID, tx.Now.Add(period))
		return err
	}
	_, err := tx.Exec(`DELETE FROM jobs WHERE id = $1`, j.ID)
	return err
}

func (q *Queue) fail(tx *db.Tx, j job, failure error) error {
	_, known := q.handlers[j.Name]
	_, periodic := q.periodic[j.Name]
	q.log.Warn("job failed", "job", j.Name, "id", j.ID, "attempt", j.Attempts, "error", failure)
	if known && (j.Attempts < maxAttempts || periodic) {
		_, err := tx.Exec(`UPDATE jobs SET run_at = $2, locked_until = 0, last_error = $3 WHERE id = $1`,
			j.ID, tx.Now.Add(backOff(j.Attempts)), failure.Error())
		return err
	}
	_, err := tx.Exec(`
		INSERT INTO dead_letters (id, name, body, attempts, error, created_at, died_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		j.ID, j.Name, j.Body, j.Attempts, failure.Error(), j.CreatedAt, tx.Now)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM jobs WHERE id = $1`, j.ID)
	return err
}

// backOff waits 5 s after the first failure, twice as long after each, one hour at most.
func backOff(attempts int64) time.Duration {
	return min(5*time.Second<<min(attempts-1, 20), time.Hour)
}
