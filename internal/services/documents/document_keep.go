package documents

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// mayKeep says whether m may rewrite, move and throw away a document: its author, and animators.
func mayKeep(m spaces.Member, d Document) bool {
	return m.May(MayTend) || m.May(MayKeep) && d.Byline.ID == m.PersonID()
}

// Rewrite changes title, theme, keywords and description of a live document. version is the one that was read. What others
// read stays as a revision. Errors: a Refusal, fault.ErrNotFound, fault.Invalid; fault.Conflict when it has changed since.
func (r *Room) Rewrite(tx *db.Tx, m spaces.Member, id ids.ID, version int64, d Draft) error {
	before, err := r.holdToKeep(tx, m, id)
	if err != nil {
		return err
	}
	if before.Version != version {
		return &fault.Conflict{Current: before.Version}
	}
	body, err := r.Texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE documents SET key = $3, version = version + 1 WHERE id = $1 AND space_id = $2`,
		id, m.SpaceID(), richtext.Fold(d.Title))
	if err != nil {
		return err
	}
	if err := r.Texts.RewriteBody(tx, m, id, body, true); err != nil {
		return err
	}
	return r.Publications.Retitle(tx, m, id, d.manuscript(body.HTML()))
}

// Move brings a live document to another folder of the space, zero for none, in which m may deposit. Errors: a Refusal,
// fault.ErrNotFound; fault.Invalid on folder.
func (r *Room) Move(tx *db.Tx, m spaces.Member, id, folder ids.ID) error {
	if err := m.Confirm(tx); err != nil {
		return err
	}
	if _, err := contend(tx, m.SpaceID(), 0); err != nil { // the folder is not deleted meanwhile
		return err
	}
	if _, err := r.holdToKeep(tx, m, id); err != nil {
		return err
	}
	if err := r.mayDeposit(tx, m, folder); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE documents SET folder_id = $3, version = version + 1 WHERE id = $1 AND space_id = $2`,
		id, m.SpaceID(), db.OrNull(folder))
	if err != nil {
		return err
	}
	return r.Publications.Tell(tx, m, id)
}

// Trash takes a live document away from everybody but its author and the animators, who may take it back for thirty days.
// Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Trash(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if _, err := r.holdToKeep(tx, m, id); err != nil {
		return err
	}
	return r.Publications.SetState(tx, m, id, publications.Trashed)
}

// TakeBack makes a document live again that is in the trash. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) TakeBack(tx *db.Tx, m spaces.Member, id ids.ID) error {
	d, err := r.hold(tx, m, id)
	if err == nil && d.State != publications.Trashed {
		err = fault.ErrNotFound
	}
	if err == nil && !mayKeep(m, d) {
		err = fault.Refuse("documents.keep_refused")
	}
	if err != nil {
		return err
	}
	return r.Publications.SetState(tx, m, id, publications.Published)
}

// holdToKeep is hold of a live document that m may rewrite.
func (r *Room) holdToKeep(tx *db.Tx, m spaces.Member, id ids.ID) (Document, error) {
	d, err := r.hold(tx, m, id)
	if err == nil && !d.Live() {
		err = fault.ErrNotFound
	}
	if err == nil && !mayKeep(m, d) {
		err = fault.Refuse("documents.keep_refused")
	}
	return d, err
}

// hold returns a document that m may see, the trash included, and takes the row on which all who change it contend.
func (r *Room) hold(tx *db.Tx, m spaces.Member, id ids.ID) (Document, error) {
	if err := m.Confirm(tx); err != nil {
		return Document{}, err
	}
	if _, err := tx.Exec(`UPDATE documents SET version = version WHERE id = $1 AND space_id = $2`, id, m.SpaceID()); err != nil {
		return Document{}, err
	}
	return r.find(tx, m, id)
}
