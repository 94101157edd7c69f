package notifications

import (
	"context"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// Opened notes that a person opened a publication: what the bell said of it is read. Like all readers' marks it is
// written within a second, and may be lost.
func (r *Room) Opened(person, publication ids.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[seen{person, publication}] = r.Clock.Now()
}

// FlushMarks writes the marks that wait.
func (r *Room) FlushMarks(ctx context.Context) error {
	r.mu.Lock()
	pending := r.seen
	r.seen = map[seen]clock.Instant{}
	r.mu.Unlock()
	if len(pending) == 0 {
		return nil
	}
	return r.DB.WriteBehind(ctx, func(tx *db.Tx) error {
		for at, moment := range pending {
			_, err := tx.Exec(`
				UPDATE notifications
				SET read_at = $3
				WHERE person_id = $1 AND subject = $2 AND read_at = 0 AND last_at <= $3`,
				at.person, "publication:"+at.publication.String(), moment)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
