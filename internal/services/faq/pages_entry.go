package faq

import (
	"context"
	"slices"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/index"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// seat is the key to an entry: a member before it, who wrote it or reviews it if it is not live.
type seat struct {
	m     spaces.Member
	entry Entry
}

func (at seat) path() string { return at.entry.Path(at.m.Path()) }

// item is the entry as all kinds know it.
func (at seat) item() publications.Item {
	return publications.Item{
		ID: at.entry.ID, SpaceID: at.m.SpaceID(), Space: at.m.Title(), Kind: kind, Title: at.entry.Title, Comments: at.entry.Comments,
	}
}

// atEntry is the door of an entry's addresses; like the space's, it comes before the slug's redirect.
func (r *Room) atEntry(least spaces.Role) web.Door[seat] {
	return spaces.Beneath(r.spaces.InSpace(least), "entry", func(x *web.Exchange, m spaces.Member, id ids.ID) (seat, error) {
		e, err := r.find(r.DB.Read(x.Context()), m, id)
		if err != nil {
			return seat{}, err
		}
		return seat{m, e}, web.Canonical(x, "entry", slug(e.ID, e.Title))
	})
}

// entryPage is the page of an entry.
type entryPage struct {
	seat
	*pages.Conversation
	Now       clock.Instant
	Keywords  []publications.Keyword
	Cited     []pages.Citation
	Judgement Judgement
	Near      []index.Hit
	// Source is the message that it was made of; nil when it was made of none, or of one that may not be read any more.
	Source *comments.Found
}

func (r *Room) showEntry(x *web.Exchange, at seat) error {
	if x.Script() && at.entry.Live() {
		return r.pages.Fresh(x, at.m, at.item(), at.entry.ClosedAt)
	}
	r.Publications.Opened(x, at.m, at.entry.ID)
	return r.renderEntry(x, at, pages.Asked(x), 200)
}

// showCommented shows an entry with a comment that could not be published.
func (r *Room) showCommented(x *web.Exchange, m spaces.Member, id ids.ID, form *web.Form, status int) error {
	e, err := Find(r.DB.Read(x.Context()), m, id)
	if err != nil {
		return err
	}
	return r.renderEntry(x, seat{m, e}, form, status)
}

func (r *Room) renderEntry(x *web.Exchange, at seat, form *web.Form, status int) error {
	p := entryPage{seat: at, Now: r.Clock.Now()}
	p.Conversation = r.pages.Conversation(x, at.m, at.item(), at.entry.ClosedAt, form)
	p.Further, p.Rewrites = p.further, func() bool { return mayChange(at.m, at.entry) == nil }
	if err := r.fill(x, &p); err != nil {
		return err
	}
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{titleOf(x.Context(), at.entry.Title), i18n.T(x.Context(), "faq.service")},
		Trail:   r.trail(x, at.m),
		Body:    entryView(p),
		Aside:   entryAside(p),
	})
}

// fill reads the answer of an entry and what stands beside it.
func (r *Room) fill(x *web.Exchange, p *entryPage) error {
	works := []func(db.Querier) error{accounts.Of(x).Header,
		func(q db.Querier) (err error) {
			if err = r.pages.Read(x.Context(), q, p.Conversation, p.entry.ID); err == nil {
				p.Cited, err = r.pages.Cited(x.Context(), q, p.m, p.Body.Body)
			}
			return err
		},
		func(q db.Querier) (err error) {
			p.Keywords, err = r.Publications.KeywordsOf(q, p.m, p.entry.ID)
			return err
		},
		func(q db.Querier) (err error) { p.Source, err = sourceOf(q, p.m, p.entry); return err }}
	if p.entry.Live() {
		works = append(works,
			func(q db.Querier) (err error) { p.Judgement, err = judgementOf(q, p.m, p.entry.ID); return err },
			func(q db.Querier) (err error) { p.Near, err = r.related(q, p.m, p.entry); return err })
	}
	return db.Together(r.DB.Read(x.Context()), works...)
}

// related returns the entries nearest to the question of another.
func (r *Room) related(q db.Querier, m spaces.Member, e Entry) ([]index.Hit, error) {
	hits, err := r.Index.Nearest(q, m, kind, e.Title, near+2)
	var others []index.Hit
	for _, hit := range hits {
		if hit.ID != e.ID && len(others) < near {
			others = append(others, hit)
		}
	}
	return others, err
}

// further is what belongs to entries among what may be done to a text.
func (p entryPage) further(ctx context.Context, v comments.View) []ui.Action {
	if v.Role != texts.Body || !p.entry.Live() {
		return nil
	}
	if !p.m.May(MayEdit) {
		return p.Closing(ctx)
	}
	reviewed := ui.Action{Label: i18n.T(ctx, "faq.action.reviewed"), Icon: "check-line", URL: p.path() + "/relecture", Post: true}
	withdraw := ui.Action{Label: i18n.T(ctx, "faq.action.withdraw"), Icon: "eye-off-line", URL: p.path() + "/publication/retrait", Post: true}
	return slices.Concat([]ui.Action{reviewed}, p.Closing(ctx), []ui.Action{withdraw})
}

// act is the handler of a button on an entry: a verb, then the entry again and a sentence.
func (r *Room) act(done string, verb func(tx *db.Tx, m spaces.Member, id ids.ID) error) web.Handler[seat] {
	return pages.Act(r.DB, done, func(tx *db.Tx, at seat) error { return verb(tx, at.m, at.entry.ID) }, seat.path)
}

// judge notes whether the answer helped.
func (r *Room) judge(x *web.Exchange, at seat) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	opinion := Opinion(form.Line("opinion", 20))
	err = r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.Judge(tx, at.m, at.entry.ID, opinion) })
	if err != nil {
		return err
	}
	done := "faq.judge.done"
	if opinion == None {
		done = "faq.judge.undone"
	}
	x.Flash(ui.Success, done, nil)
	return x.SeeOther(at.path())
}

// titleOf names a draft that has no question yet.
func titleOf(ctx context.Context, title string) string {
	if title == "" {
		return i18n.T(ctx, "faq.untitled")
	}
	return title
}
