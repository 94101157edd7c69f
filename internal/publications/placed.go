package publications

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/files"
	"osmose/internal/platform/ids"
)

// Placed returns what some publications are and where they stand, whatever their state: for operators who examine what hangs on
// them, on nobody's behalf. It is never shown to members.
func (r *Room) Placed(q db.Querier, list []ids.ID) (map[ids.ID]Item, error) {
	in, args := db.In(1, list)
	found, err := db.All[Item](q, `
		SELECT p.id, p.space_id, s.title AS space, p.kind, p.title
		FROM publications p
		JOIN spaces s ON s.id = p.space_id
		WHERE p.id IN (`+in+`)`, args...)
	all := make(map[ids.ID]Item, len(found))
	for _, i := range found {
		all[i.ID] = i
	}
	return all, err
}

// Reference says of a publication what an operator needs to find it.
func (r *Room) Reference(i Item) files.Reference {
	return files.Reference{Space: i.Space, Title: i.Title, Address: r.Path(i)}
}
