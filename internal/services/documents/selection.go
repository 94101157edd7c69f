package documents

import (
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// MostSelected is how many documents one selection holds.
const MostSelected = 100

// Selected are the documents of a selection by what may be done with them.
type Selected struct{ May, MayNot []Document }

// Select returns those documents of a list that are live in m's space, by title, parted by whether m may move and throw them away.
func Select(q db.Querier, m spaces.Member, list []ids.ID) (Selected, error) {
	in, args := db.In(3, list)
	found, err := listed(q, "d.key, d.id", "d.id IN ("+in+")", "", append([]any{m.SpaceID(), MostSelected}, args...))
	var s Selected
	for _, d := range found {
		if mayKeep(m, d) {
			s.May = append(s.May, d)
		} else {
			s.MayNot = append(s.MayNot, d)
		}
	}
	return s, err
}

// MoveAll is Move of several: those that m may not move, or that are gone, stay where they are, and the others move. Errors: those
// of Move on folder, of which none moves.
func (r *Room) MoveAll(tx *db.Tx, m spaces.Member, list []ids.ID, folder ids.ID) (Selected, error) {
	if err := r.mayDeposit(tx, m, folder); err != nil {
		return Selected{}, err
	}
	return r.each(tx, m, list, func(id ids.ID) error { return r.Move(tx, m, id, folder) })
}

// TrashAll is Trash of several: those that m may not throw away, or that are gone, stay.
func (r *Room) TrashAll(tx *db.Tx, m spaces.Member, list []ids.ID) (Selected, error) {
	return r.each(tx, m, list, func(id ids.ID) error { return r.Trash(tx, m, id) })
}

// each runs a verb on those of a list that m may keep. A document that changed hands between the look and the verb is refused as
// those are that were never m's.
func (r *Room) each(tx *db.Tx, m spaces.Member, list []ids.ID, verb func(id ids.ID) error) (Selected, error) {
	if err := m.Confirm(tx); err != nil {
		return Selected{}, err
	}
	s, err := Select(tx, m, list)
	if err != nil {
		return Selected{}, err
	}
	done := Selected{MayNot: s.MayNot}
	for _, d := range s.May {
		err := verb(d.ID)
		switch {
		case err == nil:
			done.May = append(done.May, d)
		case isRefused(err):
			done.MayNot = append(done.MayNot, d)
		default:
			return Selected{}, err
		}
	}
	return done, nil
}

func isRefused(err error) bool {
	var refusal *fault.Refusal
	return errors.As(err, &refusal) || errors.Is(err, fault.ErrNotFound)
}
