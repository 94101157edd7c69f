package discussions

import (
	"slices"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// FollowUp says where the malfunction that a thread reports stands; NoMalfunction makes it an ordinary thread. Errors: a
// Refusal, fault.ErrNotFound, fault.Invalid on « state ».
func (r *Room) FollowUp(tx *db.Tx, m spaces.Member, thread ids.ID, state State) error {
	if _, err := animate(tx, m, MayState, thread); err != nil {
		return err
	}
	if !slices.Contains(states, state) {
		wrong := &fault.Invalid{}
		wrong.Add("state", "form.choice", nil)
		return wrong
	}
	_, err := tx.Exec(`UPDATE threads SET malfunction = $3 WHERE id = $1 AND space_id = $2`,
		thread, m.SpaceID(), string(state))
	if err != nil {
		return err
	}
	return r.note(tx, m.SpaceID(), thread)
}
