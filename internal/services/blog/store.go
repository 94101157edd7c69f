package blog

import (
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// PageSize is the number of posts on a page of the list.
const PageSize = 12

const ownColumns = `b.version, b.planned_at, b.due_at, b.appeared_at, b.cover, b.thumbnail, b.cover_alt, b.decorative,
	b.cover_width, b.cover_height, COALESCE(c.closed_at, 0) AS closed_at, x.id AS text_id`

// ownJoins follow « posts b ».
const ownJoins = `
	JOIN texts x ON x.publication_id = b.id AND x.role = 'body'
	LEFT JOIN closures c ON c.publication_id = b.id`

// postColumns and postJoins follow « live_publications f », or a subquery of that shape.
const postColumns = `f.id, f.title, f.excerpt, COALESCE(f.theme_id, 0) AS theme_id, COALESCE(th.label, '') AS theme,
	'published' AS state, f.comments, f.published_at, ` + ownColumns + `, ` + accounts.BylineColumns

const postJoins = `
	JOIN posts b ON b.id = f.id` + ownJoins + `
	LEFT JOIN themes th ON th.id = f.theme_id
	LEFT JOIN people p ON p.id = f.author_id`

// Find returns a live post of m's space. Errors: fault.ErrNotFound.
func Find(q db.Querier, m spaces.Member, id ids.ID) (Post, error) {
	return db.Find[Post](q, `
		SELECT `+postColumns+`
		FROM live_publications f`+postJoins+`
		WHERE f.id = $1 AND f.space_id = $2`, id, m.SpaceID())
}

// FindOwn returns a post that m wrote, whatever its state but hidden. Errors: fault.ErrNotFound, also for somebody else's.
func (r *Room) FindOwn(q db.Querier, m spaces.Member, id ids.ID) (Post, error) {
	p, err := Find(q, m, id)
	if err == nil && p.Byline.ID != m.PersonID() {
		return Post{}, fault.ErrNotFound
	}
	if !errors.Is(err, fault.ErrNotFound) {
		return p, err
	}
	u, err := r.Publications.Unpublished(q, m, kind, id)
	if err != nil {
		return Post{}, err
	}
	if p, err = db.Find[Post](q, `
		SELECT b.id, `+ownColumns+`
		FROM posts b`+ownJoins+`
		WHERE b.id = $1 AND b.space_id = $2`, id, m.SpaceID()); err != nil {
		return Post{}, err
	}
	p.Title, p.ThemeID, p.State, p.PublishedAt = u.Title, u.ThemeID, u.State, u.ChangedAt
	p.Byline.ID = m.PersonID()
	return p, nil
}

// find returns a post as m may see it: live, or their own. Errors: fault.ErrNotFound.
func (r *Room) find(q db.Querier, m spaces.Member, id ids.ID) (Post, error) {
	p, err := Find(q, m, id)
	if errors.Is(err, fault.ErrNotFound) {
		p, err = r.FindOwn(q, m, id)
	}
	return p, err
}

// Posts returns the posts of m's space, the newest first, after a cursor, PageSize+1 at most. The page is found by index
// before anything is joined to it.
func Posts(q db.Querier, m spaces.Member, f publications.Filter, after db.Cursor) ([]Post, error) {
	where := f.Conditions(6)
	return db.All[Post](q, `
		SELECT `+postColumns+`
		FROM (
			SELECT l.id, l.author_id, l.title, l.excerpt, l.theme_id, l.comments, l.published_at
			FROM live_publications l
			WHERE l.space_id = $1 AND l.kind = $2 AND (l.published_at, l.id) < ($3, $4)`+where.Text+`
			ORDER BY l.published_at DESC, l.id DESC
			LIMIT $5) f`+postJoins+`
		ORDER BY f.published_at DESC, f.id DESC`,
		append([]any{m.SpaceID(), kind, after.Key, after.ID, PageSize + 1}, where.Args...)...)
}

// Neighbour is the post before or after another.
type Neighbour struct {
	ID    ids.ID `db:"id"`
	Title string `db:"title"`
}

// neighbours returns the post that appeared before a live one, and the one that appeared after it; zero for none.
func neighbours(q db.Querier, m spaces.Member, p Post) (earlier, later Neighbour, err error) {
	if earlier, err = db.One[Neighbour](q, `
		SELECT l.id, l.title
		FROM live_publications l
		WHERE l.space_id = $1 AND l.kind = $2 AND (l.published_at, l.id) < ($3, $4)
		ORDER BY l.published_at DESC, l.id DESC
		LIMIT 1`, m.SpaceID(), kind, p.PublishedAt, p.ID); err != nil && !errors.Is(err, db.ErrNoRows) {
		return earlier, later, err
	}
	later, err = db.One[Neighbour](q, `
		SELECT l.id, l.title
		FROM live_publications l
		WHERE l.space_id = $1 AND l.kind = $2 AND (l.published_at, l.id) > ($3, $4)
		ORDER BY l.published_at, l.id
		LIMIT 1`, m.SpaceID(), kind, p.PublishedAt, p.ID)
	if errors.Is(err, db.ErrNoRows) {
		err = nil
	}
	return earlier, later, err
}
