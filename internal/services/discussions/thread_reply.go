package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

// Reply answers in a thread of m's space, which its author follows from then on unless they had stopped. quoted is zero
// or a text of the thread. It returns the reply's text. Errors: a Refusal when m may not, or the thread is closed;
// fault.ErrNotFound, fault.Invalid on « body ».
func (r *Room) Reply(tx *db.Tx, m spaces.Member, thread ids.ID, body richtext.HTML, quoted ids.ID) (ids.ID, error) {
	if _, err := Find(tx, m, thread); err != nil {
		return 0, err
	}
	text, err := r.comments.Say(tx, m, thread, body, quoted)
	if err != nil {
		return 0, err
	}
	return text, follows.Begin(tx, m.SpaceID(), thread, m.PersonID())
}
