package publications

import (
	"fmt"
	"math"
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
	COALESCE(p.theme_id, 0) AS theme_id, p.comments, p.published_at, p.activity_at, p.card, `

// itemJoins follow « live_publications f », or a subquery of that shape.
const itemJoins = `
	JOIN spaces s ON s.id = f.space_id
	LEFT JOIN themes t ON t.id = f.theme_id
	LEFT JOIN people p ON p.id = f.author_id`

func itemsOf(f string) string {
	return strings.ReplaceAll(itemColumns, "p.", f+".") + accounts.BylineColumns
}

// mostSpaces is how many spaces a feed reads at most: SQLite takes no union of more than five hundred.
const mostSpaces = 400

// Feed returns what lives in some spaces within reach, the last active first, after a cursor, FeedSize+1 at most. An empty
// kind is all kinds. The list may be a moment old: the reach is asked again.
func (r *Room) Feed(q db.Querier, reach spaces.Reach, list []ids.ID, kind string, after db.Cursor) ([]Item, error) {
	switch len(list) {
	case 0:
		return nil, nil
	case 1:
		return r.feedOfOne(q, reach, list[0], kind, after)
	}
	return r.feedOfSome(q, reach, list[:min(len(list), mostSpaces)], kind, after)
}

// feedOfOne reads the newest of the only space within reach in the order of its index.
func (r *Room) feedOfOne(q db.Querier, reach spaces.Reach, space ids.ID, kind string, after db.Cursor) ([]Item, error) {
	within, key := reach.Where("f.space_id", 5)
	args := []any{space, after.Key, after.ID, FeedSize + 1, key}
	if kind != "" {
		within += " AND f.kind = $6"
		args = append(args, kind)
	}
	return db.All[Item](q, `
		SELECT `+itemsOf("f")+`
		FROM live_publications f`+itemJoins+`
		WHERE f.space_id = $1 AND (f.activity_at, f.id) < ($2, $3) AND `+within+`
		ORDER BY f.activity_at DESC, f.id DESC
		LIMIT $4`, args...)
}

// feedOfSome reads the newest of each space by its index, then the newest of those: the number of rows read is bounded by
// the number of spaces, whatever they hold. The list is padded, so that few statements are prepared. It was read a moment
// ago: the reach is asked again of the rows that remain.
func (r *Room) feedOfSome(q db.Querier, reach spaces.Reach, list []ids.ID, kind string, after db.Cursor) ([]Item, error) {
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

// Unread counts, for each space of a person, the live publications that moved since they last opened it, mostCounted at
// most each. Spaces without any are absent.
func (r *Room) Unread(q db.Querier, person ids.ID) (map[ids.ID]int, error) {
	news, err := r.News(q, person, 0)
	return news.Unread, err
}

// mostCounted is where counting ends: a number beyond it tells nobody anything.
const mostCounted = 100

// News is what moved in the spaces of a person.
type News struct {
	Spaces []ids.ID // all of them
	Unread map[ids.ID]int
	Since  int
}

// News returns what Unread does, and the number of publications that moved since a moment in all spaces of the person,
// mostCounted at most; none since zero.
func (r *Room) News(q db.Querier, person ids.ID, since clock.Instant) (News, error) {
	if since == 0 {
		since = math.MaxInt64
	}
	type count struct {
		Space ids.ID `db:"space_id"`
		N     int    `db:"n"`
		News  int    `db:"news"`
	}
	list, err := db.All[count](q, `
		SELECT m.space_id, (
			SELECT COUNT(*)
			FROM (
				SELECT 1
				FROM live_publications l
				WHERE l.space_id = m.space_id AND l.activity_at > COALESCE(k.seen_at, m.joined_at)
				LIMIT 100) recent) AS n, (
			SELECT COUNT(*)
			FROM (
				SELECT 1
				FROM live_publications l
				WHERE l.space_id = m.space_id AND l.activity_at > $2
				LIMIT 100) recent) AS news
		FROM memberships m
		LEFT JOIN space_marks k ON k.person_id = m.person_id AND k.space_id = m.space_id
		WHERE m.person_id = $1
		LIMIT 500`, person, since)
	if err != nil {
		return News{}, err
	}
	news := News{Unread: map[ids.ID]int{}}
	for _, c := range list {
		news.Spaces = append(news.Spaces, c.Space)
		if c.N > 0 {
			news.Unread[c.Space] = c.N
		}
		news.Since = min(news.Since+c.News, mostCounted)
	}
	return news, nil
}
