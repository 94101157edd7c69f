package publications

import (
	"errors"
	"fmt"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Unpublished is a publication that its author alone sees, and whoever reviews its kind: a draft, one that waits for its
// hour, one in the trash.
type Unpublished struct {
	ID        ids.ID        `db:"id"`
	Title     string        `db:"title"`
	ThemeID   ids.ID        `db:"theme_id"`
	State     State         `db:"state"`
	ChangedAt clock.Instant `db:"changed_at"`
	accounts.Byline
}

// unpublished begins a query for what m may see of a kind that is not live, and returns its arguments.
func (r *Room) unpublished(m spaces.Member, kind string) (string, []any) {
	const all = `
		SELECT d.id, d.title, COALESCE(d.theme_id, 0) AS theme_id, d.state, d.changed_at, ` + accounts.BylineColumns + `
		FROM publications d
		LEFT JOIN people p ON p.id = d.author_id
		WHERE d.space_id = $1 AND d.kind = $2 AND d.state IN ('draft', 'scheduled', 'trashed')`
	if r.reviews(m, kind) {
		return all, []any{m.SpaceID(), kind}
	}
	return all + ` AND d.author_id = $3`, []any{m.SpaceID(), kind, m.PersonID()}
}

// reviews says whether m sees what others have not published yet of a kind.
func (r *Room) reviews(m spaces.Member, kind string) bool {
	review := r.kinds[kind].Reviewed
	return review != "" && m.May(review)
}

// Unpublished returns a publication that is not live: m's own, or any that m reviews. Errors: fault.ErrNotFound, also for
// somebody else's.
func (r *Room) Unpublished(q db.Querier, m spaces.Member, kind string, id ids.ID) (Unpublished, error) {
	query, args := r.unpublished(m, kind)
	return db.Find[Unpublished](q, fmt.Sprintf("%s AND d.id = $%d", query, len(args)+1), append(args, id)...)
}

// IsUnpublished tells whether a publication of m's space is not live and m sees it: m's own, or one that m reviews.
func (r *Room) IsUnpublished(q db.Querier, m spaces.Member, id ids.ID) (bool, error) {
	p, err := db.Find[struct {
		Kind   string `db:"kind"`
		Author ids.ID `db:"author_id"`
	}](q, `
		SELECT d.kind, COALESCE(d.author_id, 0) AS author_id
		FROM publications d
		WHERE d.id = $1 AND d.space_id = $2 AND d.state IN ('draft', 'scheduled', 'trashed')`, id, m.SpaceID())
	if errors.Is(err, fault.ErrNotFound) {
		return false, nil
	}
	return err == nil && (p.Author == m.PersonID() || r.reviews(m, p.Kind)), err
}

// AllUnpublished returns what of a kind is not live and m may see, the last changed first, 100 at most.
func (r *Room) AllUnpublished(q db.Querier, m spaces.Member, kind string) ([]Unpublished, error) {
	query, args := r.unpublished(m, kind)
	return db.All[Unpublished](q, query+`
		ORDER BY d.changed_at DESC, d.id DESC
		LIMIT 100`, args...)
}

// Release makes a draft live now, or one that waited for its hour: m's own, or one that m reviews. The caller has confirmed
// m. Errors: fault.ErrNotFound when it is neither.
func (r *Room) Release(tx *db.Tx, m spaces.Member, kind string, id ids.ID) error {
	u, err := r.Unpublished(tx, m, kind, id)
	if err != nil {
		return err
	}
	released, err := tx.Exec(`
		UPDATE publications
		SET state = 'published', published_at = $3, changed_at = $3, activity_at = $3
		WHERE id = $1 AND space_id = $2 AND state IN ('draft', 'scheduled')`, id, m.SpaceID(), tx.Now)
	if err == nil && released == 0 {
		err = fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := tally(tx, m.SpaceID(), u.ThemeID, kind, 1); err != nil {
		return err
	}
	return r.events.Record(tx, Appeared{Space: m.SpaceID(), Publication: id, Kind: kind, Author: u.Byline.ID})
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
