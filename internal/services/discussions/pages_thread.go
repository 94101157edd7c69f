package discussions

import (
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
)

// seat is the key to a thread: a member before it.
type seat struct {
	m      spaces.Member
	thread Thread
}

func (at seat) path() string { return at.thread.Path(at.m.Path()) }

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
		return seat{m, t}, web.Canonical(x, "thread", slug(t.ID, t.Title))
	}
}

// threadPage is a page of a thread: its opening message, and the replies from one on.
type threadPage struct {
	seat
	Body      comments.View
	Replies   []comments.View
	Said      map[ids.ID][]reactions.Count
	Keywords  []publications.Keyword
	Following bool
	Offshoots []Offshoot
	From      ids.ID // the first reply of this page, zero for the thread's first
	Earlier   string // address of the page before, or ""
	Later     string
	Quoted    *comments.Found // what the reply being written answers
	Names     comments.Names
	Files     map[ids.ID][]attachments.Attachment
	Desk      writing.Desk
	Form      *web.Form
	// Lost says that the thread was closed while its reply was being written.
	Lost   bool
	Person accounts.Person
	Now    clock.Instant
	name   string
}

func (r *Room) showThread(x *web.Exchange, at seat) error {
	form := web.Filled(nil)
	form.Set("depuis", x.Query("depuis"))
	form.Set("quote", x.Query("citer"))
	r.publications.Opened(x, at.m, at.thread.ID)
	return r.renderThread(x, at, form, 200)
}

// renderThread shows the thread with the reply that form holds.
func (r *Room) renderThread(x *web.Exchange, at seat, form *web.Form, status int) error {
	q := r.db.Read(x.Context())
	p := threadPage{seat: at, Form: form, Person: accounts.Of(x).Person(), Now: r.clock.Now(), name: r.name}
	p.From, _ = ids.Parse(form.Value("depuis"))
	p.Lost = form.Value("body") != "" && !at.thread.takesRepliesOf(at.m)
	if err := r.fill(q, &p); err != nil {
		return err
	}
	if err := p.quote(q); err != nil {
		return err
	}
	if p.writes() {
		var err error
		if p.Desk, err = writing.At(q, at.m, drafts.At("reponse", at.thread.ID), 0, form); err != nil {
			return err
		}
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
	m, id, sees := p.m, p.thread.ID, p.m.May(moderation.Hide)
	if p.Body, err = r.comments.Body(q, m, id, sees); err != nil {
		return err
	}
	if p.Replies, err = r.comments.List(q, m, id, p.From, sees); err != nil {
		return err
	}
	if err := r.turn(q, p); err != nil {
		return err
	}
	shown, bodies := []ids.ID{p.Body.Text.ID}, []richtext.HTML{p.Body.Body}
	for _, v := range p.Replies {
		shown, bodies = append(shown, v.Text.ID), append(bodies, v.Body, v.QuotedBody)
	}
	if p.Names, err = comments.NamesIn(q, m, bodies...); err != nil {
		return err
	}
	if p.Said, err = reactions.Of(q, m, shown); err != nil {
		return err
	}
	if p.Files, err = attachments.Of(q, m, shown); err != nil {
		return err
	}
	if p.Keywords, err = r.publications.KeywordsOf(q, m, id); err != nil {
		return err
	}
	if p.Offshoots, err = offshoots(q, m, id); err != nil {
		return err
	}
	p.Following, err = follows.Following(q, m, id)
	return err
}

// turn finds the pages before and after.
func (r *Room) turn(q db.Querier, p *threadPage) error {
	if len(p.Replies) > comments.PageSize {
		p.Later = p.path() + "?depuis=" + p.Replies[comments.PageSize].Text.ID.String()
		p.Replies = p.Replies[:comments.PageSize]
	}
	if p.From == 0 {
		return nil
	}
	before, exists, err := r.comments.Before(q, p.m, p.thread.ID, p.From)
	if exists {
		p.Earlier = p.path() + "?depuis=" + before.String()
	}
	return err
}

// quote finds the text that the reply answers, if it is of this thread and may be read.
func (p *threadPage) quote(q db.Querier) error {
	id, err := ids.Parse(p.Form.Value("quote"))
	if err != nil {
		return nil
	}
	text, err := comments.Find(q, p.m, id, false)
	if isNotFound(err) || err == nil && (text.Publication != p.thread.ID || text.HiddenAt != 0) {
		return nil
	}
	p.Quoted = &text
	return err
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
	var refusal *fault.Refusal
	if errors.As(err, &refusal) && refusal.Key == "discussions.closed_refused" {
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
