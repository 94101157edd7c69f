package dataset

import (
	"context"
	"errors"
	"fmt"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/comments"
)

// Check says what is untrue in a data set: what was counted beside what is there, in full for spaces and themes, for a
// sample of publications by the product's own recount; and, if asked, every row that points to nothing.
func Check(ctx context.Context, o Options, keys bool) (problems []string, err error) {
	found, err := checkCounts(ctx, o)
	if err != nil || !keys {
		return found, err
	}
	s, err := o.open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	strays, err := s.strays(ctx)
	return append(found, strays...), err
}

func checkCounts(ctx context.Context, o Options) (problems []string, err error) {
	a, err := o.House(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	q := a.DB.Read(ctx)
	for _, c := range checks {
		n, err := db.One[int](q, `SELECT COUNT(*) FROM (`+c.wrong+`) wrong`)
		if err != nil {
			return nil, fmt.Errorf("dataset: %s: %w", c.says, err)
		}
		if n > 0 {
			problems = append(problems, fmt.Sprintf("%s: %d", c.says, n))
		}
	}
	counted := []struct {
		what, table string
		want        int
	}{{"people", "people", o.Size.People}, {"spaces", "spaces", o.Size.Spaces}, {"publications", "live_publications", o.Size.Publications}}
	for _, c := range counted {
		n, err := db.One[int](q, `SELECT COUNT(*) FROM `+c.table)
		if err != nil {
			return nil, err
		}
		if n != c.want {
			problems = append(problems, fmt.Sprintf("%d %s in place of %d", n, c.what, c.want))
		}
	}
	recounted, err := recount(ctx, a.DB, o.Size.Publications)
	return append(problems, recounted...), err
}

// checks find what contradicts itself; each selects what is wrong.
var checks = []struct{ says, wrong string }{
	{"spaces that miscount their members", `
		SELECT s.id
		FROM spaces s
		WHERE s.members <> (SELECT COUNT(*) FROM memberships m WHERE m.space_id = s.id)`},
	{"spaces without an animator", `
		SELECT s.id
		FROM spaces s
		WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.space_id = s.id AND m.role = 'animator')`},
	{"members of a sub-space who are not of its parent", `
		SELECT m.person_id
		FROM memberships m
		JOIN spaces s ON s.id = m.space_id
		WHERE s.parent_id IS NOT NULL AND NOT EXISTS (
			SELECT 1 FROM memberships above WHERE above.space_id = s.parent_id AND above.person_id = m.person_id)`},
	{"members under another name than theirs", `
		SELECT m.person_id
		FROM memberships m
		JOIN people p ON p.id = m.person_id
		WHERE m.sort_key <> p.sort_key`},
	{"people who are called otherwise than they are sorted", `
		SELECT id
		FROM people
		WHERE sort_key <> family_key || ' ' || given_key`},
	{"spaces without a standing thread", `
		SELECT s.id
		FROM spaces s
		WHERE NOT EXISTS (SELECT 1 FROM threads t WHERE t.space_id = s.id AND t.standing = 'feedback')`},
	{"threads whose card says otherwise", `
		SELECT t.id
		FROM threads t
		JOIN live_publications p ON p.id = t.id
		LEFT JOIN closures c ON c.publication_id = t.id
		WHERE p.card <> TRIM(t.standing || ' ' || t.malfunction || CASE WHEN c.publication_id IS NULL THEN '' ELSE ' closed' END)`},
	{"tallies of themes that miscount", `
		SELECT t.theme_id
		FROM theme_tallies t
		LEFT JOIN (
			SELECT l.theme_id, l.kind, COUNT(*) AS n
			FROM live_publications l
			GROUP BY l.theme_id, l.kind) found ON found.theme_id = t.theme_id AND found.kind = t.kind
		WHERE t.live <> COALESCE(found.n, 0)`},
	{"publications that no tally counts", `
		SELECT 1
		WHERE (SELECT COUNT(*) FROM live_publications WHERE theme_id IS NOT NULL) <> (SELECT SUM(live) FROM theme_tallies)`},
}

// samples is how many publications are counted anew.
const samples = 300

// errEnough undoes a recount.
var errEnough = errors.New("dataset: seen enough")

// recount has the product count a sample of publications anew, looks whether anything moved, and undoes it.
func recount(ctx context.Context, d *db.DB, publications int) (problems []string, err error) {
	type sample struct {
		ID       ids.ID        `db:"id"`
		Space    ids.ID        `db:"space_id"`
		Comments int           `db:"comments"`
		Activity clock.Instant `db:"activity_at"`
	}
	list, err := db.All[sample](d.Read(ctx), `
		SELECT id, space_id, comments, activity_at
		FROM live_publications
		WHERE id % $1 = 0 OR comments > 300
		ORDER BY id
		LIMIT $2`, max(1, publications/samples), samples)
	if err != nil {
		return nil, err
	}
	if len(list) < samples/4 {
		return nil, fmt.Errorf("dataset: only %d publications were sampled", len(list))
	}
	for _, before := range list {
		var after sample
		err := d.Write(ctx, func(tx *db.Tx) error {
			if err := comments.Recount(tx, before.Space, before.ID); err != nil {
				return err
			}
			after, err = db.One[sample](tx, `SELECT id, space_id, comments, activity_at FROM live_publications WHERE id = $1`, before.ID)
			return errors.Join(err, errEnough)
		})
		if after.ID == 0 || !errors.Is(err, errEnough) {
			return nil, err
		}
		if after != before {
			problems = append(problems, fmt.Sprintf("publication %s has %d comments, the last at %d; counted anew %d, %d", before.ID, before.Comments, before.Activity, after.Comments, after.Activity))
		}
	}
	return problems, nil
}
