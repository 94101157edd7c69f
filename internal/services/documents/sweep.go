package documents

import (
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// sweptAtOnce is how many files one sweep removes: the next goes on.
const sweptAtOnce = 500

// Sweep removes the files whose document is gone, from the trash or with its space. A file is removed before its row is: when
// the transaction fails, the next sweep finds it removed already.
func (r *Room) Sweep(tx *db.Tx) error {
	orphans, err := db.All[string](tx, `
		SELECT f.hash
		FROM document_files f
		WHERE f.written_at < $1 AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = f.document)
		ORDER BY f.written_at
		LIMIT $2`, tx.Now.Add(-time.Hour), sweptAtOnce)
	if err != nil {
		return err
	}
	for _, hash := range orphans {
		if err := r.Files.Delete(hash); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM document_files WHERE hash = $1`, hash); err != nil {
			return err
		}
	}
	return nil
}

// release gives back the place in the stores of their spaces of documents that go for good.
func (r *Room) release(tx *db.Tx, list []ids.ID) error {
	in, args := db.In(1, list)
	held, err := db.All[struct {
		Space ids.ID `db:"space_id"`
		Bytes int64  `db:"bytes"`
	}](tx, `
		SELECT v.space_id, CAST(SUM(v.weight) AS BIGINT) AS bytes
		FROM document_versions v
		WHERE v.document_id IN (`+in+`)
		GROUP BY v.space_id
		ORDER BY v.space_id
		LIMIT 100`, args...)
	if err != nil {
		return err
	}
	for _, h := range held {
		if _, err := contend(tx, h.Space, -h.Bytes); err != nil {
			return err
		}
	}
	return nil
}
