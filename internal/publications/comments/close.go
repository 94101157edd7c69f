package comments

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// Close ends the comments of a live publication of m's space: only animators add to them any more. Errors: a Refusal,
// fault.ErrNotFound.
func Close(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	if err := mayClose(tx, m); err != nil {
		return err
	}
	if err := countNone(tx, m, publication); err != nil {
		return err
	}
	_, err := tx.Exec(`
		INSERT INTO closures (publication_id, space_id, closed_by, closed_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (publication_id) DO NOTHING`, publication, m.SpaceID(), m.PersonID(), tx.Now)
	return err
}

// Reopen lets contributors comment again. Errors: a Refusal.
func Reopen(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	if err := mayClose(tx, m); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM closures WHERE publication_id = $1 AND space_id = $2`, publication, m.SpaceID())
	return err
}

func mayClose(tx *db.Tx, m spaces.Member) error {
	if !m.May(MayClose) {
		return fault.Refuse("spaces.animators_only")
	}
	return m.Confirm(tx)
}

// PlaceClosure closes a publication on nobody's behalf, as if at a moment.
func PlaceClosure(tx *db.Tx, custody spaces.Custody, publication ids.ID, at clock.Instant) error {
	_, err := tx.Exec(`INSERT INTO closures (publication_id, space_id, closed_at) VALUES ($1, $2, $3)`,
		publication, custody.SpaceID(), at)
	return err
}

// Closed says whether the comments of a publication of m's space are closed.
func Closed(q db.Querier, m spaces.Member, publication ids.ID) (bool, error) {
	return db.One[bool](q, `SELECT EXISTS (SELECT 1 FROM closures WHERE publication_id = $1 AND space_id = $2)`,
		publication, m.SpaceID())
}

// countNone takes the row on which all comments of a live publication contend. Errors: fault.ErrNotFound when it is not
// live.
func countNone(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	return publications.CountComments(tx, m.SpaceID(), publication, 0, 0)
}
