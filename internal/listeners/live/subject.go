package live

import (
	"strings"

	"osmose/internal/platform/ids"
	"osmose/internal/publications"
)

// subject is what a page shows: a publication with its texts, or what moves in a space when publication is zero. A person's
// own subjects, the bell and « mes espaces », have names and no ids.
type subject struct{ space, publication ids.ID }

// The names of a person's own subjects.
const (
	bellName = "bell"
	mineName = "mine"
)

func (s subject) String() string { return publications.LiveName(s.space, s.publication) }

// parse reads the name of a subject, « p:space:publication » or « s:space ». What is none is like one that does not exist.
func parse(name string) (s subject, ok bool) {
	kind, rest, _ := strings.Cut(name, ":")
	space, publication, both := strings.Cut(rest, ":")
	if both != (kind == "p") || kind != "p" && kind != "s" {
		return subject{}, false
	}
	var err error
	if s.space, err = ids.Parse(space); err != nil {
		return subject{}, false
	}
	if both {
		s.publication, err = ids.Parse(publication)
	}
	return s, err == nil
}

// interest is how a page hears of a subject.
type interest uint8

const (
	// asked subjects were asked for by the page, and the right is not decided yet: nothing is delivered.
	asked interest = 1 << iota
	// direct ones are shown by the page.
	direct
	// among ones are of the spaces of its person, whose counts the page shows.
	among
)

// audience is the pages that hear of a subject, and what they have not been told yet.
type audience struct {
	pages   map[*page]struct{}
	pending change
	// busy says that a delivery runs, or will at the end of a rest.
	busy bool
}

// change is what happened to a subject since the last delivery.
type change struct {
	kinds []string
	ids   []string
	// gap says that nobody knows what happened.
	gap bool
}

// mostNamed is how many texts or publications a frame names; when there are more, pages look at everything again.
const mostNamed = 20

func (c *change) add(kind, id string) {
	c.kinds = with(c.kinds, kind)
	if c.ids = with(c.ids, id); len(c.ids) > mostNamed {
		c.gap = true
		c.ids = c.ids[:0:0]
	}
}

func with(list []string, one string) []string {
	for _, each := range list {
		if each == one {
			return list
		}
	}
	return append(list, one)
}

func (c *change) empty() bool { return len(c.kinds) == 0 && !c.gap }

// join adds a page to those who hear of a subject. The room is locked.
func (r *Room) join(p *page, s subject, how interest) {
	if p.subjects == nil {
		p.subjects = map[subject]interest{}
	}
	p.subjects[s] |= how
	a := r.audiences[s]
	if a == nil {
		a = &audience{pages: map[*page]struct{}{}}
		r.audiences[s] = a
	}
	a.pages[p] = struct{}{}
}

// drop takes from a page some of the ways in which it hears of a subject. The room is locked.
func (r *Room) drop(p *page, s subject, how interest) {
	p.subjects[s] &^= how
	if p.subjects[s] == 0 {
		r.leave(p, s)
	}
}

// leave takes a page out of an audience. The room is locked.
func (r *Room) leave(p *page, s subject) {
	delete(p.subjects, s)
	if a := r.audiences[s]; a != nil {
		delete(a.pages, p)
		if len(a.pages) == 0 && !a.busy {
			delete(r.audiences, s)
		}
	}
}
