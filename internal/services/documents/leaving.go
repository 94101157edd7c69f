package documents

import (
	"context"
	"io"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// askEvery is how long bytes go on leaving without anybody asking whether their reader may still have them.
const askEvery = time.Second

// watch asks for the right to bytes again while they leave: what is large takes an hour on a slow line.
type watch struct {
	room    *Room
	ctx     context.Context
	m       spaces.Member
	session ids.ID
	asked   clock.Instant
	// look asks for what the reader must have beside a session and the space. Errors: fault.ErrNotFound.
	look func(q db.Querier) error
}

// watching begins a watch for whoever passed the door of x just now.
func (r *Room) watching(x *web.Exchange, m spaces.Member, look func(q db.Querier) error) *watch {
	return &watch{room: r, ctx: x.Context(), m: m, session: accounts.Of(x).ID(), asked: r.Clock.Now(), look: look}
}

// inTime asks when it is time to. Errors: fault.ErrNotFound once the reader may have the bytes no more.
func (w *watch) inTime() error {
	now := w.room.Clock.Now()
	if now.Sub(w.asked) < askEvery {
		return nil
	}
	q := w.room.DB.Read(w.ctx)
	standing, err := w.room.Accounts.Standing(q, []ids.ID{w.session}, now)
	if err == nil && !standing[w.session] {
		err = fault.ErrNotFound
	}
	if err == nil {
		_, err = w.room.spaces.Enter(w.ctx, w.m.PersonID(), w.m.SpaceID())
	}
	if err == nil {
		err = w.look(q)
	}
	if err == nil {
		w.asked = now
	}
	return err
}

// leaving is a file on its way to its reader. When they may have no more of it, it ends too early, which their browser says.
type leaving struct {
	io.ReadSeeker
	watch *watch
}

func (l leaving) Read(p []byte) (int, error) {
	if err := l.watch.inTime(); err != nil {
		return 0, err
	}
	return l.ReadSeeker.Read(p)
}
