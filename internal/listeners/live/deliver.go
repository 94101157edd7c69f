package live

import (
	"context"
	"time"

	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
)

func (s subject) rest() time.Duration {
	if s.publication == 0 {
		return spaceRest
	}
	return publicationRest
}

// changed notes a change of a subject and sees to it that its pages are told. The room is locked.
func (r *Room) changed(s subject, kind, id string) {
	r.seen.note(s.key())
	if a := r.audiences[s]; a != nil {
		a.pending.add(kind, id)
		r.rouse(s, a)
	}
}

// rouse begins a delivery, unless one runs or rests. The room is locked.
func (r *Room) rouse(s subject, a *audience) {
	if !a.busy {
		a.busy = true
		time.AfterFunc(0, func() { r.deliver(s) })
	}
}

// deliver tells the pages of a subject what happened to it since they were told last, then rests.
func (r *Room) deliver(s subject) {
	r.turns <- struct{}{}
	defer func() { <-r.turns }()
	pages, told := r.take(s)
	if len(pages) > 0 {
		ctx, cancel := context.WithTimeout(context.Background(), asking)
		defer cancel()
		if err := r.send(ctx, s, pages, told); err != nil {
			r.Log.Error("live: a delivery failed", "error", err)
			r.putBack(s)
		}
	}
	time.AfterFunc(s.rest(), func() { r.again(s) })
}

// telling is what a delivery says, in both ways in which pages hear of a subject.
type telling struct{ direct, among []byte }

// take returns who is to be told of a subject, and what.
func (r *Room) take(s subject) ([]*page, telling) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a := r.audiences[s]
	if a == nil || a.pending.empty() {
		return nil, telling{}
	}
	pages := make([]*page, 0, len(a.pages))
	for p := range a.pages {
		if p.subjects[s]&(direct|among) != 0 {
			pages = append(pages, p)
		}
	}
	c := a.pending
	a.pending = change{}
	mark := r.seen.write(r.seen.last)
	return pages, telling{
		direct: frame{Name: s.String(), Mark: mark, Audience: len(pages), Kinds: c.kinds, IDs: c.ids, Gap: c.gap}.bytes(),
		among:  r.countAgain(len(pages)),
	}
}

// send asks again who may hear, tells those, and ends the others.
func (r *Room) send(ctx context.Context, s subject, pages []*page, told telling) error {
	people, sessions := make([]ids.ID, len(pages)), make([]ids.ID, len(pages))
	for i, p := range pages {
		people[i], sessions[i] = p.person, p.session
	}
	belonging, err := r.Rights.Belonging(ctx, s.space, people)
	if err != nil {
		return err
	}
	standing, err := r.Rights.Standing(ctx, sessions)
	if err != nil {
		return err
	}
	lives := true
	if s.publication != 0 {
		if lives, err = r.Rights.Lives(ctx, s.space, s.publication); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range pages {
		switch {
		case p.gone:
		case !standing[p.session]:
			r.end(p, sockets.SignedOut)
		case !belonging[p.person]:
			r.withdraw(p, s.space) // without a word on the counts: its moment would tell that something moves there
		case !lives:
			r.lapse(p, s)
		default:
			if p.subjects[s]&direct != 0 {
				p.wire.Send(told.direct)
			}
			if p.subjects[s]&among != 0 {
				p.wire.Send(told.among)
			}
		}
	}
	return nil
}

// putBack has what could not be delivered delivered after the rest, as a gap.
func (r *Room) putBack(s subject) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if a := r.audiences[s]; a != nil {
		a.pending.gap = true
	}
}

// again ends the rest of a subject.
func (r *Room) again(s subject) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a := r.audiences[s]
	if a == nil {
		return
	}
	a.busy = false
	switch {
	case len(a.pages) == 0:
		delete(r.audiences, s)
	case !a.pending.empty():
		r.rouse(s, a)
	}
}

// withdraw takes from a page everything of a space, and ends it if it shows something of it. The room is locked.
func (r *Room) withdraw(p *page, space ids.ID) {
	shown := false
	for s, interest := range p.subjects {
		if s.space == space {
			shown = shown || interest&(asked|direct) != 0
			r.leave(p, s)
		}
	}
	if shown {
		r.end(p, sockets.Withdrawn)
	}
}

// lapse tells a page, once, that it hears no more of a publication: its author may go on working on it, and nobody is to know
// when. The room is locked.
func (r *Room) lapse(p *page, s subject) {
	r.drop(p, s, direct)
	if p.reading == s.publication {
		p.reading = 0
	}
	p.wire.Send(frame{Name: s.String(), No: true}.bytes())
}

// countAgain tells a page that the counts of « mes espaces » have changed. The room is locked.
func (r *Room) countAgain(audience int) []byte {
	return frame{Name: mineName, Mark: r.seen.write(r.seen.last), Audience: audience, Kinds: []string{kindCounts}}.bytes()
}
