package blog

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/files"
	"osmose/internal/platform/ids"
)

// heldAtOnce is how many covers one query brings.
const heldAtOnce = 500

// Held tells the covers of all posts, on nobody's behalf: for the operator who examines them.
func (r *Room) Held(ctx context.Context, hear func(files.Reference) error) error {
	type held struct {
		ID        ids.ID `db:"id"`
		Cover     string `db:"cover"`
		Thumbnail string `db:"thumbnail"`
	}
	var last ids.ID
	for {
		list, err := db.All[held](r.DB.Read(ctx), `
			SELECT p.id, p.cover, p.thumbnail
			FROM posts p
			WHERE p.id > $1 AND p.cover <> ''
			ORDER BY p.id
			LIMIT $2`, last, heldAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		of := make([]ids.ID, len(list))
		for i, p := range list {
			of[i] = p.ID
		}
		placed, err := r.Publications.Placed(r.DB.Read(ctx), of)
		if err != nil {
			return err
		}
		for _, p := range list {
			item, there := placed[p.ID]
			if !there {
				continue // erased meanwhile
			}
			if err := r.Publications.Reference(item).Tell(hear, p.Cover, p.Thumbnail); err != nil {
				return err
			}
		}
		last = list[len(list)-1].ID
	}
}
