package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

const (
	maxAttempts = 10
	poll        = time.Second
	insideBatch = 100
)

// lane is a kind of jobs outside: how many are claimed at once, and what each may take.
type lane struct {
	name     string
	batch    int
	patience time.Duration
}

var (
	outside = lane{"outside", 5, time.Minute}
	slow    = lane{"slow", 1, 4 * time.Minute}
)

// lease is how long a batch is claimed. It ends before, even if each of its jobs takes all the time it has: another node
// would otherwise send the same mail.
func (l lane) lease() time.Duration { return time.Duration(l.batch+1) * l.patience }

// insideLease is never waited for: what claims these jobs also ends them, in one transaction.
const insideLease = 6 * time.Minute

type job struct {
	ID        ids.ID        `db:"id"`
	Name      string        `db:"name"`
	Body      string        `db:"body"`
	Attempts  int64         `db:"attempts"`
	CreatedAt clock.Instant `db:"created_at"`
}

// Run works until ctx is done, each lane by itself, so that a mail server that hesitates holds up nobody's bell. A
// failure of the database is logged, and tried again at the next turn.
func (q *Queue) Run(ctx context.Context) error {
	if err := q.schedule(ctx); err != nil {
		if ctx.Err() != nil {
			return nil // told to stop before it began, which is no failure
		}
		return err
	}
	var lanes sync.WaitGroup
	lanes.Go(func() { q.work(ctx, q.wakeInside, q.runInside) })
	lanes.Go(func() {
		q.work(ctx, q.wakeOutside, func(ctx context.Context) (int, error) { return q.runOutside(ctx, outside) })
	})
	lanes.Go(func() {
		q.work(ctx, q.wakeSlow, func(ctx context.Context) (int, error) { return q.runOutside(ctx, slow) })
	})
	lanes.Wait()
	return nil
}

// batch runs what is due in a lane, some at a time, and says how many there were.
type batch func(ctx context.Context) (int, error)

func (q *Queue) work(ctx context.Context, wake <-chan struct{}, run batch) {
	timer := time.NewTimer(poll)
	defer timer.Stop()
	for {
		n, err := run(ctx)
		if err != nil && ctx.Err() == nil {
			q.log.Error("jobs", "error", err)
		}
		if n > 0 && err == nil {
			continue
		}
		timer.Reset(poll)
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-timer.C:
		}
	}
}

// Drain runs what is due in all lanes and returns when nothing is.
func (q *Queue) Drain(ctx context.Context) error {
	for {
		inside, err := q.runInside(ctx)
		if err != nil {
			return err
		}
		mails, err := q.runOutside(ctx, outside)
		if err != nil {
			return err
		}
		long, err := q.runOutside(ctx, slow)
		if err != nil || inside+mails+long == 0 {
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

// runInside claims, runs and deletes in one transaction: a crash leaves all as before.
func (q *Queue) runInside(ctx context.Context) (n int, err error) {
	err = q.db.WriteBehind(ctx, func(tx *db.Tx) error {
		batch, err := claim(tx, "inside", insideBatch, insideLease)
		if err != nil {
			return err
		}
		n = len(batch)
		for _, j := range batch {
			failure := tx.Attempt(func() error {
				if h := q.handlers[j.Name]; h.inside != nil {
					return h.inside(tx, []byte(j.Body))
				}
				return unhandled(j)
			})
			if err := q.settle(tx, j, failure); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// runOutside claims on disk first, so that no other node does the same work meanwhile. A job that was done is settled
// even if the program is told to stop, else it would be done again.
func (q *Queue) runOutside(ctx context.Context, l lane) (int, error) {
	var batch []job
	err := q.db.WriteBehind(ctx, func(tx *db.Tx) (err error) {
		batch, err = claim(tx, l.name, l.batch, l.lease())
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, j := range batch {
		if err := ctx.Err(); err != nil {
			return len(batch), err
		}
		failure := q.doOutside(ctx, j, l.patience)
		err := q.db.WriteBehind(context.WithoutCancel(ctx), func(tx *db.Tx) error { return q.settle(tx, j, failure) })
		if err != nil {
			return len(batch), err
		}
	}
	return len(batch), nil
}

// doOutside turns a panic of the handler into a failure of this one job.
func (q *Queue) doOutside(ctx context.Context, j job, patience time.Duration) (err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	if h := q.handlers[j.Name]; h.outside != nil {
		return h.outside(ctx, []byte(j.Body))
	}
	return unhandled(j)
}

func unhandled(j job) error { return fmt.Errorf("nobody handles %s", j.Name) }

// claim locks what is due. The condition stands twice: without the outer one PostgreSQL hands a job to two workers.
func claim(tx *db.Tx, lane string, most int, lease time.Duration) ([]job, error) {
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
			LIMIT $4
		) AND locked_until < $2
		RETURNING id, name, body, attempts, created_at`,
		lane, tx.Now, tx.Now.Add(lease), most)
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
