package notifications

import (
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
	read, err := tx.Exec(`
		UPDATE notifications
		SET read_at = $3
		WHERE person_id = $1 AND subject IN ($2, $4) AND read_at = 0 AND last_at <= $3`,
		one.Reader, "publication:"+one.Subject.String(), one.At, proposed(one.Subject))
	if read > 0 {
		r.rings(tx, []ids.ID{one.Reader})
	}
	return err
}
