package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// MaxPins is how many threads of a space are pinned at most, the two standing ones included: they stand above all others on
// the first page.
const MaxPins = 11

// Pin keeps a thread of m's space at the top of the list. Pinning it again changes nothing. Errors: a Refusal, also when
// MaxPins are; fault.ErrNotFound.
func Pin(tx *db.Tx, m spaces.Member, thread ids.ID) error {
	if _, err := animate(tx, m, MayPin, thread); err != nil {
		return err
	}
	_, err := tx.Exec(`
		INSERT INTO pins (publication_id, space_id, pinned_by, pinned_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (publication_id) DO NOTHING`, thread, m.SpaceID(), m.PersonID(), tx.Now)
	if err != nil {
		return err
	}
	pinned, err := db.One[int](tx, `SELECT COUNT(*) FROM pins WHERE space_id = $1`, m.SpaceID())
	if err == nil && pinned > MaxPins {
		return &fault.Refusal{Key: "discussions.too_many_pins", Args: fault.Args{"Max": MaxPins}}
	}
	return err
}

// Unpin lets a thread go back among the others. Errors: a Refusal, also for the standing thread; fault.ErrNotFound.
func Unpin(tx *db.Tx, m spaces.Member, thread ids.ID) error {
	t, err := animate(tx, m, MayPin, thread)
	if err != nil {
		return err
	}
	if t.Standing != "" {
		return fault.Refuse("discussions.standing")
	}
	_, err = tx.Exec(`DELETE FROM pins WHERE publication_id = $1 AND space_id = $2`, thread, m.SpaceID())
	return err
}

// animate begins a verb of the animators on a thread: who may, who still is, which thread.
func animate(tx *db.Tx, m spaces.Member, action spaces.Action, thread ids.ID) (Thread, error) {
	if !m.May(action) {
		return Thread{}, fault.Refuse("spaces.animators_only")
	}
	if err := m.Confirm(tx); err != nil {
		return Thread{}, err
	}
	return Find(tx, m, thread)
}
