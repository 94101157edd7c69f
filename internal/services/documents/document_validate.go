package documents

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Validate calls a live document valid, in the version that the animator saw. Errors: a Refusal, also when a newer version
// came meanwhile; fault.ErrNotFound.
func (r *Room) Validate(tx *db.Tx, m spaces.Member, id ids.ID, number int64) error {
	d, err := r.holdToTend(tx, m, id)
	if err != nil {
		return err
	}
	if d.Number != number {
		return fault.Refuse("documents.validate_newer")
	}
	_, err = tx.Exec(`
		INSERT INTO document_validations (document_id, space_id, person_id, validated_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (document_id) DO NOTHING`, id, m.SpaceID(), m.PersonID(), tx.Now)
	if err != nil {
		return err
	}
	return r.stated(tx, m, id)
}

// Reopen makes a working document again of one that is valid. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Reopen(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if _, err := r.holdToTend(tx, m, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM document_validations WHERE document_id = $1 AND space_id = $2`, id, m.SpaceID()); err != nil {
		return err
	}
	return r.stated(tx, m, id)
}

// stated ends a verb that changed what the card of a document shows.
func (r *Room) stated(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if err := r.note(tx, m.SpaceID(), id); err != nil {
		return err
	}
	return r.Publications.Tell(tx, m, id)
}

// holdToTend is hold of a live document by an animator.
func (r *Room) holdToTend(tx *db.Tx, m spaces.Member, id ids.ID) (Document, error) {
	if !m.May(MayTend) {
		return Document{}, fault.Refuse("documents.validate_refused")
	}
	d, err := r.hold(tx, m, id)
	if err == nil && !d.Live() {
		err = fault.ErrNotFound
	}
	return d, err
}
