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

func (r *Room) writeMark(tx *db.Tx, one marks.Mark) error {
	read, err := readUnder(tx, one.Reader, one.Subject, one.At)
	if read > 0 {
		r.rings(tx, []ids.ID{one.Reader})
	}
	return err
}

// readUnder marks as read what a person was told of a publication, and of mentions in its texts, until a moment; it returns
// how much that was.
func readUnder(tx *db.Tx, person, publication ids.ID, at clock.Instant) (int64, error) {
	return tx.Exec(`
		UPDATE notifications
		SET read_at = $3
		WHERE person_id = $1 AND read_at = 0 AND last_at <= $3
			AND (subject IN ($4, $5) OR (reason = 'mention' AND EXISTS (
				SELECT 1
				FROM texts x
				WHERE x.id = notifications.text_id AND x.publication_id = $2 AND x.space_id = notifications.space_id)))`,
		person, publication, at, "publication:"+publication.String(), proposed(publication))
}
