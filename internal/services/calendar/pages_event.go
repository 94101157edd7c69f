package calendar

import (
	"context"
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// seat is the key to an event: a member before it, and the date of it that they look at.
type seat struct {
	m     spaces.Member
	event Event
	date  Date
}

func (at seat) path() string { return at.event.Path(at.m.Path()) }

// here is the address of the date.
func (at seat) here() string { return at.date.Path() }

// item is the event as all kinds know it.
func (at seat) item() publications.Item {
	return publications.Item{
		ID: at.event.ID, SpaceID: at.m.SpaceID(), Space: at.m.Title(), Kind: kind, Title: at.event.Title, Comments: at.event.Comments,
	}
}

// atEvent is the door of an event's addresses; like the space's, it comes before the slug's redirect.
func (r *Room) atEvent(x *web.Exchange) (seat, error) {
	return spaces.Beneath(r.spaces.InSpace(spaces.Reader), "event", func(x *web.Exchange, m spaces.Member, id ids.ID) (seat, error) {
		at, err := r.seated(x, r.DB.Read(x.Context()), m, id, x.Query(inDay))
		if err != nil {
			return seat{}, err
		}
		return at, web.Canonical(x, "event", slug(id, at.event.Title))
	})(x)
}

// atChange is the door of what the author and animators do to an event.
func (r *Room) atChange(x *web.Exchange) (seat, error) {
	at, err := r.atEvent(x)
	if err == nil {
		err = mayChange(at.m, at.event)
	}
	return at, err
}

// seated finds an event and the date of it that is named, else the nearest.
func (r *Room) seated(x *web.Exchange, q db.Querier, m spaces.Member, id ids.ID, day string) (at seat, err error) {
	at.m = m
	if at.event, err = Find(q, m, id); err != nil {
		return seat{}, err
	}
	if day != "" {
		at.date, err = FindDate(q, m, id, day)
		if !errors.Is(err, fault.ErrNotFound) {
			return at, err
		}
	}
	at.date, err = nearest(q, m, id, r.Clock.Now())
	return at, err
}

// eventPage is the page of an event, about one of its dates.
type eventPage struct {
	seat
	*pages.Conversation
	Now      clock.Instant
	Keywords []publications.Keyword
	Cited    []pages.Citation
	Dates    []Date // some of a series, about this one
	Tally    Tally
	Answered []Answered
}

func (r *Room) showEvent(x *web.Exchange, at seat) error {
	if x.Script() {
		return r.pages.Fresh(x, at.m, at.item(), at.event.ClosedAt)
	}
	r.Publications.Opened(x, at.m, at.event.ID)
	return r.renderEvent(x, at, pages.Asked(x), 200)
}

// showCommented shows an event with a comment that could not be published.
func (r *Room) showCommented(x *web.Exchange, m spaces.Member, id ids.ID, form *web.Form, status int) error {
	at, err := r.seated(x, r.DB.Read(x.Context()), m, id, "")
	if err != nil {
		return err
	}
	return r.renderEvent(x, at, form, status)
}

// datesBeside is how many dates of a series a page shows before the one it is about, and after it.
const datesBeside = 4

func (r *Room) renderEvent(x *web.Exchange, at seat, form *web.Form, status int) error {
	p := eventPage{seat: at, Now: r.Clock.Now()}
	p.Conversation = r.pages.Conversation(x, at.m, at.item(), at.event.ClosedAt, form)
	p.Further = p.further
	p.Rewrites = func() bool { return false } // what changes which dates is said by entries of its own
	err := db.Together(r.DB.Read(x.Context()), accounts.Of(x).Header,
		func(q db.Querier) (err error) {
			if err = r.pages.Read(x.Context(), q, p.Conversation, at.event.ID); err == nil {
				p.Cited, err = r.pages.Cited(x.Context(), q, at.m, p.Body.Body)
			}
			return err
		},
		func(q db.Querier) (err error) {
			p.Keywords, err = r.Publications.KeywordsOf(q, at.m, at.event.ID)
			return err
		},
		func(q db.Querier) (err error) { p.Dates, err = around(q, at.m, at.date, datesBeside); return err },
		func(q db.Querier) (err error) {
			p.Tally, p.Answered, err = Answers(q, at.m, at.date)
			return err
		})
	if err != nil {
		return err
	}
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{at.event.Title, i18n.T(x.Context(), "calendar.service")},
		Trail:   r.trail(x, at.m),
		Body:    eventView(p),
	})
}

// further is what may be done to the event: to this date, to those that follow, to all.
func (p eventPage) further(ctx context.Context, v comments.View) []ui.Action {
	if v.Role != texts.Body {
		return nil
	}
	items := p.Closing(ctx)
	if mayChange(p.m, p.event) != nil {
		return items
	}
	path, day := p.path(), "?date="+p.date.Day
	if !p.event.Repeats() {
		items = append(items, ui.Action{Label: i18n.T(ctx, "pages.edit.action"), Icon: "edit-line", URL: path + "/modifier"})
	} else {
		items = append(items,
			ui.Action{Label: i18n.T(ctx, "calendar.action.move"), Icon: "edit-line", URL: path + "/date" + day},
			ui.Action{Label: i18n.T(ctx, "calendar.action.part"), Icon: "edit-line", URL: path + "/modifier?" + parting + "=" + p.date.Day},
			ui.Action{Label: i18n.T(ctx, "calendar.action.edit_all"), Icon: "edit-line", URL: path + "/modifier"})
	}
	if p.date.IsOff() {
		return append(items, ui.Action{Label: i18n.T(ctx, "calendar.action.reinstate"), Icon: "check-line", URL: path + "/annulation/retrait" + day, Post: true})
	}
	return append(items, ui.Action{Label: i18n.T(ctx, "calendar.action.call_off"), Icon: "close-line", URL: path + "/annulation" + day, Danger: true})
}

// answer notes what the member answers.
func (r *Room) answer(x *web.Exchange, at seat) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	day, say := form.Line("date", 10), Answer(form.Line("say", 10))
	if day == "" {
		day = at.date.Day
	}
	var noted Answer
	err = r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
		noted, err = r.Answer(tx, at.m, at.event.ID, day, say)
		return err
	})
	if form.Take(err) {
		return fault.Refuse("form.choice")
	}
	if err != nil {
		return err
	}
	kind := ui.Success
	if noted == Waiting {
		kind = ui.Info
	}
	x.Flash(kind, said(noted), nil)
	at.date.Day = day
	return x.SeeOther(at.here() + "#reponse")
}

// said is the key of what the member is told of what was noted.
func said(noted Answer) string {
	if noted == NoAnswer {
		return "calendar.answered.taken_back"
	}
	return "calendar.answered." + string(noted)
}
