package accounts

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

// marksWait is how long marks gather before they are written together: under a second.
const marksWait = 500 * time.Millisecond

// mark is « this session was used then ».
type mark struct {
	person, session ids.ID
	at              clock.Instant
}

// marks gathers the marks of a node between two writes.
type marks struct {
	mu      sync.Mutex
	pending map[ids.ID]mark // by session; the first of each stays
	some    chan struct{}
}

func newMarks() *marks { return &marks{pending: map[ids.ID]mark{}, some: make(chan struct{}, 1)} }

func (m *marks) add(one mark) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.pending[one.session]; known {
		return
	}
	m.pending[one.session] = one
	select {
	case m.some <- struct{}{}:
	default:
	}
}

// take empties the marks. They are in the order of people, so that two nodes never wait for each other's rows.
func (m *marks) take() []mark {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make([]mark, 0, len(m.pending))
	for _, one := range m.pending {
		all = append(all, one)
	}
	clear(m.pending)
	slices.SortFunc(all, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.session, b.session))
	})
	return all
}

// Run writes the readers' marks in batches until ctx ends, and then what still waits.
func (r *Room) Run(ctx context.Context) {
	for ctx.Err() == nil {
		select {
		case <-r.marks.some:
			pause(ctx, marksWait)
			r.flushOrLog(ctx)
		case <-ctx.Done():
		}
	}
	r.flushOrLog(ctx)
}

func (r *Room) flushOrLog(ctx context.Context) {
	if err := r.Flush(context.WithoutCancel(ctx)); err != nil {
		r.log.LogAttrs(ctx, slog.LevelWarn, "reader's marks lost", slog.Any("error", err))
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// Flush writes the marks that wait. Run calls it; tests do when they want to see them.
func (r *Room) Flush(ctx context.Context) error {
	all := r.marks.take()
	if len(all) == 0 {
		return nil
	}
	return r.db.WriteBehind(ctx, func(tx *db.Tx) error {
		for _, one := range all {
			if err := one.write(tx); err != nil {
				return err
			}
		}
		return nil
	})
}
