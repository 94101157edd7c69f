package db

import (
	"strings"

	"osmose/internal/platform/ids"
)

// Place is where a page of a list by name ended: the sort key of its last row, then its id, which parts equal names. The
// zero value stands before the first row. Lists continue with (sort_key, id) > ($1, $2).
type Place struct {
	Key string
	ID  ids.ID
}

// String writes a place for an address: the id first, for a name may hold anything.
func (p Place) String() string { return p.ID.String() + "." + p.Key }

// ParsePlace reads what String wrote; anything else is the beginning.
func ParsePlace(s string) Place {
	text, key, _ := strings.Cut(s, ".")
	id, err := ids.Parse(text)
	if err != nil {
		return Place{}
	}
	return Place{key, id}
}
