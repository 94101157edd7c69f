package publications

import (
	"fmt"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Filter narrows a list of publications of one kind by what all kinds share. The zero value narrows nothing.
type Filter struct {
	Theme   ids.ID
	Keyword string
	// Authors, unless nil, are those whose publications are left; when it is empty, nobody's are.
	Authors []ids.ID
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
	switch len(f.Authors) {
	case 0:
		if f.Authors != nil {
			c.Text += " AND FALSE"
		}
	case 1:
		c.Add("l.author_id = $%d", f.Authors[0])
	default:
		placeholders, args := db.In(c.next, f.Authors)
		c.Join("l.author_id IN ("+placeholders+")", args)
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

// AuthorsNamed returns the members of m's space who are called as typed, for a filter: nil when nothing is typed, an empty
// list when nobody is called so.
func AuthorsNamed(q db.Querier, m spaces.Member, typed string) ([]ids.ID, error) {
	if strings.TrimSpace(typed) == "" {
		return nil, nil
	}
	people, err := spaces.Completed(q, m, typed)
	authors := make([]ids.ID, len(people))
	for i, p := range people {
		authors[i] = p.ID
	}
	return authors, err
}
