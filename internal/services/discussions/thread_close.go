package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Close ends a thread of m's space: only animators reply to it any more. Errors: a Refusal, also for the standing
// thread; fault.ErrNotFound.
func Close(tx *db.Tx, m spaces.Member, thread ids.ID) error {
	t, err := animate(tx, m, MayClose, thread)
	if err != nil {
		return err
	}
	if t.Standing != "" {
		return fault.Refuse("discussions.standing")
	}
	_, err = tx.Exec(`
		INSERT INTO closures (publication_id, space_id, closed_by, closed_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (publication_id) DO NOTHING`, thread, m.SpaceID(), m.PersonID(), tx.Now)
	return err
}

// Reopen lets contributors reply again. Errors: a Refusal, fault.ErrNotFound.
func Reopen(tx *db.Tx, m spaces.Member, thread ids.ID) error {
	if _, err := animate(tx, m, MayClose, thread); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM closures WHERE publication_id = $1 AND space_id = $2`, thread, m.SpaceID())
	return err
}
