package index

import (
	"fmt"

	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// mostMatches is how many texts a condition looks at: of a word that is everywhere, the last written.
const mostMatches = 1000

// Match is the condition that a publication has a text which answers a question. The zero value is none.
type Match struct {
	engine     engine
	expression string
	space      ids.ID
}

// Match returns the condition for publications of a kind in m's space, for a list that has an order of its own. An empty
// question is no condition.
func (r *Room) Match(m spaces.Member, kind string, question Question) Match {
	if question.Empty() {
		return Match{}
	}
	c := conjunction{
		{{field: labels, words: []string{spaceLabel(m.SpaceID())}}},
		{{field: labels, words: []string{kindLabel(kind)}}},
	}
	return Match{r.engine, r.engine.expression(append(c, question.beginning()...)), m.SpaceID()}
}

// None says whether it is no condition.
func (m Match) None() bool { return m.engine == nil }

// Where returns the condition on column, a publication's id, and its arguments, numbered from n.
func (m Match) Where(column string, n int) (condition string, args []any) {
	return fmt.Sprintf(`%s IN (
			SELECT x.publication_id
			FROM (%s) hits
			JOIN texts x ON x.id = hits.id
			WHERE x.space_id = $%d AND x.deleted_at = 0 AND NOT EXISTS (SELECT 1 FROM hidings h WHERE h.text_id = x.id))`,
		column, m.engine.hits(n, mostMatches), n+1), []any{m.expression, m.space}
}
