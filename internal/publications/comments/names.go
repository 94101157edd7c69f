package comments

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// mostNamed is how many people are named on a page; further mentions show as those of former members.
const mostNamed = 200

// Names writes the names of the people whom texts mention.
type Names map[ids.ID]string

// NamesIn looks up, in one query at most, whom these texts of m's space mention. Only members of the space are named: a
// mention must not tell a name to who could not learn it otherwise.
func NamesIn(q db.Querier, m spaces.Member, bodies ...richtext.HTML) (Names, error) {
	var list []ids.ID
	for _, body := range bodies {
		list = append(list, richtext.Mentions(body)...)
	}
	if len(list) == 0 {
		return nil, nil
	}
	in, args := db.In(2, list[:min(len(list), mostNamed)])
	people, err := db.All[accounts.Byline](q, `
		SELECT `+accounts.BylineColumns+`
		FROM memberships b
		JOIN people p ON p.id = b.person_id
		WHERE b.space_id = $1 AND b.person_id IN (`+in+`)
		LIMIT 200`, append([]any{m.SpaceID()}, args...)...)
	names := Names{}
	for _, p := range people {
		names[p.ID] = p.Given + " " + p.Family
	}
	return names, err
}

// Show returns a text with the names of those whom it mentions.
func (n Names) Show(body richtext.HTML) richtext.HTML {
	return richtext.WriteNames(body, func(id ids.ID) string { return n[id] })
}
