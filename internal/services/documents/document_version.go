package documents

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// MaxNote is the longest note on a version, in characters.
const MaxNote = 300

// mayAdd says whether m may add a version to a document: whoever deposits in its folder while it is a working document, its
// author and animators always.
func mayAdd(m spaces.Member, d Document) bool {
	return d.Live() && (mayKeep(m, d) || !d.Valid() && deposits(m, d.Deposits))
}

// AddVersion gives a live document a new file, which is on disk; it is a working document then. The caller drops f after an
// error. Errors: a Refusal, fault.ErrNotFound; fault.Invalid on files, also for the file that stands, or on note.
func (r *Room) AddVersion(tx *db.Tx, m spaces.Member, id ids.ID, f File, note string) error {
	d, err := r.holdToAdd(tx, m, id, f.Size)
	if err != nil {
		return err
	}
	if d.Digest == f.Digest {
		return fault.Wrong("files", "documents.version_same", nil)
	}
	if err := enlist(tx, id, f); err != nil {
		return err
	}
	return r.supersede(tx, m, d, Version{File: f, Note: note}, f.Size)
}

// Restore takes a former version of a live document up again, as a new version of the same file: it counts among the files that m
// sends, for its words and pages are kept once more. Errors: a Refusal, *fault.TooMany; fault.ErrNotFound, also for a number that it
// has not or that stands.
func (r *Room) Restore(tx *db.Tx, m spaces.Member, id ids.ID, number int64, note string) error {
	d, err := r.holdToAdd(tx, m, id, 0)
	if err == nil {
		err = r.Budgets.Spend(tx, depositBudget, m.PersonID().String(), deposited, depositsPeriod)
	}
	if err != nil {
		return err
	}
	v, err := VersionOf(tx, m, id, number)
	if err == nil && number == d.Number {
		err = fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	return r.supersede(tx, m, d, Version{File: v.File, Note: note}, 0)
}

// holdToAdd returns a live document to which m may add a version of a size, and which no other writer changes before the end of
// tx.
func (r *Room) holdToAdd(tx *db.Tx, m spaces.Member, id ids.ID, size int64) (Document, error) {
	if err := m.Confirm(tx); err != nil {
		return Document{}, err
	}
	if err := r.store(tx, m.SpaceID(), size); err != nil {
		return Document{}, err
	}
	d, err := r.hold(tx, m, id)
	if err == nil && !d.Live() {
		err = fault.ErrNotFound
	}
	if err == nil && !mayAdd(m, d) {
		err = fault.Refuse("documents.version_refused")
	}
	return d, err
}

// supersede makes a version the present one. It counts as something that happened under the document.
func (r *Room) supersede(tx *db.Tx, m spaces.Member, d Document, v Version, weight int64) error {
	wrong := &fault.Invalid{}
	if wrong.Limit("note", v.Note, MaxNote); wrong.Err() != nil {
		return wrong
	}
	v.Number, v.CreatedAt = d.Number+1, tx.Now
	if err := r.insertVersion(tx, m.SpaceID(), d.ID, m.PersonID(), v, weight); err != nil {
		return err
	}
	_, err := tx.Exec(`
		UPDATE documents
		SET number = $3, class = $4, filed_at = $5, version = version + 1
		WHERE id = $1 AND space_id = $2`, d.ID, m.SpaceID(), v.Number, string(v.class()), tx.Now)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM document_validations WHERE document_id = $1 AND space_id = $2`, d.ID, m.SpaceID()); err != nil {
		return err
	}
	if err := publications.CountComments(tx, m.SpaceID(), d.ID, 0, tx.Now); err != nil {
		return err
	}
	if err := r.note(tx, m.SpaceID(), d.ID); err != nil {
		return err
	}
	return r.Publications.TellRenewed(tx, m, d.ID)
}
