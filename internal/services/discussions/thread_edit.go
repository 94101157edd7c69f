package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Edit rewrites a text of a thread by its author. version is the one that was read. Title, theme and keywords count for
// an opening message only. The former text is kept. Errors: a Refusal for somebody else's text or a hidden one;
// fault.ErrNotFound, fault.Invalid, fault.Conflict when the text has changed since.
func (r *Room) Edit(tx *db.Tx, m spaces.Member, text ids.ID, version int64, d Draft) error {
	if err := m.Confirm(tx); err != nil {
		return err
	}
	t, err := texts.Get(tx, m, text)
	if err != nil {
		return err
	}
	if _, err := Find(tx, m, t.Publication); err != nil {
		return err
	}
	if err := mayEdit(tx, m, t); err != nil {
		return err
	}
	if t.Role == texts.Body {
		return r.editOpening(tx, m, t, version, d)
	}
	if richtext.Empty(d.Body) {
		wrong := &fault.Invalid{}
		wrong.Add("body", "discussions.body_required", nil)
		return wrong
	}
	ready, err := r.texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return err
	}
	return r.texts.Revise(tx, m, text, version, ready)
}

func (r *Room) editOpening(tx *db.Tx, m spaces.Member, t texts.Text, version int64, d Draft) error {
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

// mayEdit refuses a text of somebody else, and one that is hidden: its author asks the animators first.
func mayEdit(q db.Querier, m spaces.Member, t texts.Text) error {
	if !m.May(MayEdit) {
		return fault.Refuse("discussions.reply_refused")
	}
	if t.Author != m.PersonID() {
		return fault.Refuse("discussions.not_yours")
	}
	hidden, err := moderation.Hidden(q, m, t.ID)
	if err == nil && hidden {
		return fault.Refuse("discussions.hidden_refused")
	}
	return err
}
