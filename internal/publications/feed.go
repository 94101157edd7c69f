package publications

import (
	"fmt"
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// FeedSize is the number of items on a page of a feed.
const FeedSize = 20

const itemColumns = `p.id, p.space_id, s.title AS space, p.kind, p.title, p.excerpt, COALESCE(t.label, '') AS theme,
	COALESCE(p.theme_id, 0) AS theme_id, p.comments, p.published_at, p.activity_at, `

// itemJoins follow « live_publications f », or a subquery of that shape.
const itemJoins = `
	JOIN spaces s ON s.id = f.space_id
	LEFT JOIN themes t ON t.id = f.theme_id
	LEFT JOIN people p ON p.id = f.author_id`

func itemsOf(f string) string {
	return strings.ReplaceAll(itemColumns, "p.", f+".") + accounts.BylineColumns
}

// Feed returns what lives within reach, the last active first, after a cursor, FeedSize+1 at most. An empty kind is
// all kinds.
func (r *Room) Feed(q db.Querier, reach spaces.Reach, kind string, after db.Cursor) ([]Item, error) {
	list, err := reach.Spaces(q)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return r.feedOf(q, reach, list, kind, after)
}

// feedOf reads the newest of each space by its index, then the newest of those: the number of rows read is bounded by
// the number of spaces, whatever they hold. The list is padded, so that few statements are prepared. It was read a moment
// ago: the reach is asked again of the rows that remain.
func (r *Room) feedOf(q db.Querier, reach spaces.Reach, list []ids.ID, kind string, after db.Cursor) ([]Item, error) {
	_, padded := db.In(1, list)
	args := []any{after.Key, after.ID, FeedSize + 1}
	condition := ""
	if kind != "" {
		args = append(args, kind)
		condition = fmt.Sprintf(" AND l.kind = $%d", len(args))
	}
	var branches []string
	for i, space := range padded {
		if i >= len(list) {
			space = int64(0) // the padding finds nothing
		}
		args = append(args, space)
		branches = append(branches, fmt.Sprintf(`
			SELECT * FROM (
				SELECT l.id, l.activity_at
				FROM live_publications l
				WHERE l.space_id = $%d%s AND (l.activity_at, l.id) < ($1, $2)
				ORDER BY l.activity_at DESC, l.id DESC
				LIMIT $3) b%d`, len(args), condition, i))
	}
	within, key := reach.Where("f.space_id", len(args)+1)
	return db.All[Item](q, `
		SELECT `+itemsOf("f")+`
		FROM (
			SELECT u.id
			FROM (`+strings.Join(branches, `
				UNION ALL`)+`) u
			ORDER BY u.activity_at DESC, u.id DESC
			LIMIT $3) newest
		JOIN live_publications f ON f.id = newest.id`+itemJoins+`
		WHERE `+within+`
		ORDER BY f.activity_at DESC, f.id DESC
		LIMIT $3`, append(args, key)...)
}

// MostNamed is how many publications Within looks up at most.
const MostNamed = 20

// Within returns those of some publications that live within reach, in no order: an id must not tell what it names to
// whoever may not see it.
func (r *Room) Within(q db.Querier, reach spaces.Reach, list []ids.ID) ([]Item, error) {
	if len(list) == 0 {
		return nil, nil
	}
	condition, key := reach.Where("f.space_id", 1)
	in, args := db.In(2, list[:min(len(list), MostNamed)])
	return db.All[Item](q, `
		SELECT `+itemsOf("f")+`
		FROM live_publications f`+itemJoins+`
		WHERE `+condition+` AND f.id IN (`+in+`)
		LIMIT 20`, append([]any{key}, args...)...)
}

// Find returns a live publication of m's space. Errors: fault.ErrNotFound.
func (r *Room) Find(q db.Querier, m spaces.Member, id ids.ID) (Item, error) {
	found, err := r.Within(q, m.Reach(), []ids.ID{id})
	if err == nil && len(found) == 0 {
		err = fault.ErrNotFound
	}
	if err != nil {
		return Item{}, err
	}
	return found[0], nil
}

// CountSince counts what lives within reach and moved after a moment, 100 at most.
func (r *Room) CountSince(q db.Querier, reach spaces.Reach, since clock.Instant) (int, error) {
	condition, key := reach.Where("l.space_id", 1)
	return db.One[int](q, `
		SELECT COUNT(*)
		FROM (
			SELECT 1
			FROM live_publications l
			WHERE `+condition+` AND l.activity_at > $2
			LIMIT 100) recent`, key, since)
}

// Unread counts, for each space of a person, the live publications that moved since they last opened it, 100 at most
// each. Spaces without any are absent.
func (r *Room) Unread(q db.Querier, person ids.ID) (map[ids.ID]int, error) {
	type count struct {
		Space ids.ID `db:"space_id"`
		N     int    `db:"n"`
	}
	list, err := db.All[count](q, `
		SELECT m.space_id, (
			SELECT COUNT(*)
			FROM (
				SELECT 1
				FROM live_publications l
				WHERE l.space_id = m.space_id AND l.activity_at > COALESCE(k.seen_at, m.joined_at)
				LIMIT 100) recent) AS n
		FROM memberships m
		LEFT JOIN space_marks k ON k.person_id = m.person_id AND k.space_id = m.space_id
		WHERE m.person_id = $1
		LIMIT 500`, person)
	if err != nil {
		return nil, err
	}
	unread := map[ids.ID]int{}
	for _, c := range list {
		if c.N > 0 {
			unread[c.Space] = c.N
		}
	}
	return unread, nil
}
