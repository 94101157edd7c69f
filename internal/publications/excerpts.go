package publications

import (
	"context"
	"slices"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Mentioned gathers whom the excerpts of a page mention, each in its space, and names them.
type Mentioned struct {
	within, people []ids.ID
	names          map[ids.ID]map[ids.ID]string
}

// Add takes an excerpt of a publication of a space.
func (m *Mentioned) Add(space ids.ID, excerpt richtext.Teaser) {
	people := excerpt.Mentions()
	if len(people) > 0 && !slices.Contains(m.within, space) {
		m.within = append(m.within, space)
	}
	m.people = append(m.people, people...)
}

// Name looks up the members of those spaces, in one query at most. Nobody else is named: an excerpt must not tell a name to who
// could not learn it otherwise.
func (m *Mentioned) Name(q db.Querier, reach spaces.Reach) (err error) {
	m.names, err = spaces.NamesWithin(q, reach, m.within, m.people)
	return err
}

// Show writes an excerpt with the names of those whom it mentions; others show as former members.
func (m *Mentioned) Show(ctx context.Context, space ids.ID, excerpt richtext.Teaser) string {
	return excerpt.Show(i18n.T(ctx, "accounts.former"), func(id ids.ID) string { return m.names[space][id] })
}
