package live

import (
	"context"
	"math/rand/v2"
	"time"

	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
)

// bell is how the bell of one person rings: once in a rest at most, however many pages they have.
type bell struct {
	rang bool // since the last count
	busy bool // a count runs, or will at the end of a rest
}

// ringPerSecond spreads the counts of a crowd.
const ringPerSecond = 500

func (p *page) onBell(ctx context.Context, mark string) error {
	standing, err := p.stands(ctx)
	if err != nil || !standing {
		return err
	}
	r := p.room
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.gone {
		return nil
	}
	p.bell = true
	p.wire.Send(frame{Name: bellName, Mark: r.seen.write(r.seen.last)}.bytes())
	if r.seen.missed(key{name: bellName, one: p.person}, r.seen.read(mark)) {
		r.ring(p.person, 1)
	}
	return nil
}

// ring has the bell of a person counted, one of so many that ring at once. The room is locked.
func (r *Room) ring(id ids.ID, crowd int) {
	owner := r.people[id]
	if owner == nil {
		return
	}
	owner.bell.rang = true
	if owner.bell.busy {
		return
	}
	owner.bell.busy = true
	spread := time.Duration(rand.Int64N(int64(crowd) * int64(time.Second) / ringPerSecond))
	if crowd == 1 {
		spread = 0
	}
	time.AfterFunc(spread, func() { r.count(id) })
}

// count pushes the number of the bell to all pages of a person, then rests.
func (r *Room) count(id ids.ID) {
	r.turns <- struct{}{}
	defer func() { <-r.turns }()
	ctx, cancel := context.WithTimeout(context.Background(), asking)
	defer cancel()
	pages, reading := r.ringing(id)
	if len(pages) > 0 {
		if err := r.push(ctx, id, reading, pages); err != nil {
			r.Log.Error("live: a bell could not be counted", "error", err)
		}
	}
	time.AfterFunc(bellRest, func() { r.rested(id) })
}

// ringing returns the pages that show the bell of a person, and what they are reading on one of them.
func (r *Room) ringing(id ids.ID) (pages []*page, reading ids.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	owner := r.people[id]
	if owner == nil {
		return nil, 0
	}
	owner.bell.rang = false
	for p := range owner.pages {
		if p.bell {
			pages = append(pages, p)
		}
		if p.reading != 0 {
			reading = p.reading
		}
	}
	return pages, reading
}

func (r *Room) push(ctx context.Context, id, reading ids.ID, pages []*page) error {
	sessions := make([]ids.ID, len(pages))
	for i, p := range pages {
		sessions[i] = p.session
	}
	standing, err := r.Rights.Standing(ctx, sessions)
	if err != nil {
		return err
	}
	unread, err := r.Rights.Unread(ctx, id, reading)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range pages {
		switch {
		case p.gone:
		case !standing[p.session]:
			r.end(p, sockets.SignedOut)
		default:
			p.wire.Send(frame{
				Name: bellName, Mark: r.seen.write(r.seen.last), Count: &unread, Text: r.BellText(p.localizer, unread),
			}.bytes())
		}
	}
	return nil
}

// rested ends the rest of a bell.
func (r *Room) rested(id ids.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	owner := r.people[id]
	if owner == nil {
		return
	}
	owner.bell.busy = false
	switch {
	case len(owner.pages) == 0:
		delete(r.people, id)
	case owner.bell.rang:
		r.ring(id, 1)
	}
}
