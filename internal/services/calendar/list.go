package calendar

import (
	"fmt"
	"strings"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// PageSize is the number of dates on a page of a list; mostInView that of a month or a week.
const (
	PageSize   = 20
	mostInView = 500
)

// Between returns the live dates within reach that take place, in part at least, from one moment until before another, in their
// order, mostInView at most.
func Between(q db.Querier, reach spaces.Reach, from, to clock.Instant, f matches) ([]Date, error) {
	within, key := reach.Where("d.space_id", 1)
	where := f.conditions(7)
	return db.All[Date](q, `
		SELECT `+dateColumns+mineOf("$6")+`
		FROM event_dates d`+dateJoins+`
		WHERE `+within+` AND d.starts_at > $2 AND d.starts_at < $3 AND (d.ends_at > $4 OR d.starts_at >= $4)`+where.Text+`
		ORDER BY d.starts_at, d.event_id
		LIMIT $5`, append([]any{key, from.Add(-longest), to, from, mostInView, reach.PersonID()}, where.Args...)...)
}

// mostSpaces is how many spaces a list reads at most: SQLite takes no union of more than five hundred.
const mostSpaces = 400

// direction is a list of what comes, or of what is over.
type direction struct{ Past bool }

// Listed returns the live dates of some spaces within reach: those that go on or come, the next first, or those that are over, the
// last first; after a cursor, the zero one for the beginning; most at most. The dates of each space are found by its index
// before anything is joined, so that the rows read do not depend on what there is. The list may be a moment old: the reach is
// asked again.
func (way direction) Listed(q db.Querier, reach spaces.Reach, list []ids.ID, f matches, now clock.Instant, after db.Cursor, most int) ([]Date, error) {
	if len(list) == 0 {
		return nil, nil
	}
	list = list[:min(len(list), mostSpaces)]
	_, padded := db.In(1, list)
	compare, order := "d.ends_at > $1 AND d.starts_at > $2 AND (d.starts_at, d.event_id) > ($3, $4)", "d.starts_at, d.event_id"
	outer := "d.starts_at, d.event_id"
	if way.Past {
		compare, order = "d.ends_at <= $1 AND d.starts_at > $2 AND (d.starts_at, d.event_id) < ($3, $4)", "d.starts_at DESC, d.event_id DESC"
		outer = order
	}
	args := []any{now, way.since(now), after.Key, after.ID, most}
	where := f.conditions(len(args) + 1)
	args = append(args, where.Args...)
	var branches []string
	for i, space := range padded {
		if i >= len(list) {
			space = int64(0) // the padding finds nothing
		}
		args = append(args, space)
		branches = append(branches, fmt.Sprintf(`
			SELECT * FROM (
				SELECT d.event_id, d.day, d.starts_at
				FROM event_dates d
				JOIN live_publications l ON l.id = d.event_id
				WHERE d.space_id = $%d AND %s%s
				ORDER BY %s
				LIMIT $5) b%d`, len(args), compare, where.Text, order, i))
	}
	args = append(args, reach.PersonID())
	person := fmt.Sprintf("$%d", len(args))
	within, key := reach.Where("d.space_id", len(args)+1)
	return db.All[Date](q, `
		SELECT `+dateColumns+mineOf(person)+`
		FROM (
			SELECT u.event_id, u.day
			FROM (`+strings.Join(branches, `
				UNION ALL`)+`) u
			ORDER BY `+strings.ReplaceAll(outer, "d.", "u.")+`
			LIMIT $5) near
		JOIN event_dates d ON d.event_id = near.event_id AND d.day = near.day`+dateJoins+`
		WHERE `+within+`
		ORDER BY `+outer+`
		LIMIT $5`, append(args, key)...)
}

// since is how far back one looks: what goes on may have begun a while ago.
func (way direction) since(now clock.Instant) clock.Instant {
	if way.Past {
		return 0
	}
	return now.Add(-longest)
}

// Coming is Listed of what comes in some spaces within reach.
func Coming(q db.Querier, reach spaces.Reach, list []ids.ID, now clock.Instant, most int) ([]Date, error) {
	return direction{}.Listed(q, reach, list, matches{}, now, db.Cursor{}, most)
}
