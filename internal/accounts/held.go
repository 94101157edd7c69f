package accounts

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/files"
	"osmose/internal/platform/ids"
)

// heldAtOnce is how many people one query brings.
const heldAtOnce = 500

// Held tells the photos of all people, on nobody's behalf: for the operator who examines them.
func (r *Room) Held(ctx context.Context, hear func(files.Reference) error) error {
	type held struct {
		ID ids.ID `db:"id"`
		photos
	}
	var last ids.ID
	for {
		list, err := db.All[held](r.db.Read(ctx), `
			SELECT p.id, p.photo, p.portrait
			FROM people p
			WHERE p.id > $1 AND p.photo <> ''
			ORDER BY p.id
			LIMIT $2`, last, heldAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, p := range list {
			// The address leads to the name: none stands in a report.
			address := "/personnes/" + p.ID.String()
			if err := (files.Reference{Title: address, Address: address}).Tell(hear, p.Photo, p.Portrait); err != nil {
				return err
			}
		}
		last = list[len(list)-1].ID
	}
}
