package spaces

import (
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
)

// Bearer is a member who may be called by a name.
type Bearer struct {
	ID     ids.ID `db:"id"`
	Given  string `db:"given_name"`
	Family string `db:"family_name"`
}

// mostBearers is how many members Bearers returns at most.
const mostBearers = 500

// Bearers returns the members of a space who are not blocked and whose first name or surname is one of these, folded. It
// returns nobody when there are more than 500: who is left out could be the second bearer of a name. The caller holds a
// key to the space.
func Bearers(q db.Querier, space ids.ID, names []string) ([]Bearer, error) {
	if len(names) == 0 {
		return nil, nil
	}
	in, args := db.In(2, names)
	list, err := db.All[Bearer](q, `
		SELECT p.id, p.given_name, p.family_name
		FROM people p
		JOIN memberships b ON b.person_id = p.id
		WHERE b.space_id = $1 AND p.blocked_at = 0 AND (p.given_key IN (`+in+`) OR p.family_key IN (`+in+`))
		LIMIT 501`, append([]any{space}, args...)...)
	if len(list) > mostBearers {
		return nil, err
	}
	return list, err
}

// mostCompleted is how many members are offered for what was typed of a name.
const mostCompleted = 10

// Completed returns the members of m's space whose first name or surname begins as the first word typed, and whose names
// have words that begin as the second and third, whatever accents and capitals: by surname, 10 at most. Only members: nobody
// else can read what they would be mentioned in.
func Completed(q db.Querier, m Member, typed string) ([]accounts.Byline, error) {
	first, second, third := beginnings(typed)
	if first == "" {
		return nil, nil
	}
	const words = ` AND replace(' ' || b.sort_key, '-', ' ') LIKE $4 AND replace(' ' || b.sort_key, '-', ' ') LIKE $5`
	return db.All[accounts.Byline](q, `
		SELECT `+accounts.BylineColumns+`
		FROM memberships m
		JOIN people p ON p.id = m.person_id
		WHERE m.space_id = $1 AND m.person_id IN (
			SELECT person_id
			FROM (
				SELECT b.person_id
				FROM memberships b
				JOIN people n ON n.id = b.person_id
				WHERE b.space_id = $1 AND b.sort_key >= $2 AND b.sort_key < $3 AND n.blocked_at = 0`+words+`
				ORDER BY b.sort_key, b.person_id
				LIMIT $6) by_family
			UNION
			SELECT person_id
			FROM (
				SELECT b.person_id
				FROM people n
				JOIN memberships b ON b.person_id = n.id
				WHERE b.space_id = $1 AND n.given_key >= $2 AND n.given_key < $3 AND n.blocked_at = 0`+words+`
				ORDER BY n.given_key, n.id
				LIMIT $6) by_given)
		ORDER BY m.sort_key, m.person_id
		LIMIT $6`, m.SpaceID(), first, first+lastRune, second, third, mostCompleted)
}

// lastRune stands after whatever a key goes on with.
const lastRune = "\U0010FFFF"

// beginnings returns the first word of what was typed, folded, and patterns of the second and the third. Signs of patterns
// are no part of a name.
func beginnings(typed string) (first, second, third string) {
	folded := strings.NewReplacer("%", "", "_", "", `\`, "", "-", " ").Replace(richtext.Fold(typed))
	words := append(strings.Fields(folded), "", "", "")
	return words[0], "% " + words[1] + "%", "% " + words[2] + "%"
}
