package texts

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// WroteWithin says whether a person wrote something within reach: their name stands there, member or no more.
func WroteWithin(q db.Querier, reach spaces.Reach, person ids.ID) (bool, error) {
	condition, key := reach.Where("x.space_id", 1)
	return db.One[bool](q, `
		SELECT EXISTS (
			SELECT 1
			FROM texts x
			WHERE x.author_id = $2 AND `+condition+`)`, key, person)
}
