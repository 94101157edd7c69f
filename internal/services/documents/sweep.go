package documents

import (
	"errors"
	"io/fs"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// sweptAtOnce is how many files one sweep removes: the next goes on.
const sweptAtOnce = 500

// Sweep removes the uploads that nobody went on with, and the files whose document, or upload, is gone: from the trash or with
// its space. A file is removed before its row is: when the transaction fails, the next sweep finds it removed already.
func (r *Room) Sweep(tx *db.Tx) error {
	if err := r.sweepUploads(tx); err != nil {
		return err
	}
	orphans, err := db.All[string](tx, `
		SELECT f.hash
		FROM document_files f
		WHERE f.written_at < $1 AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = f.document)
			AND NOT EXISTS (SELECT 1 FROM uploads u WHERE u.id = f.document AND u.became = 0)
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

// sweepUploads removes the uploads whose day is over, and those of which nothing is on disk any more: a disk that was set back to
// a copy. The oldest are looked at first; the others come to it within the day.
func (r *Room) sweepUploads(tx *db.Tx) error {
	type old struct {
		ID        ids.ID        `db:"id"`
		Part      string        `db:"part"`
		Hash      string        `db:"hash"`
		ExpiresAt clock.Instant `db:"expires_at"`
	}
	all, err := db.All[old](tx, `
		SELECT u.id, u.part, u.hash, u.expires_at
		FROM uploads u
		ORDER BY u.expires_at, u.id
		LIMIT $1`, sweptAtOnce)
	if err != nil {
		return err
	}
	for _, u := range all {
		if u.ExpiresAt > tx.Now {
			if _, err := r.Files.Arrived(u.Part); u.Hash != "" || !errors.Is(err, fs.ErrNotExist) {
				continue
			}
		}
		if err := r.Files.Discard(u.Part); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM uploads WHERE id = $1`, u.ID); err != nil {
			return err
		}
	}
	return nil
}
