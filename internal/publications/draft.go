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

// unpublished returns what of a kind m may see that is not live and meets a condition, the last changed first, 100 at most.
// $1 is the space, $2 the kind; those of the condition come after them. The rows are found before their authors are joined.
func (r *Room) unpublished(q db.Querier, m spaces.Member, kind, condition string, args ...any) ([]Unpublished, error) {
	args = append([]any{m.SpaceID(), kind}, args...)
	if !r.reviews(m, kind) {
		args = append(args, m.PersonID())
		condition += fmt.Sprintf(" AND u.author_id = $%d", len(args))
	}
	return db.All[Unpublished](q, `
		SELECT d.id, d.title, COALESCE(d.theme_id, 0) AS theme_id, d.state, d.changed_at, `+accounts.BylineColumns+`
		FROM (
			SELECT u.id, u.title, u.theme_id, u.state, u.changed_at, u.author_id
			FROM publications u
			WHERE u.space_id = $1 AND u.kind = $2 AND u.state IN ('draft', 'scheduled', 'trashed')`+condition+`
			ORDER BY u.changed_at DESC, u.id DESC
			LIMIT 100) d
		LEFT JOIN people p ON p.id = d.author_id
		ORDER BY d.changed_at DESC, d.id DESC`, args...)
}

// reviews says whether m sees what others have not published yet of a kind.
func (r *Room) reviews(m spaces.Member, kind string) bool {
	review := r.kinds[kind].Reviewed
	return review != "" && m.May(review)
}

// Unpublished returns a publication that is not live: m's own, or any that m reviews. Errors: fault.ErrNotFound, also for
// somebody else's.
func (r *Room) Unpublished(q db.Querier, m spaces.Member, kind string, id ids.ID) (Unpublished, error) {
	found, err := r.unpublished(q, m, kind, " AND u.id = $3", id)
	if err == nil && len(found) == 0 {
		err = fault.ErrNotFound
	}
	if err != nil {
		return Unpublished{}, err
	}
	return found[0], nil
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

// AllUnpublished returns what of a kind is not live and m may see, the last changed first, 100 at most: what may be published
// still, and what is in the trash.
func (r *Room) AllUnpublished(q db.Querier, m spaces.Member, kind string) (waiting, trash []Unpublished, err error) {
	all, err := r.unpublished(q, m, kind, "")
	for _, u := range all {
		if u.State == Trashed {
			trash = append(trash, u)
		} else {
			waiting = append(waiting, u)
		}
	}
	return waiting, trash, err
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
