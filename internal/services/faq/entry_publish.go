package faq

import (
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Publish lets all members read an entry, at the end of its theme; its author follows it. What it was made of is told to
// those whom that concerns, the first time. An entry that is live already stays as it is. Errors: a Refusal,
// fault.ErrNotFound, fault.Invalid for what it lacks.
func (r *Room) Publish(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if !m.May(MayEdit) {
		return fault.Refuse("faq.publish_refused")
	}
	e, err := r.begin(tx, m, id)
	if err != nil || e.Live() {
		return err
	}
	body, err := r.Comments.Body(tx, m, id, true)
	if err != nil {
		return err
	}
	if err := (Draft{Title: e.Title, Theme: e.ThemeID, Body: body.Body}).check(); err != nil {
		return err
	}
	if err := r.append(tx, m, id, e.ThemeID); err != nil {
		return err
	}
	if err := r.Publications.Release(tx, m, kind, id); err != nil {
		return err
	}
	if e.AppearedAt != 0 {
		return nil
	}
	_, err = tx.Exec(`UPDATE faq_entries SET appeared_at = $3 WHERE id = $1 AND space_id = $2`, id, m.SpaceID(), tx.Now)
	if err != nil {
		return err
	}
	if e.Byline.ID != 0 {
		if err := follows.Begin(tx, m.SpaceID(), id, e.Byline.ID); err != nil {
			return err
		}
	}
	return r.tell(tx, m, e)
}

// tell records of what message an entry was made, unless that stands no more.
func (r *Room) tell(tx *db.Tx, m spaces.Member, e Entry) error {
	if e.Source == 0 {
		return nil
	}
	t, err := texts.Get(tx, m, e.Source)
	if errors.Is(err, fault.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return r.Events.Record(tx, publications.Drawn{
		Space: m.SpaceID(), Publication: e.ID, Source: t.Publication, Text: t.ID, Person: m.PersonID(),
	})
}

// Withdraw makes a draft again of an entry that is live. Comments and opinions come back with it when it is published anew.
// Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Withdraw(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if !m.May(MayEdit) {
		return fault.Refuse("faq.publish_refused")
	}
	if _, err := r.begin(tx, m, id); err != nil {
		return err
	}
	return r.state(tx, m, id, publications.Draft)
}

// Trash takes an entry away from everybody, the list of drafts included: animators any, others their own until it is
// published. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Trash(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if _, err := r.begin(tx, m, id); err != nil {
		return err
	}
	return r.state(tx, m, id, publications.Trashed)
}

// Restore takes an entry out of the trash; it is a draft then. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Restore(tx *db.Tx, m spaces.Member, id ids.ID) error {
	e, err := r.hold(tx, m, id)
	if err == nil && e.State != publications.Trashed {
		err = fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	return r.state(tx, m, id, publications.Draft)
}

// state brings an entry to a state in which it is not live.
func (r *Room) state(tx *db.Tx, m spaces.Member, id ids.ID, state publications.State) error {
	if err := r.Publications.SetState(tx, m, id, state); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE faq_entries SET version = version + 1 WHERE id = $1 AND space_id = $2`, id, m.SpaceID())
	return err
}
