package calendar

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
)

// sheet is an event being written; its seat holds no event for a new one. From is the date from which it goes on apart from its
// series, empty when all of it changes.
type sheet struct {
	seat
	From string
	form *web.Form
	text *writing.Written         // what was sent, nil for a form that is only shown
	lent []attachments.Attachment // files of the series that may come along
}

// placeNew is where new events are written.
const placeNew drafts.Place = "evenement"

// beside are the fields that a draft keeps with the title and the text.
var beside = []string{"type", "start_date", "start_time", "end_date", "end_time", "all_day", "zone", "zone_other", "repeat", "every", "days", "monthly",
	"ends", "until", "times", "venue", "link", "asks", "capacity", "lead", "theme", "keywords"}

// desk opens the desk at which the event is written.
func (s sheet) desk(ctx context.Context, q db.Querier) (writing.Desk, error) {
	switch {
	case s.fresh():
		return writing.At(ctx, q, s.m, placeNew, 0, s.form, beside...)
	case s.From != "":
		return writing.At(ctx, q, s.m, drafts.At("serie", s.event.ID), 0, s.form, beside...)
	}
	return pages.Rewritten(ctx, q, s.m, s.event.TextID, s.form, beside...)
}

func (s sheet) fresh() bool { return s.event.ID == 0 }

func (s sheet) back() string {
	if s.fresh() {
		return home(s.m)
	}
	return s.here()
}

func (s sheet) action() string {
	if s.fresh() {
		return home(s.m)
	}
	return s.path() + "/modifier"
}

func (r *Room) showNew(x *web.Exchange, m spaces.Member) error {
	if !m.May(MayCreate) {
		return fault.Refuse("calendar.create_refused")
	}
	form := web.Filled(nil)
	form.Set("theme", x.Query(byTheme))
	form.Set("start_date", x.Query(fromDay))
	form.Set("asks", string(AsksOnce))
	return r.ask(x, sheet{seat: seat{m: m}, form: form}, nil, 200)
}

// showEdit fills the form with what stands: of the whole event, or of its dates from one on.
func (r *Room) showEdit(x *web.Exchange, at seat) error {
	s := sheet{seat: at, From: x.Query(parting), form: web.Filled(nil)}
	if s.From != "" {
		var err error
		if s.date, err = FindDate(r.DB.Read(x.Context()), at.m, at.event.ID, s.From); err != nil {
			return err
		}
	}
	if err := r.fillForm(x, s); err != nil {
		return err
	}
	return r.ask(x, s, nil, 200)
}

func (r *Room) fillForm(x *web.Exchange, s sheet) error {
	q := r.DB.Read(x.Context())
	body, err := r.Comments.Body(q, s.m, s.event.ID, true)
	if err != nil {
		return err
	}
	if err := pages.Fill(x.Context(), q, s.m, s.form, body); err != nil {
		return err
	}
	if err := r.Publications.FillKeywords(q, s.m, s.event.ID, s.form); err != nil {
		return err
	}
	timing := s.event.Timing
	if s.From != "" {
		if timing, err = onward(s.event, s.date); err != nil {
			return err
		}
	}
	fillTiming(s.form, timing)
	s.form.Set("version", strconv.FormatInt(s.event.Version, 10))
	s.form.Set("title", s.event.Title)
	s.form.Set("type", s.event.Key)
	s.form.Set("venue", s.event.Place)
	s.form.Set("link", s.event.Link)
	s.form.Set("asks", string(s.event.Asks))
	if s.event.Capacity > 0 {
		s.form.Set("capacity", strconv.Itoa(s.event.Capacity))
	}
	s.form.Set("lead", strconv.Itoa(s.event.Lead))
	if s.event.ThemeID != 0 {
		s.form.Set("theme", s.event.ThemeID.String())
	}
	return nil
}

func (r *Room) ask(x *web.Exchange, s sheet, theirs *comments.Found, status int) error {
	q := r.DB.Read(x.Context())
	themes, err := r.Publications.Themes(q, s.m, kind)
	if err != nil {
		return err
	}
	types, err := Types(q, s.m)
	if err != nil {
		return err
	}
	desk, err := s.desk(x.Context(), q)
	if err != nil {
		return err
	}
	if s.From != "" {
		body, err := r.Comments.Body(q, s.m, s.event.ID, true)
		if err != nil {
			return err
		}
		if s.lent, err = writing.Lent(q, s.m, s.event.TextID, body.Body); err != nil {
			return err
		}
	}
	title, lead, trail := "calendar.new.title", "calendar.new.lead", r.trail(x, s.m)
	titles := []string{i18n.T(x.Context(), "calendar.service")}
	if !s.fresh() {
		title, lead = "calendar.edit.title", "calendar.edit.lead"
		switch {
		case s.From != "":
			title, lead = "calendar.part.title", "calendar.part.lead"
		case s.event.Repeats():
			title, lead = "calendar.edit.title_all", "calendar.edit.lead_all"
		}
		trail = append(trail, ui.NavLink{Label: s.event.Title, URL: s.back()})
		titles = append([]string{s.event.Title}, titles...)
	}
	return r.spaces.RenderStatus(x, s.m, status, spaces.Sheet{
		Service: service,
		Title:   append([]string{i18n.T(x.Context(), title)}, titles...),
		Trail:   trail,
		Body: pages.Rewriting{
			Title: title, Lead: lead, Labels: labels, Action: s.action(), Back: s.back(), Head: headView(s, types), Extra: extraView(s, themes),
			Form: s.form, Desk: desk, Theirs: theirs, Buttons: buttonsView(s), Optional: true,
		}.View(),
	})
}

