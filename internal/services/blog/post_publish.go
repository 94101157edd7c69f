package blog

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

// Publish lets all members read a post of m's own now; m follows it. One that they read already stays as it is. Errors: a
// Refusal, fault.ErrNotFound, fault.Invalid for what it lacks.
func (r *Room) Publish(tx *db.Tx, m spaces.Member, id ids.ID) error {
	p, err := r.ready(tx, m, id)
	if err != nil || p.Live() {
		return err
	}
	return r.release(tx, m, id)
}

// release makes a post live that is known to be complete.
func (r *Room) release(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if err := r.Publications.Release(tx, m, kind, id); err != nil {
		return err
	}
	_, err := tx.Exec(`
		UPDATE posts
		SET planned_at = 0, due_at = 0, version = version + 1, appeared_at = CASE WHEN appeared_at = 0 THEN $3 ELSE appeared_at END
		WHERE id = $1 AND space_id = $2`, id, m.SpaceID(), tx.Now)
	if err != nil {
		return err
	}
	return follows.Begin(tx, m.SpaceID(), id, m.PersonID())
}

// Plan has a post of m's own appear at an hour to come. Errors: a Refusal, also for what is live; fault.ErrNotFound,
// fault.Invalid on « date », and for what it lacks.
func (r *Room) Plan(tx *db.Tx, m spaces.Member, id ids.ID, at clock.Instant) error {
	p, err := r.ready(tx, m, id)
	if err != nil {
		return err
	}
	if p.Live() {
		return fault.Refuse("blog.live_already")
	}
	if err := checkHour(tx.Now, at); err != nil {
		return err
	}
	if err := r.Publications.SetState(tx, m, id, publications.Scheduled); err != nil {
		return err
	}
	return r.wait(tx, m.SpaceID(), id, at)
}

// wait notes the hour of a post and has a job look at it then.
func (r *Room) wait(tx *db.Tx, space, id ids.ID, at clock.Instant) error {
	_, err := tx.Exec(`UPDATE posts SET planned_at = $3, due_at = $3, version = version + 1 WHERE id = $1 AND space_id = $2`,
		id, space, at)
	if err != nil {
		return err
	}
	return r.Queue.PutOnce(tx, dueJob, dueJob+":"+id.String()+":"+i18n.ISO(at), due{space, id}, at)
}

// ready returns a post of m's own that lacks nothing, where m may write.
func (r *Room) ready(tx *db.Tx, m spaces.Member, id ids.ID) (Post, error) {
	if !m.May(MayWrite) {
		return Post{}, fault.Refuse("blog.write_refused")
	}
	p, err := r.begin(tx, m, id)
	if err != nil {
		return p, err
	}
	body, err := r.Comments.Body(tx, m, id, true)
	if err != nil {
		return p, err
	}
	return p, Draft{Title: p.Title, Cover: p.Cover, Body: body.Body}.check()
}

// Withdraw makes a draft again of a post of m's own that is live, or waits for its hour. Comments and reactions come back
// with it when it is published anew. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Withdraw(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if _, err := r.begin(tx, m, id); err != nil {
		return err
	}
	return r.move(tx, m, id, publications.Draft)
}

// Trash takes a post of m's own away from everybody, its author's list of drafts included. Errors: a Refusal,
// fault.ErrNotFound.
func (r *Room) Trash(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if _, err := r.begin(tx, m, id); err != nil {
		return err
	}
	return r.move(tx, m, id, publications.Trashed)
}

// Restore takes a post of m's own out of the trash; it is a draft then. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Restore(tx *db.Tx, m spaces.Member, id ids.ID) error {
	p, err := r.hold(tx, m, id)
	if err == nil && p.State != publications.Trashed {
		err = fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	return r.move(tx, m, id, publications.Draft)
}

// move brings a post to a state in which nothing of it is live nor waits.
func (r *Room) move(tx *db.Tx, m spaces.Member, id ids.ID, state publications.State) error {
	if err := r.Publications.SetState(tx, m, id, state); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE posts SET due_at = 0, version = version + 1 WHERE id = $1 AND space_id = $2`, id, m.SpaceID())
	return err
}
