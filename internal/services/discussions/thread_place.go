package discussions

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/texts"
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
		if _, err := tx.Exec(`INSERT INTO closures (publication_id, space_id, closed_at) VALUES ($1, $2, $3)`, id, space, t.At); err != nil {
			return 0, err
		}
	}
	if t.Author == 0 {
		return id, nil
	}
	return id, follows.Begin(tx, space, id, t.Author)
}

// PlaceReply puts down a reply as if at a moment; its author follows the thread. Replies of a thread are placed in the
// order in which they are read; quoted is zero or a text of the thread. It returns the reply's text. Errors:
// fault.ErrNotFound.
func (r *Room) PlaceReply(tx *db.Tx, custody spaces.Custody, thread, author ids.ID, body richtext.HTML, quoted ids.ID, at clock.Instant) (ids.ID, error) {
	text, err := r.comments.Place(tx, custody, texts.Text{
		Publication: thread, Author: author, Body: body, Quoted: quoted, CreatedAt: at,
	})
	if err != nil || author == 0 {
		return text, err
	}
	return text, follows.Begin(tx, custody.SpaceID(), thread, author)
}

// OpeningText returns the text of the opening message of a placed thread, for quotes and reactions.
func OpeningText(tx *db.Tx, custody spaces.Custody, thread ids.ID) (ids.ID, error) {
	return db.One[ids.ID](tx, `
		SELECT id
		FROM texts
		WHERE publication_id = $1 AND space_id = $2 AND role = 'body'`, thread, custody.SpaceID())
}
