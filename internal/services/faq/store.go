package faq

import (
	"errors"
	"fmt"
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// PageSize is the number of entries on a page of a theme, or of what to read again; shown is how many of each theme stand
// on the first page.
const (
	PageSize = 30
	shown    = 5
)

const ownColumns = `e.version, e.position, e.appeared_at, e.updated_at, e.reviewed_at, e.review_at,
	COALESCE(c.closed_at, 0) AS closed_at, COALESCE(src.text_id, 0) AS source`

// ownJoins follow « faq_entries e ».
const ownJoins = `
	LEFT JOIN closures c ON c.publication_id = e.id
	LEFT JOIN faq_sources src ON src.entry_id = e.id`

// entryColumns and entryJoins follow « live_publications f », or a subquery of that shape.
const entryColumns = `f.id, f.title, f.excerpt, COALESCE(f.theme_id, 0) AS theme_id, COALESCE(th.label, '') AS theme,
	'published' AS state, f.comments, f.changed_at, ` + ownColumns + `, ` + accounts.BylineColumns

const entryJoins = `
	JOIN faq_entries e ON e.id = f.id` + ownJoins + `
	LEFT JOIN themes th ON th.id = f.theme_id
	LEFT JOIN people p ON p.id = f.author_id`

// foundColumns are those of a subquery of the shape of live_publications.
const foundColumns = `l.id, l.author_id, l.title, l.excerpt, l.theme_id, l.comments, l.changed_at`

// Find returns a live entry of m's space. Errors: fault.ErrNotFound.
func Find(q db.Querier, m spaces.Member, id ids.ID) (Entry, error) {
	return db.Find[Entry](q, `
		SELECT `+entryColumns+`
		FROM live_publications f`+entryJoins+`
		WHERE f.id = $1 AND f.space_id = $2`, id, m.SpaceID())
}

// find returns an entry as m may see it: live, or one that they wrote or review. Errors: fault.ErrNotFound.
func (r *Room) find(q db.Querier, m spaces.Member, id ids.ID) (Entry, error) {
	e, err := Find(q, m, id)
	if !errors.Is(err, fault.ErrNotFound) {
		return e, err
	}
	u, err := r.Publications.Unpublished(q, m, kind, id)
	if err != nil {
		return Entry{}, err
	}
	if e, err = db.Find[Entry](q, `
		SELECT e.id, `+ownColumns+`
		FROM faq_entries e`+ownJoins+`
		WHERE e.id = $1 AND e.space_id = $2`, id, m.SpaceID()); err != nil {
		return Entry{}, err
	}
	e.Title, e.ThemeID, e.State, e.ChangedAt, e.Byline = u.Title, u.ThemeID, u.State, u.ChangedAt, u.Byline
	return e, nil
}

// InTheme returns the live entries of a theme of m's space in the animators' order, after a cursor, PageSize+1 at most.
func InTheme(q db.Querier, m spaces.Member, theme ids.ID, after db.Cursor) ([]Entry, error) {
	return db.All[Entry](q, `
		SELECT `+entryColumns+`
		FROM (
			SELECT `+foundColumns+`, i.position AS place
			FROM faq_entries i
			JOIN live_publications l ON l.id = i.id
			WHERE i.space_id = $1 AND i.theme_id = $2 AND (i.position, i.id) > ($3, $4)
			ORDER BY i.position, i.id
			LIMIT $5) f`+entryJoins+`
		ORDER BY f.place, f.id`, m.SpaceID(), theme, after.Key, after.ID, PageSize+1)
}

// First returns the first entries of each of some themes of m's space, by theme. The list is padded, so that few statements
// are prepared.
func First(q db.Querier, m spaces.Member, themes []ids.ID) (map[ids.ID][]Entry, error) {
	if len(themes) == 0 {
		return nil, nil
	}
	_, padded := db.In(1, themes)
	args := []any{m.SpaceID(), shown}
	var branches []string
	for i, theme := range padded {
		if i >= len(themes) {
			theme = int64(0) // the padding finds nothing
		}
		args = append(args, theme)
		branches = append(branches, fmt.Sprintf(`
			SELECT * FROM (
				SELECT %s, i.position AS place
				FROM faq_entries i
				JOIN live_publications l ON l.id = i.id
				WHERE i.space_id = $1 AND i.theme_id = $%d
				ORDER BY i.position, i.id
				LIMIT $2) b%d`, foundColumns, len(args), i))
	}
	list, err := db.All[Entry](q, `
		SELECT `+entryColumns+`
		FROM (`+strings.Join(branches, `
			UNION ALL`)+`) f`+entryJoins+`
		ORDER BY f.place, f.id
		LIMIT 2000`, args...)
	of := map[ids.ID][]Entry{}
	for _, e := range list {
		of[e.ThemeID] = append(of[e.ThemeID], e)
	}
	return of, err
}

// ToReview returns the live entries of m's space that have a day on which to read them again, the longest overdue first,
// after a cursor, PageSize+1 at most.
func ToReview(q db.Querier, m spaces.Member, after db.Cursor) ([]Entry, error) {
	return db.All[Entry](q, `
		SELECT `+entryColumns+`
		FROM (
			SELECT `+foundColumns+`, i.review_at AS place
			FROM faq_entries i
			JOIN live_publications l ON l.id = i.id
			WHERE i.space_id = $1 AND i.review_at > 0 AND (i.review_at, i.id) > ($2, $3)
			ORDER BY i.review_at, i.id
			LIMIT $4) f`+entryJoins+`
		ORDER BY f.place, f.id`, m.SpaceID(), after.Key, after.ID, PageSize+1)
}

// overdue counts the live entries of m's space that should have been read again, 100 at most.
func overdue(q db.Querier, m spaces.Member, now clock.Instant) (int, error) {
	return db.One[int](q, `
		SELECT COUNT(*)
		FROM (
			SELECT 1
			FROM faq_entries i
			JOIN live_publications l ON l.id = i.id
			WHERE i.space_id = $1 AND i.review_at > 0 AND i.review_at <= $2
			LIMIT 100) late`, m.SpaceID(), now)
}
