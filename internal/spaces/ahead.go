package spaces

import (
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
)

// ahead is what was found at a door before it was known who stands there. An exchange keeps it under aheadKey.
type ahead struct {
	sight sight
	err   error
}

type aheadKey struct{}

// Ahead returns the work of the door of the space that is asked for, nil when the address has none, for whoever holds the
// session of a hash: the door then asks nothing more (accounts.Upstairs).
func (r *Room) Ahead(x *web.Exchange, session []byte) func(q db.Querier) error {
	space, err := x.ID("space")
	if err != nil {
		return nil
	}
	return func(q db.Querier) error {
		var found ahead
		found.sight, found.err = see(q, sightOfHolder, space, session)
		x.Set(aheadKey{}, found)
		return nil
	}
}

// taken returns what was found ahead of a space for a person, and whether it serves. That there is no such space is an answer
// like another: a stranger before a secret one must cost as much.
func taken(x *web.Exchange, person, space ids.ID) (s sight, serves bool, err error) {
	found, looked := x.Value(aheadKey{}).(ahead)
	switch {
	case !looked:
		return sight{}, false, nil
	case errors.Is(found.err, fault.ErrNotFound):
		return sight{}, true, found.err
	}
	return found.sight, found.err == nil && found.sight.Person == person && found.sight.ID == space, nil
}
