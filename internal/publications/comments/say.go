package comments

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Say adds a comment by m under a live publication of its space; quoted is zero or a text of the same publication. It
// returns the comment's text. Errors: a Refusal when m may not, or the comments are closed; fault.ErrNotFound,
// fault.Invalid on « body ».
func (r *Room) Say(tx *db.Tx, m spaces.Member, publication ids.ID, body richtext.HTML, quoted ids.ID) (ids.ID, error) {
	if !m.May(MayAdd) {
		return 0, fault.Refuse("comments.add_refused")
	}
	if err := wanted(body); err != nil {
		return 0, err
	}
	if err := m.Confirm(tx); err != nil {
		return 0, err
	}
	closed, err := Closed(tx, m, publication)
	if err != nil {
		return 0, err
	}
	if closed && !m.May(MayClose) {
		return 0, fault.Refuse("comments.closed_refused")
	}
	return r.Add(tx, m, publication, body, quoted)
}

// Edit rewrites a comment by its author. version is the one that was read; the former words are kept. Errors: a Refusal for
// somebody else's or a hidden one; fault.ErrNotFound, also for the body of a publication, which its kind edits;
// fault.Invalid on « body »; fault.Conflict when the comment has changed since.
func (r *Room) Edit(tx *db.Tx, m spaces.Member, text ids.ID, version int64, body richtext.HTML) error {
	if err := m.Confirm(tx); err != nil {
		return err
	}
	if _, err := own(tx, m, MayEdit, text); err != nil {
		return err
	}
	if err := wanted(body); err != nil {
		return err
	}
	ready, err := r.texts.Prepare(tx, m.SpaceID(), body)
	if err != nil {
		return err
	}
	return r.texts.Revise(tx, m, text, version, ready)
}

// Delete takes a comment back, by its author: its words, its files, its history and what was said of it are gone, and the trace
// stands. Errors: a Refusal for somebody else's or a hidden one; fault.ErrNotFound.
func (r *Room) Delete(tx *db.Tx, m spaces.Member, text ids.ID) error {
	if err := m.Confirm(tx); err != nil {
		return err
	}
	t, err := own(tx, m, MayDelete, text)
	if err != nil {
		return err
	}
	// Whoever comments counts first: holding that row, we count all comments and nobody adds one.
	if err := countNone(tx, m, t.Publication); err != nil {
		return err
	}
	if err := r.texts.Erase(tx, m, text); err != nil {
		return err
	}
	if err := reactions.Forget(tx, m, text); err != nil {
		return err
	}
	if err := attachments.Forget(tx, m, text); err != nil {
		return err
	}
	return Recount(tx, m.SpaceID(), t.Publication)
}

// own returns a comment that m may change.
func own(q db.Querier, m spaces.Member, action spaces.Action, text ids.ID) (texts.Text, error) {
	t, err := texts.Get(q, m, text)
	if err != nil {
		return t, err
	}
	if t.Role != texts.Comment {
		return t, fault.ErrNotFound
	}
	return t, MayChange(q, m, action, t)
}

// MayChange refuses a text of somebody else, and one that is hidden: its author asks the animators first.
func MayChange(q db.Querier, m spaces.Member, action spaces.Action, t texts.Text) error {
	if !m.May(action) {
		return fault.Refuse("comments.add_refused")
	}
	if t.Author != m.PersonID() {
		return fault.Refuse("comments.not_yours")
	}
	hidden, err := moderation.Hidden(q, m, t.ID)
	if err == nil && hidden {
		return fault.Refuse("comments.hidden_refused")
	}
	return err
}

func wanted(body richtext.HTML) error {
	wrong := &fault.Invalid{}
	if richtext.Empty(body) {
		wrong.Add("body", "comments.body_required", nil)
	}
	return wrong.Err()
}
