package live

import (
	"encoding/json"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// The kinds of change that pages are told of.
const (
	kindNew       = "new"       // a publication has appeared
	kindReply     = "reply"     // a comment has come
	kindText      = "text"      // a text reads otherwise: revised, hidden, put back
	kindReactions = "reactions" // what is said of a text
	kindPart      = "part"      // what the page marks as being made
	kindPage      = "page"      // anything else of the publication
	kindCounts    = "counts"    // of « mes espaces »
)

// news is what nodes tell each other. One of its four parts is set.
type news struct {
	Changed *changed `json:"changed,omitempty"`
	Moved   *moved   `json:"moved,omitempty"`
	Ended   *ended   `json:"ended,omitempty"`
	Rang    []ids.ID `json:"rang,omitempty"`
}

type changed struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Text        ids.ID `json:"text,omitzero"`
	Kind        string `json:"kind"`
}

// moved says that a person entered a space, or left it.
type moved struct {
	Space  ids.ID `json:"space"`
	Person ids.ID `json:"person"`
	In     bool   `json:"in,omitempty"`
}

type ended struct {
	Person   ids.ID   `json:"person"`
	Sessions []ids.ID `json:"sessions"`
}

// topic is the subject under which nodes tell each other.
const topic = "live"

// Listen subscribes to the facts that pages show. Nothing is stored, so that they are heard as echoes. What closes sockets is
// heard by a job too: it may have happened in another process, which no bus reaches, or while this one was being started.
func (r *Room) Listen(recorder *events.Recorder) {
	events.Echo(recorder, func(e publications.Appeared) { r.tellOf(e.Space, e.Publication, 0, kindNew) })
	events.Echo(recorder, func(e publications.Changed) { r.tellOf(e.Space, e.Publication, 0, kindPage) })
	events.Echo(recorder, func(e publications.Prepared) { r.tellOf(e.Space, e.Publication, 0, kindPart) })
	events.Echo(recorder, func(e comments.Added) { r.tellOf(e.Space, e.Publication, e.Text, kindReply) })
	events.Echo(recorder, func(e texts.Revised) { r.tellOf(e.Space, e.Publication, e.Text, kindText) })
	events.Echo(recorder, func(e moderation.Hid) { r.tellOf(e.Space, e.Publication, e.Text, kindText) })
	events.Echo(recorder, func(e moderation.Restored) { r.tellOf(e.Space, e.Publication, e.Text, kindText) })
	events.Echo(recorder, func(e reactions.Changed) { r.tellOf(e.Space, e.Publication, e.Text, kindReactions) })
	events.Echo(recorder, func(e spaces.Joined) { r.tell(news{Moved: &moved{e.Space, e.Person, true}}) })
	events.Echo(recorder, r.tellOfLeaving)
	events.Echo(recorder, r.tellOfEnd)
	events.Listen(recorder, "live", func(tx *db.Tx, e spaces.Left) error {
		tx.AfterCommit(func() { r.tellOfLeaving(e) })
		return nil
	})
	events.Listen(recorder, "live", func(tx *db.Tx, e accounts.SessionsEnded) error {
		tx.AfterCommit(func() { r.tellOfEnd(e) })
		return nil
	})
}

func (r *Room) tellOf(space, publication, text ids.ID, kind string) {
	r.tell(news{Changed: &changed{space, publication, text, kind}})
}

func (r *Room) tellOfLeaving(e spaces.Left) {
	r.tell(news{Moved: &moved{Space: e.Space, Person: e.Person}})
}

func (r *Room) tellOfEnd(e accounts.SessionsEnded) { r.tell(news{Ended: &ended{e.Person, e.Sessions}}) }

// Rang is called when the bells of some people count otherwise than before.
func (r *Room) Rang(people []ids.ID) {
	for len(people) > 0 {
		some := people[:min(many, len(people))]
		people = people[len(some):]
		r.tell(news{Rang: some})
	}
}

func (r *Room) tell(n news) {
	body, err := json.Marshal(n)
	if err != nil {
		panic(err) // ids and strings
	}
	r.Bus.Publish(topic, body)
}

// Start hears what all nodes tell.
func (r *Room) Start() error {
	r.Bus.OnGap(r.missed)
	return r.Bus.Subscribe(topic, func(body []byte) {
		var n news
		if err := json.Unmarshal(body, &n); err != nil {
			r.Log.Warn("live: a node of another version speaks otherwise", "error", err)
			r.missed()
			return
		}
		r.hear(n)
	})
}

func (r *Room) hear(n news) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case n.Changed != nil:
		r.heardChange(*n.Changed)
	case n.Moved != nil:
		r.heardMove(*n.Moved)
	case n.Ended != nil:
		r.heardEnd(*n.Ended)
	}
	for _, id := range n.Rang {
		r.seen.note(key{name: bellName, one: id})
		r.ring(id, len(n.Rang))
	}
}

// heardChange tells who shows the publication, and, of what lists show, who shows the space.
func (r *Room) heardChange(c changed) {
	id := ""
	if c.Text != 0 {
		id = c.Text.String()
	}
	r.changed(subject{c.Space, c.Publication}, c.Kind, id)
	if c.Kind == kindNew || c.Kind == kindReply || c.Kind == kindPage {
		r.changed(subject{space: c.Space}, c.Kind, c.Publication.String())
	}
}

func (r *Room) heardMove(m moved) {
	r.seen.note(key{name: mineName, one: m.Person})
	owner := r.people[m.Person]
	if owner == nil {
		return
	}
	for p := range owner.pages {
		switch {
		case !m.In:
			r.withdraw(p, m.Space)
		case p.mine:
			r.join(p, subject{space: m.Space}, among)
		}
		if p.mine && !p.gone {
			p.wire.Send(r.countAgain(1))
		}
	}
}

func (r *Room) heardEnd(e ended) {
	owner := r.people[e.Person]
	if owner == nil {
		return
	}
	over := map[ids.ID]bool{}
	for _, id := range e.Sessions {
		over[id] = true
	}
	for p := range owner.pages {
		if over[p.session] {
			r.end(p, sockets.SignedOut)
		}
	}
}

// missed has every page look again: news may have been lost.
func (r *Room) missed() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen.forget()
	for s, a := range r.audiences {
		a.pending.gap = true
		r.rouse(s, a)
	}
	for id := range r.people {
		r.ring(id, len(r.people))
	}
}
