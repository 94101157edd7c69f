package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
	"osmose/internal/publications/pages"
	"osmose/internal/spaces"
)

// act is the handler of a button on a thread's page: a verb, then the thread again and a sentence.
func (r *Room) act(done string, verb func(tx *db.Tx, m spaces.Member, thread ids.ID) error) web.Handler[seat] {
	return pages.Act(r.db, done, func(tx *db.Tx, at seat) error { return verb(tx, at.m, at.thread.ID) }, seat.path)
}

// change is act for a verb that changes what everybody sees of the thread.
func (r *Room) change(done string, verb func(tx *db.Tx, m spaces.Member, thread ids.ID) error) web.Handler[seat] {
	return r.act(done, func(tx *db.Tx, m spaces.Member, thread ids.ID) error {
		if err := verb(tx, m, thread); err != nil {
			return err
		}
		return r.publications.Tell(tx, m, thread)
	})
}

// followUp reads the field « state ».
func (r *Room) followUp(x *web.Exchange, at seat) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	state := State(form.Line("state", 20))
	return r.change("discussions.state.done", func(tx *db.Tx, m spaces.Member, thread ids.ID) error {
		return r.FollowUp(tx, m, thread, state)
	})(x, at)
}
