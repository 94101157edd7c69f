package publications

import (
	"errors"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Unpublished is a publication that its author alone sees: a draft, one that waits for its hour, one in the trash.
type Unpublished struct {
	ID        ids.ID        `db:"id"`
	Title     string        `db:"title"`
	ThemeID   ids.ID        `db:"theme_id"`
	State     State         `db:"state"`
	ChangedAt clock.Instant `db:"changed_at"`
}

const unpublished = `
		SELECT p.id, p.title, COALESCE(p.theme_id, 0) AS theme_id, p.state, p.changed_at
		FROM publications p
		WHERE p.space_id = $1 AND p.kind = $2 AND p.author_id = $3 AND p.state IN ('draft', 'scheduled', 'trashed')`

// Unpublished returns a publication of m's own that is not live. Errors: fault.ErrNotFound, also for somebody else's.
func (r *Room) Unpublished(q db.Querier, m spaces.Member, kind string, id ids.ID) (Unpublished, error) {
	return db.Find[Unpublished](q, unpublished+` AND p.id = $4`, m.SpaceID(), kind, m.PersonID(), id)
}

// IsUnpublished tells whether a publication of m's space is m's own and not live: nobody else sees it.
func (r *Room) IsUnpublished(q db.Querier, m spaces.Member, id ids.ID) (bool, error) {
	return db.One[bool](q, `
		SELECT EXISTS (
			SELECT 1
			FROM publications p
			WHERE p.id = $1 AND p.space_id = $2 AND p.author_id = $3 AND p.state IN ('draft', 'scheduled', 'trashed'))`,
		id, m.SpaceID(), m.PersonID())
}

// AllUnpublished returns what m wrote of a kind and is not live, the last changed first, 100 at most.
func (r *Room) AllUnpublished(q db.Querier, m spaces.Member, kind string) ([]Unpublished, error) {
	return db.All[Unpublished](q, unpublished+`
		ORDER BY p.changed_at DESC, p.id DESC
		LIMIT 100`, m.SpaceID(), kind, m.PersonID())
}

// Release makes a draft of m's own, or one that waited for its hour, live now. The caller has confirmed m. Errors:
// fault.ErrNotFound when it is neither.
func (r *Room) Release(tx *db.Tx, m spaces.Member, id ids.ID) error {
	released, err := db.One[struct {
		Theme ids.ID `db:"theme_id"`
		Kind  string `db:"kind"`
	}](tx, `
		UPDATE publications
		SET state = 'published', published_at = $4, changed_at = $4, activity_at = $4
		WHERE id = $1 AND space_id = $2 AND author_id = $3 AND state IN ('draft', 'scheduled')
		RETURNING COALESCE(theme_id, 0) AS theme_id, kind`, id, m.SpaceID(), m.PersonID(), tx.Now)
	if errors.Is(err, db.ErrNoRows) {
		return fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := tally(tx, m.SpaceID(), released.Theme, released.Kind, 1); err != nil {
		return err
	}
	return r.events.Record(tx, Appeared{Space: m.SpaceID(), Publication: id, Kind: released.Kind, Author: m.PersonID()})
}

// AuthorOfWaiting returns whose publication waits for its hour in a space, zero for an account that is gone. Errors:
// fault.ErrNotFound when it waits no more.
func (r *Room) AuthorOfWaiting(q db.Querier, custody spaces.Custody, id ids.ID) (ids.ID, error) {
	return db.Find[ids.ID](q, `
		SELECT COALESCE(author_id, 0)
		FROM publications
		WHERE id = $1 AND space_id = $2 AND state = 'scheduled'`, id, custody.SpaceID())
}

// Shelve makes a draft of what waited for its hour, on nobody's behalf.
func (r *Room) Shelve(tx *db.Tx, custody spaces.Custody, id ids.ID) error {
	_, err := tx.Exec(`UPDATE publications SET state = 'draft' WHERE id = $1 AND space_id = $2 AND state = 'scheduled'`,
		id, custody.SpaceID())
	return err
}
