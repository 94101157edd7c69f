package budgets

import (
	"context"
	"sync"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
)

// perBudget is how many lots a budget holds: what a node may let pass without the others knowing is one of them.
const perBudget = 10

// lots are what this node has let pass and not written down.
type lots struct {
	mutex sync.Mutex
	open  map[lotKey]*lot
	prune int // how many to reach before those that are over are looked for
}

type lotKey struct{ name, subject string }

// lot is what one subject has spent of one budget since the last row that was written.
type lot struct {
	mutex  sync.Mutex // held while a row is written: others of the same subject wait for what it says
	spent  int
	closed bool // nothing is left until endsAt
	endsAt clock.Instant
}

// SpendInLots is SpendAtOnce for what costs less than a row: completing a name at each key. This node writes down a tenth of
// limit at a time, so that whoever asks for little writes nothing; each further node lets a tenth more pass.
// Errors: *fault.TooMany, as Spend.
func (b *Budgets) SpendInLots(ctx context.Context, name, subject string, limit int, per time.Duration) error {
	now := b.clock.Now()
	held := b.lots.of(lotKey{name, subject}, now)
	held.mutex.Lock()
	defer held.mutex.Unlock()
	if held.endsAt <= now || held.endsAt > now.Add(2*per) { // over, or the clock was set back
		held.spent, held.closed, held.endsAt = 0, false, now.Add(per)
	}
	if held.closed {
		return tooMany(name, held.endsAt.Sub(now))
	}
	held.spent++
	size := max(limit/perBudget, 1)
	if held.spent < size {
		return nil
	}
	var row window
	// Not the context of the request: who hangs up would not have spent.
	err := b.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) (err error) {
		row, err = spend(tx, name, subject, size, per)
		return err
	})
	if err != nil {
		return err
	}
	held.spent, held.closed, held.endsAt = 0, row.Spent >= int64(limit), row.EndsAt
	if row.Spent > int64(limit) {
		return tooMany(name, row.EndsAt.Sub(now))
	}
	return nil
}

// of returns the lot of a subject, and drops those that are over whenever their number has doubled.
func (l *lots) of(key lotKey, now clock.Instant) *lot {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if held := l.open[key]; held != nil {
		return held
	}
	if len(l.open) >= max(l.prune, 1000) {
		for key, old := range l.open {
			if old.over(now) {
				delete(l.open, key)
			}
		}
		l.prune = 2 * len(l.open)
	}
	if l.open == nil {
		l.open = map[lotKey]*lot{}
	}
	held := &lot{}
	l.open[key] = held
	return held
}

// over says whether nobody spends from a lot and its window has ended.
func (l *lot) over(now clock.Instant) bool {
	if !l.mutex.TryLock() {
		return false
	}
	defer l.mutex.Unlock()
	return l.endsAt <= now
}
