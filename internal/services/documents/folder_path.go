package documents

import (
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Lead returns the folder to which names lead from another, zero for none, and makes those that are missing. Errors: fault.ErrNotFound;
// a Refusal when one is missing and m may not make it; fault.Invalid on name or parent.
func (r *Room) Lead(tx *db.Tx, m spaces.Member, from ids.ID, names []string) (ids.ID, error) {
	if err := m.Confirm(tx); err != nil {
		return 0, err
	}
	if _, err := placeOf(tx, m, from); err != nil {
		return 0, err
	}
	for _, name := range names {
		in, args := within("f.parent_id", from, 3)
		next, err := db.One[ids.ID](tx, `
			SELECT f.id
			FROM folders f
			WHERE f.space_id = $1 AND f.key = $2 AND `+in+`
			ORDER BY f.id
			LIMIT 1`, append([]any{m.SpaceID(), richtext.Fold(name)}, args...)...)
		if errors.Is(err, db.ErrNoRows) {
			next, err = r.MakeFolder(tx, m, FolderDraft{Name: name, Parent: from})
		}
		if err != nil {
			return 0, err
		}
		from = next
	}
	return from, nil
}
