package accounts

import (
	"context"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
)

// Connection is a session as its person sees it.
type Connection struct {
	ID      ids.ID        `db:"id"`
	Device  string        `db:"device"`
	Opened  clock.Instant `db:"created_at"`
	Seen    clock.Instant `db:"seen_at"`
	Current bool          `db:"current"`
}

// connections lists where a person is signed in, the last used first.
func (r *Room) connections(ctx context.Context, s *Session) ([]Connection, error) {
	return db.All[Connection](r.db.Read(ctx), `
		SELECT id, device, created_at, seen_at, id = $2 AS current
		FROM sessions
		WHERE person_id = $1 AND expires_at > $3
		ORDER BY seen_at DESC, id DESC
		LIMIT $4`,
		s.Person().ID, s.ID(), r.clock.Now(), mostSessions)
}

// disconnect ends one session of the person. Errors: fault.ErrNotFound for one that is not theirs.
func (r *Room) disconnect(ctx context.Context, s *Session, id ids.ID) error {
	return r.db.Write(ctx, func(tx *db.Tx) error {
		ended, err := r.end(tx, `id = $1 AND person_id = $2`, id, s.Person().ID)
		if err == nil && ended == 0 {
			return fault.ErrNotFound
		}
		return err
	})
}

// disconnectOthers ends every session of the person but this one.
func (r *Room) disconnectOthers(ctx context.Context, s *Session) error {
	return r.db.Write(ctx, func(tx *db.Tx) error { return r.endOthers(tx, s) })
}
