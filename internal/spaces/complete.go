package spaces

import (
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/richtext"
)

// mostCompleted is how many members are offered for what was typed of a name.
const mostCompleted = 10

// Completed returns the members of m's space whose names have words that begin as the words typed, whatever accents and
// capitals, by surname, 10 at most. Only members: nobody else can read what they would be mentioned in.
func Completed(q db.Querier, m Member, typed string) ([]accounts.Byline, error) {
	prefixes := prefixesOf(typed)
	if prefixes[0] == "%" {
		return nil, nil
	}
	return db.All[accounts.Byline](q, `
		SELECT `+accounts.BylineColumns+`
		FROM memberships m
		JOIN people p ON p.id = m.person_id
		WHERE m.space_id = $1 AND p.blocked_at = 0
			AND replace(' ' || m.sort_key, '-', ' ') LIKE $2
			AND replace(' ' || m.sort_key, '-', ' ') LIKE $3
			AND replace(' ' || m.sort_key, '-', ' ') LIKE $4
		ORDER BY m.sort_key, m.person_id
		LIMIT $5`, m.SpaceID(), prefixes[0], prefixes[1], prefixes[2], mostCompleted)
}

// prefixesOf makes a pattern of each of the first three words of what was typed. Signs of patterns are no part of a name.
func prefixesOf(typed string) [3]string {
	patterns := [3]string{"%", "%", "%"}
	folded := strings.NewReplacer("%", "", "_", "", `\`, "", "-", " ").Replace(richtext.Fold(typed))
	for i, word := range strings.Fields(folded) {
		if i == len(patterns) {
			break
		}
		patterns[i] = "% " + word + "%"
	}
	return patterns
}
