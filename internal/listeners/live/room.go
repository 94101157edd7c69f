package live

import (
	"context"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
	"osmose/internal/platform/web"
)

// Address is where pages open their socket.
const Address = "/live"

// Routes registers it.
func (r *Room) Routes(rt *web.Router) { web.Handle(rt, "GET "+Address, atSocket, r.listen) }

// atSocket is the door of the socket. To whoever is signed out and opens it from a page of ours, it says so on the socket:
// browsers do not tell a page why one could not be opened. As a page it does not exist.
func atSocket(x *web.Exchange) (*accounts.Session, error) {
	s := accounts.Of(x)
	switch {
	case !x.Upgrades() && s == nil:
		return nil, web.ErrSignedOut
	case !x.Upgrades(), !x.OwnPage():
		return nil, fault.ErrNotFound
	}
	return s, nil
}

// deaf owns the socket of somebody who is signed out.
type deaf struct{}

func (deaf) Said([]byte) {}
func (deaf) Gone()       {}

func (r *Room) listen(x *web.Exchange, s *accounts.Session) error {
	l := i18n.From(x.Context())
	return r.sockets.Open(x, func(socket *sockets.Socket) sockets.Owner {
		socket.Send(words(l))
		if s == nil {
			socket.Close(sockets.SignedOut)
			return deaf{}
		}
		return r.enter(socket, s.Person().ID, s.ID(), l)
	})
}

type began struct{}

// Begin notes at the beginning of a request up to where changes are known: the page that is being made shows them all.
func (r *Room) Begin(x *web.Exchange) {
	r.mu.Lock()
	place := r.seen.last
	r.mu.Unlock()
	x.Set(began{}, place)
}

// Mark returns that place, sealed, for the page to begin with.
func (r *Room) Mark(x *web.Exchange) string {
	place, _ := x.Value(began{}).(int64)
	return r.seen.write(place)
}

// lookEvery is how often the sessions of all pages are looked at: they expire without an event.
const lookEvery = time.Minute

// Run keeps the sockets alive until ctx ends, then closes them.
func (r *Room) Run(ctx context.Context) {
	defer r.sockets.Close()
	go r.sockets.Run(ctx)
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := r.look(ctx); err != nil && ctx.Err() == nil {
				r.Log.Error("live: sessions could not be looked at", "error", err)
			}
		}
	}
}

// look ends the pages of sessions that are over.
func (r *Room) look(ctx context.Context) error {
	r.mu.Lock()
	var pages []*page
	var sessions []ids.ID
	for _, owner := range r.people {
		for p := range owner.pages {
			pages, sessions = append(pages, p), append(sessions, p.session)
		}
	}
	r.mu.Unlock()
	if len(pages) == 0 {
		return nil
	}
	standing, err := r.Rights.Standing(ctx, sessions)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range pages {
		if !standing[p.session] {
			r.end(p, sockets.SignedOut)
		}
	}
	return nil
}

// Count returns how many pages are open.
func (r *Room) Count() int { return r.sockets.Count() }
