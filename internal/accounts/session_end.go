package accounts

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/tokens"
)

// SessionsEnded is recorded when sessions end before their time: signed out, disconnected from elsewhere, or given way to
// newer ones; and when an account is blocked or opened again, whose sessions all end.
type SessionsEnded struct {
	Person   ids.ID   `json:"person"`
	Sessions []ids.ID `json:"sessions"`
}

// EventName is stable.
func (SessionsEnded) EventName() string { return "accounts.sessions_ended" }

// end deletes the sessions of one person that a condition finds, and tells of them. It returns how many there were.
func (r *Room) end(tx *db.Tx, condition string, args ...any) (int, error) {
	type ended struct {
		ID     ids.ID `db:"id"`
		Person ids.ID `db:"person_id"`
	}
	list, err := db.All[ended](tx, `DELETE FROM sessions WHERE `+condition+` RETURNING id, person_id`, args...)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	event := SessionsEnded{Person: list[0].Person}
	for _, each := range list {
		event.Sessions = append(event.Sessions, each.ID)
	}
	return len(list), r.events.Record(tx, event)
}

// endSession ends the session that a secret opens, if any.
func (r *Room) endSession(tx *db.Tx, secret string) error {
	if len(secret) != tokens.Length {
		return nil
	}
	_, err := r.end(tx, `hash = $1`, tokens.Hash(secret))
	return err
}

// endOthers ends every session of the person but this one.
func (r *Room) endOthers(tx *db.Tx, s *Session) error {
	_, err := r.end(tx, `person_id = $1 AND id <> $2`, s.Person().ID, s.ID())
	return err
}

// endAll ends every session of a person.
func (r *Room) endAll(tx *db.Tx, person ids.ID) error {
	_, err := r.end(tx, `person_id = $1`, person)
	return err
}

// endOldest leaves a person no more than mostSessions.
func (r *Room) endOldest(tx *db.Tx, person ids.ID) error {
	_, err := r.end(tx, `person_id = $1 AND id NOT IN (
			SELECT s.id FROM sessions s WHERE s.person_id = $1 ORDER BY s.seen_at DESC, s.id DESC LIMIT $2)`, person, mostSessions)
	return err
}

// sweep removes the sessions that have expired; they had ended by themselves, so nobody is told.
func (r *Room) sweep(tx *db.Tx) error {
	_, err := tx.Exec(`DELETE FROM sessions WHERE expires_at <= $1`, tx.Now)
	return err
}

// Standing returns those of these sessions that are still good: neither ended nor expired, nor of somebody blocked. It is
// for whoever has something to deliver that a session asked for earlier.
func (r *Room) Standing(q db.Querier, sessions []ids.ID, now clock.Instant) (map[ids.ID]bool, error) {
	in, args := db.In(2, sessions)
	list, err := db.All[ids.ID](q, `
		SELECT s.id
		FROM sessions s
		JOIN people p ON p.id = s.person_id
		WHERE s.expires_at > $1 AND p.blocked_at = 0 AND s.id IN (`+in+`)`, append([]any{now}, args...)...)
	standing := make(map[ids.ID]bool, len(list))
	for _, id := range list {
		standing[id] = true
	}
	return standing, err
}
