// Package follows keeps who wants to hear of what happens under a publication. Whoever writes in it follows it, until
// they say otherwise; that is remembered.
package follows

import (
	"embed"
	"io/fs"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of follows.
func Migrations() fs.FS { return migrations }

// Begin makes a person follow a publication, unless they had stopped. The caller knows that they may see it.
func Begin(tx *db.Tx, space, publication, person ids.ID) error {
	_, err := tx.Exec(`
		INSERT INTO follows (publication_id, person_id, space_id, since)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (publication_id, person_id) DO NOTHING`, publication, person, space, tx.Now)
	return err
}

// BeginWriters makes whoever wrote in a publication follow it, as Begin does, if they are members still.
func BeginWriters(tx *db.Tx, space, publication ids.ID) error {
	_, err := tx.Exec(`
		INSERT INTO follows (publication_id, person_id, space_id, since)
		SELECT DISTINCT x.publication_id, x.author_id, x.space_id, CAST($3 AS BIGINT)
		FROM texts x
		JOIN memberships m ON m.space_id = x.space_id AND m.person_id = x.author_id
		WHERE x.publication_id = $1 AND x.space_id = $2
		ON CONFLICT (publication_id, person_id) DO NOTHING`, publication, space, tx.Now)
	return err
}

// Follow makes m follow a live publication of its space. Errors: fault.ErrNotFound.
func Follow(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	return set(tx, m, publication, true)
}

// Unfollow ends that: what m writes there later does not begin it anew. Errors: fault.ErrNotFound.
func Unfollow(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	return set(tx, m, publication, false)
}

func set(tx *db.Tx, m spaces.Member, publication ids.ID, following bool) error {
	if err := m.Confirm(tx); err != nil {
		return err
	}
	changed, err := tx.Exec(`
		INSERT INTO follows (publication_id, person_id, space_id, stopped, since)
		SELECT l.id, $3, l.space_id, $4, $5
		FROM live_publications l
		WHERE l.id = $1 AND l.space_id = $2
		ON CONFLICT (publication_id, person_id) DO UPDATE SET stopped = excluded.stopped`,
		publication, m.SpaceID(), m.PersonID(), !following, tx.Now)
	if err == nil && changed == 0 {
		return fault.ErrNotFound
	}
	return err
}

// Following says whether m follows a publication.
func Following(q db.Querier, m spaces.Member, publication ids.ID) (bool, error) {
	return db.One[bool](q, `
		SELECT EXISTS (
			SELECT 1
			FROM follows
			WHERE publication_id = $1 AND person_id = $2 AND space_id = $3 AND NOT stopped)`,
		publication, m.PersonID(), m.SpaceID())
}

// Carry makes whoever follows a publication follow another of the space, that goes on with it.
func Carry(tx *db.Tx, space, from, to ids.ID) error {
	_, err := tx.Exec(`
		INSERT INTO follows (publication_id, person_id, space_id, stopped, since)
		SELECT CAST($3 AS BIGINT), f.person_id, f.space_id, f.stopped, CAST($4 AS BIGINT)
		FROM follows f
		WHERE f.publication_id = $1 AND f.space_id = $2
		ON CONFLICT (publication_id, person_id) DO NOTHING`, from, space, to, tx.Now)
	return err
}