func (r *Room) write(x *web.Exchange, m spaces.Member) error {
	if !m.May(MayCreate) {
		return fault.Refuse("calendar.create_refused")
	}
	return r.send(x, sheet{seat: seat{m: m}})
}

func (r *Room) edit(x *web.Exchange, at seat) error { return r.send(x, sheet{seat: at}) }

// send stores what was written. When it can't, the form comes back with every word; when another version stands, both are shown.
func (r *Room) send(x *web.Exchange, s sheet) (err error) {
	if s.text, err = r.Writing.Read(x, s.m, ""); err != nil {
		return err
	}
	s.form = s.text.Form
	if s.From = s.form.Line(parting, 10); s.From != "" && !s.fresh() {
		if s.date, err = FindDate(r.DB.Read(x.Context()), s.m, s.event.ID, s.From); err != nil {
			return err
		}
	}
	d := draftIn(s)
	if s.From != "" && s.form.Problems() == nil { // copies are costly: they are made once the rest is in order
		if err := r.Writing.Borrow(x.Context(), s.m, s.text, s.event.TextID); err != nil {
			return err
		}
	}
	d.Body = s.text.Body // which the copies have changed
	id := s.event.ID
	sent, err := s.form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
			if id, err = r.store(tx, s, d); err != nil {
				return err
			}
			return s.text.FileBody(tx, s.m, id)
		})
	})
	switch {
	case pages.Conflict(err):
		return r.showBoth(x, s)
	case err != nil:
		return err
	case !sent:
		return r.ask(x, s, nil, 422)
	}
	done := "calendar.done.edited"
	switch {
	case s.fresh():
		done = "calendar.done.created"
	case s.From != "":
		done = "calendar.done.parted"
	}
	x.Flash(ui.Success, done, nil)
	return x.SeeOther(path(s.m.Path(), id, d.Title))
}

func (r *Room) store(tx *db.Tx, s sheet, d Draft) (ids.ID, error) {
	switch {
	case s.fresh():
		return r.Create(tx, s.m, d)
	case s.From != "":
		return r.Part(tx, s.m, s.event.ID, s.From, pages.Version(s.form), d)
	}
	return s.event.ID, r.Rewrite(tx, s.m, s.event.ID, pages.Version(s.form), d)
}

// showBoth shows what stands now above what was typed; sending it again replaces it knowingly.
func (r *Room) showBoth(x *web.Exchange, s sheet) error {
	q := r.DB.Read(x.Context())
	e, err := Find(q, s.m, s.event.ID)
	if err != nil {
		return err
	}
	s.event = e
	theirs, err := r.pages.StandingBody(x.Context(), q, s.m, e.ID, e.Title, e.Version, s.form)
	if errors.Is(err, fault.ErrNotFound) {
		return err
	}
	if err != nil {
		return err
	}
	return r.ask(x, s, theirs, 409)
}

// draftIn reads the form, and notes what can't be stored.
func draftIn(s sheet) Draft {
	form := s.form
	d := Draft{
		Title: form.Line("title", publications.MaxTitle), Theme: form.ID("theme"), Keywords: publications.KeywordsIn(form), Body: s.text.Body,
		Type: form.Line("type", 60), Timing: readTiming(form), Place: form.Line("venue", maxPlace), Link: form.Line("link", maxLink),
		Asks: Asks(form.Line("asks", 10)),
	}
	if d.Title == "" {
		form.Note("title", "calendar.title_required", nil)
	}
	if d.Asks == AsksEach && d.Rule == "" {
		d.Asks = AsksOnce // what takes place once has one date
	}
	if capacity := form.Line("capacity", 10); capacity != "" && d.Asks != AsksNothing {
		d.Capacity = readNumber(form, "capacity", capacity, maxCapacity)
	}
	if lead, err := strconv.Atoi(form.Line("lead", 10)); err == nil && (slices.Contains(leads, lead) || lead == s.event.Lead) {
		d.Lead = lead
	}
	return d
}
