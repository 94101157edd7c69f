package discussions

import (
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/pages"
	"osmose/internal/spaces"
)

// seat is the key to a thread: a member before it.
type seat struct {
	m       spaces.Member
	thread  Thread
	address string // of the thread: its page writes it under each message
}

func seatAt(m spaces.Member, t Thread) seat { return seat{m, t, t.Path(m.Path())} }

func (at seat) path() string { return at.address }

// atThread is the door of a thread's addresses; like the space's, it comes before the slug's redirect.
func (r *Room) atThread(least spaces.Role) web.Door[seat] {
	return spaces.Beneath(r.spaces.InSpace(least), "thread", func(x *web.Exchange, m spaces.Member, id ids.ID) (seat, error) {
		t, err := Find(r.db.Read(x.Context()), m, id)
		if err != nil {
			return seat{}, err
		}
		return seatAt(m, t), web.Canonical(x, "thread", slug(t.ID, t.Title))
	})
}

// threadPage is a page of a thread: its opening message, and the replies from one on.
type threadPage struct {
	seat
	*pages.Conversation
	Keywords  []publications.Keyword
	Offshoots []Offshoot
	Cited     []pages.Citation
}

func (r *Room) showThread(x *web.Exchange, at seat) error {
	if x.Script() {
		return r.conversation(x, at, web.Filled(nil)).Fresh(x, r.db.Read(x.Context()), r.comments, at.thread.ID)
	}
	r.publications.Opened(x, at.m, at.thread.ID)
	return r.renderThread(x, at, pages.Asked(x), 200)
}

func (r *Room) conversation(x *web.Exchange, at seat, form *web.Form) *pages.Conversation {
	return &pages.Conversation{
		Member: at.m, Person: accounts.Of(x).Person(), Path: at.path(), Kind: kind, Action: at.path() + "/messages", Voice: voice,
		Count: at.thread.Replies, ClosedAt: at.thread.ClosedAt, Form: form, Signed: at.thread.signed(r.name), Further: at.further,
	}
}

// renderThread shows the thread with the reply that form holds.
func (r *Room) renderThread(x *web.Exchange, at seat, form *web.Form, status int) error {
	p := threadPage{seat: at, Conversation: r.conversation(x, at, form)}
	thread := at.thread.ID
	err := db.Together(r.db.Read(x.Context()), accounts.Of(x).Header,
		func(q db.Querier) (err error) {
			if err = p.Read(x.Context(), q, r.comments, thread); err == nil {
				p.Cited, err = r.pages.Cited(x.Context(), q, p.m, p.Body.Body)
			}
			return err
		},
		func(q db.Querier) (err error) {
			p.Keywords, err = r.publications.KeywordsOf(q, p.m, thread)
			return err
		},
		func(q db.Querier) (err error) { p.Offshoots, err = offshoots(q, p.m, thread); return err })
	if err != nil {
		return err
	}
	if at.begun(x, form) {
		p.Voice.Title = "discussions.reply.question"
	}
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{at.thread.Title, i18n.T(x.Context(), "discussions.service")},
		Trail:   r.trail(x, at.m),
		Body:    threadView(p),
	})
}

// reply publishes what was written under a thread. A thread closed meanwhile loses nothing: the words are shown again.
func (r *Room) reply(x *web.Exchange, at seat) error {
	form, err := r.writing.Read(x, at.m, "discussions.body_required")
	if err != nil {
		return err
	}
	quoted := form.ID("quote")
	var text ids.ID
	sent, err := r.write(x, form.Form, func(tx *db.Tx) (err error) {
		if text, err = r.Reply(tx, at.m, at.thread.ID, form.Body, quoted); err != nil {
			return err
		}
		return form.File(tx, at.m, text)
	})
	if pages.ClosedMeanwhile(err) {
		return r.renderThread(x, at, form.Form, 409)
	}
	if err != nil {
		return err
	}
	if !sent {
		return r.renderThread(x, at, form.Form, 422)
	}
	address, err := r.addressOf(x, at.m, text)
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "discussions.reply.done", nil)
	return x.SeeOther(address)
}

// addressOf is where a text of a thread is read.
func (r *Room) addressOf(x *web.Exchange, m spaces.Member, text ids.ID) (string, error) {
	q := r.db.Read(x.Context())
	found, err := comments.Find(q, m, text, false)
	if err != nil {
		return "", err
	}
	return comments.AddressOf(q, m, path(m.Path(), found.Publication, found.Title), found.Text)
}

func isNotFound(err error) bool { return errors.Is(err, fault.ErrNotFound) }
