package spaces

import (
	"context"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// Common says whether two people share a space, and which, by title.
func (r *Room) Common(ctx context.Context, viewer, person ids.ID) (bool, []accounts.Link, error) {
	type shared struct {
		ID    ids.ID `db:"id"`
		Title string `db:"title"`
	}
	list, err := db.All[shared](r.db.Read(ctx), `
		SELECT s.id, s.title
		FROM memberships theirs
		JOIN memberships mine ON mine.space_id = theirs.space_id AND mine.person_id = $1
		JOIN spaces s ON s.id = theirs.space_id
		WHERE theirs.person_id = $2
		ORDER BY s.sort_key, s.id
		LIMIT 50`, viewer, person)
	if err != nil || len(list) == 0 {
		return false, nil, err
	}
	links := make([]accounts.Link, len(list))
	for i, s := range list {
		links[i] = accounts.Link{Title: s.Title, URL: Path(s.ID, s.Title)}
	}
	return true, links, nil
}
