package accounts

import (
	"context"
	"errors"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/marks"
	"osmose/internal/platform/tokens"
)

// sessionLife is how long a session lasts at most, used or not.
const sessionLife = 30 * 24 * time.Hour

// mostSessions is how many devices a person stays signed in on; the one unused for longest gives way.
const mostSessions = 20

// Session is the key of a signed-in person. Only Identify makes one; it is good for one request.
type Session struct {
	row sessionRow
}

type sessionRow struct {
	SessionID ids.ID        `db:"session_id"`
	SeenAt    clock.Instant `db:"seen_at"`
	Flash     string        `db:"flash"`
	Person
	visit
}

// Person returns who is signed in.
func (s *Session) Person() Person { return s.row.Person }

// ID identifies the session, not the person.
func (s *Session) ID() ids.ID { return s.row.SessionID }

// PreviousVisit returns « dernière connexion »: the start of the visit before this one, zero during the first.
func (s *Session) PreviousVisit() clock.Instant { return s.row.Previous }

// find returns the session that a secret opens at now, nil when it opens none: unknown, ended, or of somebody blocked.
func find(q db.Querier, secret string, now clock.Instant) (*Session, error) {
	if len(secret) != tokens.Length {
		return nil, nil
	}
	row, err := db.One[sessionRow](q, `
		SELECT s.id AS session_id, s.seen_at, s.flash, `+personColumns+`,
			COALESCE(v.last_request_at, 0) AS last_request_at,
			COALESCE(v.visit_started_at, 0) AS visit_started_at,
			COALESCE(v.previous_visit_at, 0) AS previous_visit_at
		FROM sessions s
		JOIN people p ON p.id = s.person_id
		LEFT JOIN visits v ON v.person_id = p.id
		WHERE s.hash = $1 AND s.expires_at > $2 AND p.blocked_at = 0`,
		tokens.Hash(secret), now)
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &Session{row: row}, nil
}

// enter returns the session that a secret opens now, and notes that it was used. It costs one query; the mark is written
// later. A page that asks again by itself is no use.
func (r *Room) enter(ctx context.Context, secret string, byItself bool) (*Session, error) {
	now := r.clock.Now()
	s, err := find(r.db.Read(ctx), secret, now)
	if s == nil || err != nil {
		return nil, err
	}
	stale := now.Sub(s.row.LastRequest) >= markEvery || now.Sub(s.row.SeenAt) >= markEvery
	if stale && !byItself {
		r.marks.Note(marks.Mark{Reader: s.row.Person.ID, Subject: s.row.SessionID, At: now})
	}
	s.row.visit = s.row.visit.at(now)
	return s, nil
}

// opening is a session to begin, after its password was found right.
type opening struct {
	person       ids.ID
	passwordHash string // the one that was right
	device       string
	replaces     string // the secret that the browser came with
}

// openSession begins a session and returns its secret. Between the password and now the account may have been blocked or
// its password changed: known is then false. Whatever session the browser came with ends.
func openSession(tx *db.Tx, o opening) (secret string, known bool, err error) {
	changed, err := tx.Exec(`UPDATE people SET signed_in_at = $3 WHERE id = $1 AND password_hash = $2 AND blocked_at = 0`,
		o.person, o.passwordHash, tx.Now)
	if err != nil || changed == 0 {
		return "", false, err
	}
	if err := endSession(tx, o.replaces); err != nil {
		return "", false, err
	}
	secret, hash := tokens.New()
	_, err = tx.Exec(`
		INSERT INTO sessions (id, hash, person_id, created_at, expires_at, seen_at, device)
		VALUES ($1, $2, $3, $4, $5, $4, $6)`,
		ids.New(tx.Now), hash, o.person, tx.Now, tx.Now.Add(sessionLife), o.device)
	if err != nil {
		return "", false, err
	}
	_, err = tx.Exec(`
		DELETE FROM sessions WHERE person_id = $1 AND id NOT IN (
			SELECT s.id FROM sessions s WHERE s.person_id = $1 ORDER BY s.seen_at DESC, s.id DESC LIMIT $2)`,
		o.person, mostSessions)
	return secret, true, err
}

// endSession ends the session that a secret opens, if any.
func endSession(tx *db.Tx, secret string) error {
	if len(secret) != tokens.Length {
		return nil
	}
	_, err := tx.Exec(`DELETE FROM sessions WHERE hash = $1`, tokens.Hash(secret))
	return err
}

// sweep removes the sessions that have ended.
func sweep(tx *db.Tx) error {
	_, err := tx.Exec(`DELETE FROM sessions WHERE expires_at <= $1`, tx.Now)
	return err
}
