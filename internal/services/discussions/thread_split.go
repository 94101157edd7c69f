package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Separation is a thread to split off another.
type Separation struct {
	Title string
	Theme ids.ID
	// Following takes along every reply that came after the one that becomes the opening message.
	Following bool
}

// Split makes of a reply the opening message of a new thread, by the same author and of the same moment. What was said
// of it comes along; whoever wrote what moves follows the new thread. It returns the new thread. Errors: a Refusal, also
// for an opening message or a hidden reply; fault.ErrNotFound, fault.Invalid on title or theme.
func (r *Room) Split(tx *db.Tx, m spaces.Member, text ids.ID, s Separation) (ids.ID, error) {
	t, err := splittable(tx, m, text)
	if err != nil {
		return 0, err
	}
	d := Draft{Title: s.Title, Theme: s.Theme, Body: t.Body}
	if err := d.check(); err != nil {
		return 0, err
	}
	// Whoever replies counts first: holding that row, we see all replies and nobody adds one.
	if err := publications.CountComments(tx, m.SpaceID(), t.Publication, 0, 0); err != nil {
		return 0, err
	}
	custody := spaces.TakeCustody(m.SpaceID(), "an animator splits a thread in the name of who wrote")
	id, err := r.publications.Place(tx, custody, t.Author, d.manuscript(t.Body), t.CreatedAt)
	if err != nil {
		return 0, err
	}
	if err := addRow(tx, m.SpaceID(), id, "", NoMalfunction); err != nil {
		return 0, err
	}
	if err := move(tx, m, t, id, s.Following); err != nil {
		return 0, err
	}
	_, err = tx.Exec(`
		INSERT INTO splits (publication_id, space_id, source_id, split_by, split_at)
		VALUES ($1, $2, $3, $4, $5)`, id, m.SpaceID(), t.Publication, m.PersonID(), tx.Now)
	if err != nil {
		return 0, err
	}
	if err := r.publications.Tell(tx, m, t.Publication); err != nil {
		return 0, err
	}
	return id, follows.BeginWriters(tx, m.SpaceID(), id)
}

// splittable returns the reply to split off, if m may.
func splittable(tx *db.Tx, m spaces.Member, text ids.ID) (texts.Text, error) {
	if !m.May(MaySplit) {
		return texts.Text{}, fault.Refuse("spaces.animators_only")
	}
	if err := m.Confirm(tx); err != nil {
		return texts.Text{}, err
	}
	t, err := texts.Get(tx, m, text)
	if err != nil {
		return texts.Text{}, err
	}
	if _, err := Find(tx, m, t.Publication); err != nil {
		return texts.Text{}, err
	}
	if t.Role != texts.Comment {
		return texts.Text{}, fault.Refuse("discussions.split_opening")
	}
	hidden, err := moderation.Hidden(tx, m, text)
	if err == nil && hidden {
		err = fault.Refuse("discussions.split_hidden")
	}
	return t, err
}

// move hands the reply, and those after it if asked, to a thread, then counts both threads anew.
func move(tx *db.Tx, m spaces.Member, t texts.Text, to ids.ID, following bool) error {
	if err := texts.Move(tx, m, t.ID, to, texts.Body); err != nil {
		return err
	}
	if following {
		if err := texts.MoveFollowing(tx, m, t.Publication, t.ID, to); err != nil {
			return err
		}
	}
	for _, thread := range []ids.ID{t.Publication, to} {
		if err := comments.Recount(tx, m.SpaceID(), thread); err != nil {
			return err
		}
	}
	return nil
}
