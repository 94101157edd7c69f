package documents

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/files"
	"osmose/internal/platform/ids"
)

// heldAtOnce is of how many documents, or uploads, the files are read together.
const heldAtOnce = 50

// held is what a row names.
type held struct {
	ID    ids.ID `db:"id"`
	Hash  string `db:"hash"`
	Thumb string `db:"thumb"`
}

// Held tells the files of all versions of all documents, what was drawn of them, and what was uploaded and is no document yet. It
// is on nobody's behalf: for the operator who examines them.
func (r *Room) Held(ctx context.Context, hear func(files.Reference) error) error {
	q, last := r.DB.Read(ctx), ids.ID(0)
	for {
		list, err := db.All[ids.ID](q, `SELECT d.id FROM documents d WHERE d.id > $1 ORDER BY d.id LIMIT $2`, last, heldAtOnce)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return r.heldUploads(q, hear)
		}
		last = list[len(list)-1]
		placed, err := r.Publications.Placed(q, list)
		if err != nil {
			return err
		}
		found, err := heldBy(q, list)
		if err != nil {
			return err
		}
		for _, h := range found {
			item, there := placed[h.ID]
			if !there {
				continue // erased meanwhile
			}
			if err := r.Publications.Reference(item).Tell(hear, h.Hash, h.Thumb); err != nil {
				return err
			}
		}
	}
}

// heldBy returns what the rows of some documents name.
func heldBy(q db.Querier, list []ids.ID) ([]held, error) {
	in, args := db.In(1, list)
	return db.All[held](q, `
		SELECT v.document_id AS id, v.hash, v.thumb
		FROM document_versions v
		WHERE v.document_id IN (`+in+`)
		UNION ALL
		SELECT p.document_id, p.pdf, p.thumb
		FROM document_previews p
		WHERE p.document_id IN (`+in+`)
		UNION ALL
		SELECT g.document_id, g.hash, ''
		FROM document_pages g
		WHERE g.document_id IN (`+in+`)`, args...)
}

// heldUploads tells what came whole and became no document yet.
func (r *Room) heldUploads(q db.Querier, hear func(files.Reference) error) error {
	type waiting struct {
		held
		Name string `db:"name"`
	}
	for last := ids.ID(0); ; {
		list, err := db.All[waiting](q, `
			SELECT u.id, u.hash, u.thumb, u.name
			FROM uploads u
			WHERE u.id > $1 AND u.hash <> '' AND u.became = 0
			ORDER BY u.id
			LIMIT $2`, last, heldAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, u := range list {
			if err := (files.Reference{Title: u.Name}).Tell(hear, u.Hash, u.Thumb); err != nil {
				return err
			}
		}
		last = list[len(list)-1].ID
	}
}
