package accounts

import (
	"context"
	"errors"
	"fmt"
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
	row    sessionRow
	header func(q db.Querier) error
	opens  func(subjects []ids.ID) error
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

// Header reads what the header of a page shows, for a page that reads it together with its own; one that does not pays a
// journey to the database more.
func (s *Session) Header(q db.Querier) error { return s.header(q) }

// find returns the session of a hash at now, nil when there is none: unknown, ended, or of somebody blocked.
func find(q db.Querier, hash []byte, now clock.Instant) (*Session, error) {
	row, err := db.One[sessionRow](q, `
		SELECT s.id AS session_id, s.seen_at, s.flash, `+personColumns+`,
			COALESCE(v.last_request_at, 0) AS last_request_at,
			COALESCE(v.visit_started_at, 0) AS visit_started_at,
			COALESCE(v.previous_visit_at, 0) AS previous_visit_at
		FROM sessions s
		JOIN people p ON p.id = s.person_id
		LEFT JOIN visits v ON v.person_id = p.id
		WHERE s.hash = $1 AND s.expires_at > $2 AND p.blocked_at = 0`,
		hash, now)
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &Session{row: row}, nil
}

// Holder is the SQL of the person of a session, whose hash is the argument numbered n: a work done ahead knows no more of them
// (Upstairs.Ahead). It does not say that the session still stands.
func Holder(n int) string {
	return fmt.Sprintf("(SELECT holder.person_id FROM sessions holder WHERE holder.hash = $%d)", n)
}

// enter returns the session that a secret opens now, nil for none, and notes that it was used. It costs one query, with which the
// work done ahead goes out, if there is any; what no session can have costs nothing. The mark is written later. A page that asks
// again by itself is no use.
func (r *Room) enter(ctx context.Context, secret string, byItself bool, ahead func(session []byte) func(q db.Querier) error) (s *Session, err error) {
	if len(secret) != tokens.Length {
		return nil, nil
	}
	now, hash := r.clock.Now(), tokens.Hash(secret)
	works := []func(q db.Querier) error{func(q db.Querier) (err error) { s, err = find(q, hash, now); return err }}
	if ahead != nil {
		if work := ahead(hash); work != nil {
			works = append(works, work)
		}
	}
	err = db.Together(r.db.Read(ctx), works...)
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
