// Package live tells open pages that something they show has changed: one socket for each page, over which go the name of
// what changed, where that stands in the order of changes, how many pages hear it, and of what kind it was. Never content: a
// page fetches that through its own door.
//
// A page hears of what its person may see: each subject is asked for with their key, and the right is decided again whenever
// a frame leaves. What a person may not know of and what does not exist are refused alike. Whoever leaves a space, is blocked
// or signs out loses their sockets within a second, on every node.
//
// The room keeps nothing that matters: a page that missed something, because it was away, slow, or on another node, is told
// to look again. Nobody waits for a page.
package live

import (
	"log/slog"
	"sync"
	"time"

	"osmose/internal/platform/bus"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
)

// Deps are what the room is built on.
type Deps struct {
	Rights Rights
	Bus    *bus.Bus
	Log    *slog.Logger
	// Opened notes that a person has read a publication to its end.
	Opened func(person, publication ids.ID)
	// BellText says what the bell counts.
	BellText func(l *i18n.Localizer, unread int) string
	// MostPages is how many pages of one account are open at once, at most.
	MostPages int
}

// Room is the open pages of this node, safe for use by several goroutines.
type Room struct {
	Deps
	sockets *sockets.Server
	// turns bounds how many deliveries ask for rights at once: the crowd of pages leaves the database to requests.
	turns chan struct{}

	mu        sync.Mutex
	seen      sequence
	people    map[ids.ID]*person
	audiences map[subject]*audience
}

// How often one subject is delivered at most. What changes in between travels together.
const (
	publicationRest = 200 * time.Millisecond
	spaceRest       = time.Second
	bellRest        = 10 * time.Second
)

// deliveries is how many run at once.
const deliveries = 2

// New opens the room. Start subscribes it to the bus.
func New(d Deps) *Room {
	return &Room{
		Deps: d, sockets: sockets.New(d.Log), turns: make(chan struct{}, deliveries),
		seen: newSequence(), people: map[ids.ID]*person{}, audiences: map[subject]*audience{},
	}
}

// person is somebody with open pages.
type person struct {
	pages map[*page]struct{}
	bell  bell
}

// wire is a socket, as the room needs it.
type wire interface {
	Send(frame []byte)
	Close(code sockets.Code)
}

// page is an open page. Its fields are guarded by the room.
type page struct {
	room      *Room
	wire      wire
	person    ids.ID
	session   ids.ID
	localizer *i18n.Localizer
	subjects  map[subject]interest
	bell      bool
	mine      bool // it shows the counts of its person's spaces
	// reading is the publication that it shows to its end, to somebody who looks.
	reading ids.ID
	gone    bool
}

// mostOfSession is how many pages of one session are open at once.
const mostOfSession = 40

// enter adds a page, unless its person has too many already.
func (r *Room) enter(w wire, id, session ids.ID, l *i18n.Localizer) *page {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := &page{room: r, wire: w, person: id, session: session, localizer: l}
	owner := r.people[id]
	if owner == nil {
		owner = &person{pages: map[*page]struct{}{}}
		r.people[id] = owner
	}
	if len(owner.pages) >= r.MostPages || owner.of(session) >= mostOfSession {
		p.gone = true
		w.Close(sockets.TooMany)
		return p
	}
	owner.pages[p] = struct{}{}
	return p
}

func (o *person) of(session ids.ID) (n int) {
	for p := range o.pages {
		if p.session == session {
			n++
		}
	}
	return n
}

// Gone forgets the page.
func (p *page) Gone() {
	p.room.mu.Lock()
	defer p.room.mu.Unlock()
	p.room.forget(p)
}

// forget takes a page out of everything. The room is locked.
func (r *Room) forget(p *page) {
	if p.gone {
		return
	}
	p.gone = true
	for s := range p.subjects {
		r.leave(p, s)
	}
	owner := r.people[p.person]
	delete(owner.pages, p)
	if len(owner.pages) == 0 && !owner.bell.busy {
		delete(r.people, p.person)
	}
}

// end closes a page and forgets it at once, so that nothing more is sent to it. The room is locked.
func (r *Room) end(p *page, code sockets.Code) {
	if !p.gone {
		r.forget(p)
		p.wire.Close(code)
	}
}
