package attachments

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/files"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// heldAtOnce is how many attachments one query brings.
const heldAtOnce = 500

// Held tells the files of all attachments, those that wait included, on nobody's behalf: for the operator who examines them.
func (r *Room) Held(ctx context.Context, hear func(files.Reference) error) error {
	type held struct {
		ID      ids.ID `db:"id"`
		SpaceID ids.ID `db:"space_id"`
		Space   string `db:"space"`
		Name    string `db:"name"`
		Hash    string `db:"hash"`
		Thumb   string `db:"thumb"`
	}
	var last ids.ID
	for {
		list, err := db.All[held](r.db.Read(ctx), `
			SELECT a.id, a.space_id, s.title AS space, a.name, a.hash, a.thumb
			FROM attachments a
			JOIN spaces s ON s.id = a.space_id
			WHERE a.id > $1
			ORDER BY a.id
			LIMIT $2`, last, heldAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, a := range list {
			reference := files.Reference{Space: a.Space, Title: a.Name, Address: spaces.Path(a.SpaceID, a.Space) + "/pieces/" + a.ID.String()}
			if err := reference.Tell(hear, a.Hash, a.Thumb); err != nil {
				return err
			}
		}
		last = list[len(list)-1].ID
	}
}
