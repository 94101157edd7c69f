package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/comments"
	"osmose/internal/spaces"
)

// Close ends a thread of m's space: only animators reply to it any more. Errors: a Refusal, also for the standing
// thread; fault.ErrNotFound.
func (r *Room) Close(tx *db.Tx, m spaces.Member, thread ids.ID) error {
	t, err := animate(tx, m, comments.MayClose, thread)
	if err != nil {
		return err
	}
	if t.Standing != "" {
		return fault.Refuse("discussions.standing")
	}
	if err := comments.Close(tx, m, thread); err != nil {
		return err
	}
	return r.note(tx, m.SpaceID(), thread)
}

// Reopen lets contributors reply again. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Reopen(tx *db.Tx, m spaces.Member, thread ids.ID) error {
	if _, err := animate(tx, m, comments.MayClose, thread); err != nil {
		return err
	}
	if err := comments.Reopen(tx, m, thread); err != nil {
		return err
	}
	return r.note(tx, m.SpaceID(), thread)
}
