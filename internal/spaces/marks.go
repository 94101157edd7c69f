package spaces

import (
	"context"
	"sync"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// marks are the readers' own « seen up to here », kept a second in memory, then written together. They may be lost.
type marks struct {
	mu      sync.Mutex
	pending map[mark]clock.Instant
}

type mark struct{ person, space ids.ID }

// Seen notes that a member opened the space now.
func (r *Room) Seen(m Member) {
	r.marks.mu.Lock()
	defer r.marks.mu.Unlock()
	r.marks.pending[mark{m.person, m.SpaceID()}] = r.clock.Now()
}

// FlushMarks writes the marks that wait.
func (r *Room) FlushMarks(ctx context.Context) error {
	r.marks.mu.Lock()
	pending := r.marks.pending
	r.marks.pending = map[mark]clock.Instant{}
	r.marks.mu.Unlock()
	if len(pending) == 0 {
		return nil
	}
	return r.db.WriteBehind(ctx, func(tx *db.Tx) error {
		for at, seen := range pending {
			_, err := tx.Exec(`
				INSERT INTO space_marks (person_id, space_id, seen_at)
				SELECT m.person_id, m.space_id, $3
				FROM memberships m
				WHERE m.person_id = $1 AND m.space_id = $2
				ON CONFLICT (person_id, space_id) DO UPDATE SET seen_at = excluded.seen_at`,
				at.person, at.space, seen)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
