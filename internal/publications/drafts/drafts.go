// Package drafts keeps what a person has begun to write in a space, one draft for each place where they write: a reply to
// this thread, a new thread, the edit of that text. Nobody else ever sees it, whatever their role. It goes when the text is
// published, when its author clears it, with its author, with the space, and by itself after 30 days without a change.
package drafts

import (
	"embed"
	"errors"
	"io/fs"
	"regexp"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of drafts.
func Migrations() fs.FS { return migrations }

const (
	// Life is how long a draft stays without a change.
	Life = 30 * 24 * time.Hour
	// most is how many drafts one person has in one space; the one left alone for longest gives way.
	most = 50
)

// Place says where a text is written: a word of the service, and what it is about there.
type Place string

// At returns the place of a word and an id; zero is none.
func At(word string, id ids.ID) Place {
	if id == 0 {
		return Place(word)
	}
	return Place(word + "/" + id.String())
}

var lawful = regexp.MustCompile(`^[a-z]{1,20}(/[0-9a-hjkmnp-tv-z]{13})?$`)

// Lawful says whether p could be a place.
func (p Place) Lawful() bool { return lawful.MatchString(string(p)) }

// Draft is a text that is not published. Version is that of the text which it edits, zero when it edits none.
type Draft struct {
	Title   string        `db:"title"`
	Body    richtext.HTML `db:"body"`
	Version int64         `db:"version"`
	// Pieces are the attachments that were sent for the text, beside the pictures that it shows: ids, parted by spaces.
	Pieces string `db:"pieces"`
	// Beside is what the form held beside, as the desk writes it; "" for nothing.
	Beside  string        `db:"beside"`
	SavedAt clock.Instant `db:"saved_at"`
}

// Find returns m's draft of a place; the zero draft when there is none.
func Find(q db.Querier, m spaces.Member, place Place) (Draft, error) {
	d, err := db.One[Draft](q, `
		SELECT title, body, version, pieces, beside, saved_at
		FROM text_drafts
		WHERE person_id = $1 AND space_id = $2 AND place = $3`, m.PersonID(), m.SpaceID(), string(place))
	if errors.Is(err, db.ErrNoRows) {
		return Draft{}, nil
	}
	return d, err
}

// Keep stores m's draft of a place over the one before: the newest wins. known is when the writer's page last stored or
// read it, zero for never; elsewhere says that somebody, another page of theirs, has stored one since. A draft that says
// nothing is no draft, and one of a sheet that was sent is not kept. Errors: fault.ErrNotFound.
func Keep(tx *db.Tx, m spaces.Member, place Place, sheet Sheet, d Draft, known clock.Instant) (elsewhere bool, err error) {
	if err := m.ConfirmAlone(tx); err != nil {
		return false, err
	}
	if !place.Lawful() {
		return false, fault.ErrNotFound
	}
	if sent, err := turn(tx, m, sheet, 0); err != nil || sent {
		return false, err
	}
	before, err := Find(tx, m, place)
	if err != nil {
		return false, err
	}
	elsewhere = before.SavedAt > known
	if d.Title == "" && d.Pieces == "" && richtext.Empty(d.Body) {
		return elsewhere, discard(tx, m, place)
	}
	_, err = tx.Exec(`
		INSERT INTO text_drafts (person_id, space_id, place, title, body, version, pieces, beside, saved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (person_id, space_id, place) DO UPDATE SET
			title = excluded.title, body = excluded.body, version = excluded.version, pieces = excluded.pieces,
			beside = excluded.beside, saved_at = excluded.saved_at`,
		m.PersonID(), m.SpaceID(), string(place), d.Title, string(d.Body), d.Version, d.Pieces, d.Beside, tx.Now)
	if err != nil {
		return false, err
	}
	return elsewhere, dropOldest(tx, m)
}

func dropOldest(tx *db.Tx, m spaces.Member) error {
	_, err := tx.Exec(`
		DELETE FROM text_drafts
		WHERE person_id = $1 AND space_id = $2 AND place IN (
			SELECT d.place
			FROM text_drafts d
			WHERE d.person_id = $1 AND d.space_id = $2
			ORDER BY d.saved_at DESC, d.place
			LIMIT 1000
			OFFSET $3)`, m.PersonID(), m.SpaceID(), most)
	return err
}

// discard removes m's draft of a place, if there is one.
func discard(tx *db.Tx, m spaces.Member, place Place) error {
	_, err := tx.Exec(`DELETE FROM text_drafts WHERE person_id = $1 AND space_id = $2 AND place = $3`,
		m.PersonID(), m.SpaceID(), string(place))
	return err
}

// Sweep removes the drafts that nobody has touched for 30 days, a thousand at most, and the sheets of an hour ago.
func Sweep(tx *db.Tx) error {
	_, err := tx.Exec(`
		DELETE FROM text_drafts
		WHERE (person_id, space_id, place) IN (
			SELECT person_id, space_id, place
			FROM text_drafts
			WHERE saved_at < $1
			ORDER BY saved_at
			LIMIT 1000)`, tx.Now.Add(-Life))
	if err != nil {
		return err
	}
	return sweepSheets(tx)
}
