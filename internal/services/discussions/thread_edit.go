package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Edit rewrites the opening message of a thread by its author, with title, theme and keywords. version is the one that was
// read. The former text is kept. Errors: a Refusal for somebody else's text or a hidden one; fault.ErrNotFound, also for a
// reply, which comments edit; fault.Invalid, fault.Conflict when the text has changed since.
func (r *Room) Edit(tx *db.Tx, m spaces.Member, text ids.ID, version int64, d Draft) error {
	if err := m.Confirm(tx); err != nil {
		return err
	}
	t, err := texts.Get(tx, m, text)
	if err != nil {
		return err
	}
	if t.Role != texts.Body {
		return fault.ErrNotFound
	}
	if _, err := Find(tx, m, t.Publication); err != nil {
		return err
	}
	if err := comments.MayChange(tx, m, comments.MayEdit, t); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	ready, err := r.texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return err
	}
	if err := r.texts.Revise(tx, m, t.ID, version, ready); err != nil {
		return err
	}
	return r.publications.Retitle(tx, m, t.Publication, d.manuscript(ready.HTML()))
}
