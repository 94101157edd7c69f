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
	inSpace := r.spaces.InSpace(least)
	return func(x *web.Exchange) (seat, error) {
		m, err := inSpace(x)
		if err != nil {
			return seat{}, err
		}
		id, err := x.ID("thread")
		if err != nil {
			return seat{}, err
		}
		t, err := Find(r.db.Read(x.Context()), m, id)
		if err != nil {
			return seat{}, err
		}
		return seatAt(m, t), web.Canonical(x, "thread", slug(t.ID, t.Title))
	}
}

// threadPage is a page of a thread: its opening message, and the replies from one on.
type threadPage struct {
	seat
	*pages.Conversation
	Keywords  []publications.Keyword
	Offshoots []Offshoot
}

func (r *Room) showThread(x *web.Exchange, at seat) error {
	r.publications.Opened(x, at.m, at.thread.ID)
	return r.renderThread(x, at, at.begun(x, pages.Asked(x)), 200)
}

// renderThread shows the thread with the reply that form holds.
func (r *Room) renderThread(x *web.Exchange, at seat, form *web.Form, status int) error {
	p := threadPage{seat: at, Conversation: &pages.Conversation{
		Member: at.m, Person: accounts.Of(x).Person(), Path: at.path(), Kind: kind, Action: at.path() + "/messages", Voice: voice,
		Count: at.thread.Replies, ClosedAt: at.thread.ClosedAt, Form: form, Signed: at.thread.signed(r.name), Further: at.further,
	}}
	if err := r.fill(r.db.Read(x.Context()), &p); err != nil {
		return err
	}
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{at.thread.Title, i18n.T(x.Context(), "discussions.service")},
		Trail:   r.trail(x, at.m),
		Body:    threadView(p),
	})
}

// fill reads what a page of a thread shows: a number of queries that does not depend on how much there is.
func (r *Room) fill(q db.Querier, p *threadPage) (err error) {
	if err := p.Read(q, r.comments, p.thread.ID); err != nil {
		return err
	}
	if p.Keywords, err = r.publications.KeywordsOf(q, p.m, p.thread.ID); err != nil {
		return err
	}
	p.Offshoots, err = offshoots(q, p.m, p.thread.ID)
	return err
}

// reply publishes what was written under a thread. A thread closed meanwhile loses nothing: the words are shown again.
func (r *Room) reply(x *web.Exchange, at seat) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	body, quoted := pages.BodyIn(form, "discussions.body_required"), form.ID("quote")
	var text ids.ID
	sent, err := r.write(x, form, func(tx *db.Tx) (err error) {
		text, err = r.Reply(tx, at.m, at.thread.ID, body, quoted)
		return err
	})
	if pages.ClosedMeanwhile(err) {
		return r.renderThread(x, at, form, 409)
	}
	if err != nil {
		return err
	}
	if !sent {
		return r.renderThread(x, at, form, 422)
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
