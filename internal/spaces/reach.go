package spaces

import (
	"fmt"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// Reach is a key ring: the spaces that a person belongs to, or one of them. It is the only place where « my spaces » is
// written in SQL. The zero value reaches nothing.
type Reach struct {
	person ids.ID
	space  ids.ID // zero: all the person's spaces
}

// ReachOf returns the ring of all spaces of a person, as it stands when a query runs.
func ReachOf(person ids.ID) Reach { return Reach{person: person} }

// Reach returns the ring with this one key.
func (m Member) Reach() Reach { return Reach{person: m.person, space: m.SpaceID()} }

// PersonID returns whose ring it is.
func (r Reach) PersonID() ids.ID { return r.person }

// Where returns the condition that column, a space's id, is within reach, and its argument, numbered n.
func (r Reach) Where(column string, n int) (condition string, arg any) {
	if r.space != 0 {
		return fmt.Sprintf("%s = $%d", column, n), r.space
	}
	return fmt.Sprintf("%s IN (SELECT reach.space_id FROM memberships reach WHERE reach.person_id = $%d)", column, n), r.person
}

// Spaces returns the ids of the spaces within reach, in no order, 400 at most.
func (r Reach) Spaces(q db.Querier) ([]ids.ID, error) {
	if r.space != 0 {
		return []ids.ID{r.space}, nil
	}
	return db.All[ids.ID](q, `
		SELECT space_id
		FROM memberships
		WHERE person_id = $1
		LIMIT 400`, r.person)
}
