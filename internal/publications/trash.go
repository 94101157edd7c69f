package publications

import (
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// TrashKept is how long what was thrown away can be taken back.
const TrashKept = 30 * 24 * time.Hour

// erasedAtOnce is how many publications one turn deletes for good: the next goes on.
const erasedAtOnce = 100

// BeforeErasing has a service hear of its publications that are about to go for good, in the same transaction: what of them
// lies outside the database goes after it.
func (r *Room) BeforeErasing(kind string, hear func(tx *db.Tx, list []ids.ID) error) {
	r.erasing[kind] = hear
}

// EmptyTrash deletes for good what was thrown away long ago, the oldest first, with all that hangs on it.
func (r *Room) EmptyTrash(tx *db.Tx) error {
	type gone struct {
		ID   ids.ID `db:"id"`
		Kind string `db:"kind"`
	}
	list, err := db.All[gone](tx, `
		SELECT p.id, p.kind
		FROM publications p
		WHERE p.state = 'trashed' AND p.changed_at < $1
		ORDER BY p.changed_at
		LIMIT $2`, tx.Now.Add(-TrashKept), erasedAtOnce)
	if err != nil {
		return err
	}
	of := map[string][]ids.ID{}
	for _, p := range list {
		of[p.Kind] = append(of[p.Kind], p.ID)
	}
	for kind, some := range of {
		if hear := r.erasing[kind]; hear != nil {
			if err := hear(tx, some); err != nil {
				return err
			}
		}
		in, args := db.In(1, some)
		if _, err := tx.Exec(`DELETE FROM publications WHERE state = 'trashed' AND id IN (`+in+`)`, args...); err != nil {
			return err
		}
	}
	return nil
}
