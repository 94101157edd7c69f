package publications

import (
	"fmt"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Filter narrows a list of publications of one kind by what all kinds share. The zero value narrows nothing.
type Filter struct {
	Theme   ids.ID
	Keyword string
	Author  ids.ID
}

// Conditions are what narrows a list, for a query on live_publications l whose $1 is the space: each begins with AND.
type Conditions struct {
	Text string
	Args []any
	next int
}

// Conditions returns those of the filter, their arguments numbered from n.
func (f Filter) Conditions(n int) Conditions {
	c := Conditions{next: n}
	if f.Theme != 0 {
		c.Add("l.theme_id = $%d", f.Theme)
	}
	if f.Keyword != "" {
		c.Add(`l.id IN (
				SELECT pk.publication_id
				FROM keywords k
				JOIN publication_keywords pk ON pk.keyword_id = k.id
				WHERE k.space_id = $1 AND k.key = $%d)`, richtext.Fold(f.Keyword))
	}
	if f.Author != 0 {
		c.Add("l.author_id = $%d", f.Author)
	}
	return c
}

// Add adds a condition with one argument, which it says as $%d.
func (c *Conditions) Add(condition string, arg any) {
	c.Text += fmt.Sprintf(" AND "+condition, c.next)
	c.Args = append(c.Args, arg)
	c.next++
}

// Join adds a condition whose arguments are numbered from Next.
func (c *Conditions) Join(condition string, args []any) {
	c.Text += " AND " + condition
	c.Args = append(c.Args, args...)
	c.next += len(args)
}

// Next is the number of the next argument.
func (c *Conditions) Next() int { return c.next }

// Authors returns the members of m's space who published something of a kind, by name, 200 at most: the choices of a
// filter.
func Authors(q db.Querier, m spaces.Member, kind string) ([]accounts.Byline, error) {
	return db.All[accounts.Byline](q, `
		SELECT `+accounts.BylineColumns+`
		FROM memberships b
		JOIN people p ON p.id = b.person_id
		WHERE b.space_id = $1 AND EXISTS (
			SELECT 1
			FROM live_publications l
			WHERE l.space_id = $1 AND l.kind = $2 AND l.author_id = b.person_id)
		ORDER BY b.sort_key, b.person_id
		LIMIT 200`, m.SpaceID(), kind)
}
