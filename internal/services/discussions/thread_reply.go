package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

// Reply answers in a thread of m's space, which its author follows from then on unless they had stopped. quoted is zero
// or a text of the thread. It returns the reply's text. Errors: a Refusal when m may not, or the thread is closed;
// fault.ErrNotFound, fault.Invalid on « body ».
func (r *Room) Reply(tx *db.Tx, m spaces.Member, thread ids.ID, body richtext.HTML, quoted ids.ID) (ids.ID, error) {
	if !m.May(MayReply) {
		return 0, fault.Refuse("discussions.reply_refused")
	}
	if richtext.Empty(body) {
		wrong := &fault.Invalid{}
		wrong.Add("body", "discussions.body_required", nil)
		return 0, wrong
	}
	if err := m.Confirm(tx); err != nil {
		return 0, err
	}
	t, err := Find(tx, m, thread)
	if err != nil {
		return 0, err
	}
	if !t.takesRepliesOf(m) {
		return 0, fault.Refuse("discussions.closed_refused")
	}
	text, err := r.comments.Add(tx, m, thread, body, quoted)
	if err != nil {
		return 0, err
	}
	return text, follows.Begin(tx, m.SpaceID(), thread, m.PersonID())
}

// takesRepliesOf says whether the thread is open, or m an animator.
func (t Thread) takesRepliesOf(m spaces.Member) bool { return t.ClosedAt == 0 || m.May(MayClose) }
