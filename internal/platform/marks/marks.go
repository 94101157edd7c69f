// Package marks gathers what readers leave by reading (last visit, seen up to here) and writes it in batches, so that
// reading costs no write of its own. A mark is written within a second and may be lost; nothing else may be kept this way.
package marks

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// every is how often marks are written: well within a second.
const every = 500 * time.Millisecond

// Mark says that a reader saw a subject at a moment.
type Mark struct {
	Reader, Subject ids.ID
	At              clock.Instant
}

// Marks are those of one kind that wait on this node. It is safe for use by several goroutines.
type Marks struct {
	db    *db.DB
	write func(tx *db.Tx, m Mark) error

	mu      sync.Mutex
	pending map[key]clock.Instant
}

type key struct{ reader, subject ids.ID }

// New returns an empty gathering, whose marks are written by write.
func New(d *db.DB, write func(tx *db.Tx, m Mark) error) *Marks {
	return &Marks{db: d, write: write, pending: map[key]clock.Instant{}}
}

// Note keeps a mark until it is written; of several on one subject the last stays.
func (m *Marks) Note(one Mark) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pending[key{one.Reader, one.Subject}] = one.At
}

// take empties the gathering. Marks are in the order of readers, so that two nodes never wait for each other's rows.
func (m *Marks) take() []Mark {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make([]Mark, 0, len(m.pending))
	for k, at := range m.pending {
		all = append(all, Mark{k.reader, k.subject, at})
	}
	clear(m.pending)
	slices.SortFunc(all, func(a, b Mark) int {
		return cmp.Or(cmp.Compare(a.Reader, b.Reader), cmp.Compare(a.Subject, b.Subject))
	})
	return all
}

// Flush writes what waits, in one transaction.
func (m *Marks) Flush(ctx context.Context) error {
	all := m.take()
	if len(all) == 0 {
		return nil
	}
	return m.db.WriteBehind(ctx, func(tx *db.Tx) error {
		for _, one := range all {
			if err := m.write(tx, one); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run writes the marks of all kinds until ctx ends, and then what still waits.
func Run(ctx context.Context, log *slog.Logger, kinds ...*Marks) {
	whole := context.WithoutCancel(ctx) // what was taken to be written is written
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for ctx.Err() == nil {
		select {
		case <-ticker.C:
			flush(whole, log, kinds)
		case <-ctx.Done():
		}
	}
	flush(whole, log, kinds)
}

func flush(ctx context.Context, log *slog.Logger, kinds []*Marks) {
	for _, kind := range kinds {
		if err := kind.Flush(ctx); err != nil {
			log.Warn("readers' marks lost", "error", err)
		}
	}
}
