package notifications

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/marks"
)

// Opened notes that a person opened a publication: what the bell said of it is read.
func (r *Room) Opened(person, publication ids.ID) {
	r.marks.Note(marks.Mark{Reader: person, Subject: publication, At: r.Clock.Now()})
}

// Marks are the readers' own « opened ».
func (r *Room) Marks() *marks.Marks { return r.marks }

func writeMark(tx *db.Tx, one marks.Mark) error {
	return readUnder(tx, one.Reader, one.Subject, one.At)
}

// readUnder marks as read what a person was told of a publication, and of mentions in its texts, until a moment.
func readUnder(tx *db.Tx, person, publication ids.ID, at clock.Instant) error {
	_, err := tx.Exec(`
		UPDATE notifications
		SET read_at = $3
		WHERE person_id = $1 AND read_at = 0 AND last_at <= $3
			AND (subject = $4 OR (reason = 'mention' AND EXISTS (
				SELECT 1
				FROM texts x
				WHERE x.id = notifications.text_id AND x.publication_id = $2 AND x.space_id = notifications.space_id)))`,
		person, publication, at, "publication:"+publication.String())
	return err
}
