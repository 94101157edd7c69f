package spaces

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/marks"
)

// Seen notes that a member opened the space now.
func (r *Room) Seen(m Member) {
	r.marks.Note(marks.Mark{Reader: m.person, Subject: m.SpaceID(), At: r.clock.Now()})
}

// Marks are the readers' own « seen up to here ».
func (r *Room) Marks() *marks.Marks { return r.marks }

// writeMark leaves no mark of somebody who left meanwhile.
func writeMark(tx *db.Tx, one marks.Mark) error {
	_, err := tx.Exec(`
		INSERT INTO space_marks (person_id, space_id, seen_at)
		SELECT m.person_id, m.space_id, $3
		FROM memberships m
		WHERE m.person_id = $1 AND m.space_id = $2
		ON CONFLICT (person_id, space_id) DO UPDATE SET seen_at = excluded.seen_at`,
		one.Reader, one.Subject, one.At)
	return err
}
