package documents

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/files"
	"osmose/internal/platform/ids"
)

// heldAtOnce is how many versions one query brings.
const heldAtOnce = 500

// Held tells the files of all versions of all documents, on nobody's behalf: for the operator who examines them.
func (r *Room) Held(ctx context.Context, hear func(files.Reference) error) error {
	type held struct {
		Document ids.ID `db:"document_id"`
		Number   int64  `db:"number"`
		Hash     string `db:"hash"`
		Thumb    string `db:"thumb"`
	}
	var last held
	for {
		list, err := db.All[held](r.DB.Read(ctx), `
			SELECT v.document_id, v.number, v.hash, v.thumb
			FROM document_versions v
			WHERE (v.document_id, v.number) > ($1, $2)
			ORDER BY v.document_id, v.number
			LIMIT $3`, last.Document, last.Number, heldAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		of := make([]ids.ID, len(list))
		for i, v := range list {
			of[i] = v.Document
		}
		placed, err := r.Publications.Placed(r.DB.Read(ctx), of)
		if err != nil {
			return err
		}
		for _, v := range list {
			item, there := placed[v.Document]
			if !there {
				continue // erased meanwhile
			}
			if err := r.Publications.Reference(item).Tell(hear, v.Hash, v.Thumb); err != nil {
				return err
			}
		}
		last = list[len(list)-1]
	}
}
