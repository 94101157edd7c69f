package live

import (
	"context"
	"encoding/json"
	"time"

	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
)

// said is what a page says: what it shows, and up to which place it knows of it; or what is being read to its end.
type said struct {
	On []struct {
		Name string `json:"t"`
		Mark string `json:"m"`
	} `json:"on"`
	Read *string `json:"read"`
}

// frame is what a page is told. See docs/decisions/0015-live-frames.md.
type frame struct {
	Name string `json:"t"`
	// Mark is the place up to which the page knows, once it has done what the frame asks.
	Mark     string `json:"m,omitempty"`
	Audience int    `json:"a,omitempty"`
	// Kinds and IDs say what changed; a Gap, that nobody knows; No, that there is no such subject for this person.
	Kinds []string `json:"k,omitempty"`
	IDs   []string `json:"x,omitempty"`
	Gap   bool     `json:"gap,omitempty"`
	No    bool     `json:"no,omitempty"`
	// Of the bell alone.
	Count *int   `json:"n,omitempty"`
	Text  string `json:"s,omitempty"`
}

func (f frame) bytes() []byte {
	out, err := json.Marshal(f)
	if err != nil {
		panic(err) // strings and numbers
	}
	return out
}

// mostSubjects is how many subjects a page shows at most, those of « mes espaces » aside.
const mostSubjects = 8

// asking is how long the room waits for an answer of the database.
const asking = 10 * time.Second

// Said hears what a page says. Nonsense ends it.
func (p *page) Said(raw []byte) {
	var s said
	if err := json.Unmarshal(raw, &s); err != nil || len(s.On) > mostSubjects {
		p.stop(sockets.Abuse)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), asking)
	defer cancel()
	for _, each := range s.On {
		if err := p.on(ctx, each.Name, each.Mark); err != nil {
			p.room.Log.Error("live: a page could not be heard", "error", err)
			p.stop(sockets.GoingAway) // it comes back, a little later
			return
		}
	}
	if s.Read != nil {
		p.read(*s.Read)
	}
	if len(s.On) == 0 && s.Read == nil {
		p.wire.Send([]byte("{}")) // « are you there? »
	}
}

func (p *page) stop(code sockets.Code) {
	p.room.mu.Lock()
	defer p.room.mu.Unlock()
	p.room.end(p, code)
}

// on begins to tell a page of a subject. The page joins before the right is asked for, and hears nothing until it is there:
// a removal that comes in between finds it, and a change is missed by nobody.
func (p *page) on(ctx context.Context, name, mark string) error {
	switch name {
	case bellName:
		return p.onBell(ctx, mark)
	case mineName:
		return p.onMine(ctx, mark)
	}
	s, ok := parse(name)
	if !ok {
		p.refuse(name)
		return nil
	}
	if !p.ask(s, asked) {
		return nil
	}
	sees, err := p.room.Rights.Sees(ctx, p.person, s.space, s.publication)
	if err != nil {
		return err
	}
	standing, err := p.stands(ctx)
	if err != nil || !standing {
		return err
	}
	r := p.room
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.gone || p.subjects[s]&asked == 0 {
		return nil // it left, or was withdrawn, while we asked
	}
	if !sees {
		r.drop(p, s, asked|direct)
		p.wire.Send(frame{Name: name, No: true}.bytes())
		return nil
	}
	r.join(p, s, direct)
	r.drop(p, s, asked)
	missed := r.seen.missed(s.key(), r.seen.read(mark))
	p.wire.Send(r.answer(name, missed, len(r.audiences[s].pages)))
	return nil
}

// ask notes that a page asks for a subject, unless it shows too many.
func (p *page) ask(s subject, how interest) bool {
	r := p.room
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.gone {
		return false
	}
	shown := 0
	for _, interest := range p.subjects {
		if interest&(asked|direct) != 0 {
			shown++
		}
	}
	if how == asked && shown >= mostSubjects {
		r.end(p, sockets.Abuse)
		return false
	}
	r.join(p, s, how)
	return true
}

// stands says whether the session of a page is still good; else the page ends.
func (p *page) stands(ctx context.Context) (bool, error) {
	standing, err := p.room.Rights.Standing(ctx, []ids.ID{p.session})
	if err != nil {
		return false, err
	}
	if !standing[p.session] {
		p.stop(sockets.SignedOut)
	}
	return standing[p.session], nil
}

func (p *page) refuse(name string) {
	p.room.mu.Lock()
	defer p.room.mu.Unlock()
	if !p.gone {
		p.wire.Send(frame{Name: name, No: true}.bytes())
	}
}

// answer tells a page that it hears of a subject from now on. The room is locked.
func (r *Room) answer(name string, missed bool, audience int) []byte {
	return frame{Name: name, Mark: r.seen.write(r.seen.last), Audience: audience, Gap: missed}.bytes()
}

// onMine joins the audience of each of the person's spaces. Those that they enter later come with spaces.Joined.
func (p *page) onMine(ctx context.Context, mark string) error {
	list, err := p.room.Rights.Spaces(ctx, p.person)
	if err != nil {
		return err
	}
	for _, space := range list {
		if !p.ask(subject{space: space}, among) {
			return nil
		}
	}
	standing, err := p.stands(ctx)
	if err != nil || !standing {
		return err
	}
	// Asked again, so that what was left meanwhile is left here too.
	if list, err = p.room.Rights.Spaces(ctx, p.person); err != nil {
		return err
	}
	r := p.room
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.gone {
		return nil
	}
	p.mine = true
	still := map[ids.ID]bool{}
	place := r.seen.read(mark)
	missed := r.seen.missed(key{name: mineName, one: p.person}, place)
	for _, space := range list {
		still[space] = true
		missed = missed || r.seen.missed(subject{space: space}.key(), place)
	}
	for s, interest := range p.subjects {
		if interest&among != 0 && !still[s.space] {
			r.drop(p, s, among)
		}
	}
	p.wire.Send(r.answer(mineName, missed, 1))
	return nil
}

// read notes that the page shows a publication to its end, to somebody who looks; an empty name ends that.
func (p *page) read(name string) {
	s, ok := parse(name)
	r := p.room
	r.mu.Lock()
	reading := ok && !p.gone && s.publication != 0 && p.subjects[s]&direct != 0
	p.reading = 0
	if reading {
		p.reading = s.publication
	}
	r.mu.Unlock()
	if reading {
		r.Opened(p.person, s.publication)
	}
}
