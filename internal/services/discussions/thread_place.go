package discussions

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

// PlacedThread is a thread to put down on nobody's behalf: the demo's, the standing one.
type PlacedThread struct {
	// Author zero is nobody.
	Author   ids.ID
	Theme    ids.ID
	Title    string
	Body     richtext.HTML
	Keywords []string
	At       clock.Instant
	Pinned   bool
	Closed   bool
	// Malfunction is empty for an ordinary thread.
	Malfunction State
	standing    string
}

// Place puts down a thread as if at a moment; its author follows it.
// Errors:
// fault.Invalid.
func (r *Room) Place(tx *db.Tx, custody spaces.Custody, t PlacedThread) (ids.ID, error) {
	d := Draft{Title: t.Title, Theme: t.Theme, Keywords: t.Keywords, Body: t.Body}
	if err := d.check(); err != nil {
		return 0, err
	}
	space := custody.SpaceID()
	body, err := r.texts.Prepare(tx, space, t.Body)
	if err != nil {
		return 0, err
	}
	id, err := r.publications.Place(tx, custody, t.Author, d.manuscript(body.HTML()), t.At)
	if err != nil {
		return 0, err
	}
	if err := r.furnish(tx, space, id, t.Author, body, t.standing, t.Malfunction, t.At); err != nil {
		return 0, err
	}
	if t.Pinned {
		if _, err := tx.Exec(`INSERT INTO pins (publication_id, space_id, pinned_at) VALUES ($1, $2, $3)`, id, space, t.At); err != nil {
			return 0, err
		}
	}
	if t.Closed {
		if err := comments.PlaceClosure(tx, custody, id, t.At); err != nil {
			return 0, err
		}
		if err := r.note(tx, space, id); err != nil {
			return 0, err
		}
	}
	if t.Author == 0 {
		return id, nil
	}
	return id, follows.Begin(tx, space, id, t.Author)
}
