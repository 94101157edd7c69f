package blog

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/pages"
)

// send stores what was written and does with it what the button says. When it can't, the form comes back with every word and
// with the picture. When another version stands, both are shown.
func (r *Room) send(x *web.Exchange, s sheet) (err error) {
	if s.text, err = r.Writing.Read(x, s.m, ""); err != nil {
		return err
	}
	s.form = s.text.Form
	d, err := r.draftIn(x, s)
	if err != nil {
		return err
	}
	id, what := s.post.ID, s.form.Line("do", 20)
	sent, err := s.form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
			id, err = r.store(tx, s, d, what)
			return err
		})
	})
	if !sent && d.Cover.Large != s.post.Large {
		r.drop(x.Context(), d.Cover)
	}
	if !sent && (err == nil || pages.Conflict(err)) {
		if failed := r.keepCover(x, s); failed != nil {
			return failed
		}
	}
	switch {
	case pages.Conflict(err):
		return r.showBoth(x, s)
	case err != nil:
		return err
	case !sent:
		return r.ask(x, s, nil, 422)
	}
	if d.Cover.Large != s.post.Large {
		r.drop(x.Context(), s.post.Cover)
	}
	return r.sent(x, s, id, d, what)
}

// store writes or rewrites a post, then publishes it, plans it or leaves it a draft.
func (r *Room) store(tx *db.Tx, s sheet, d Draft, what string) (id ids.ID, err error) {
	id = s.post.ID
	if s.fresh() {
		id, err = r.Write(tx, s.m, d)
	} else {
		err = r.Rewrite(tx, s.m, id, pages.Version(s.form), d)
	}
	if err == nil {
		err = s.text.FileBody(tx, s.m, id)
	}
	switch {
	case err != nil:
		return id, err
	case what == asPost && s.form.Value("when") == later && !s.post.Live():
		return id, r.Plan(tx, s.m, id, d.Planned)
	case what == asPost:
		return id, r.Publish(tx, s.m, id)
	case what == asDraft && s.post.State == publications.Scheduled:
		return id, r.Withdraw(tx, s.m, id)
	}
	return id, nil
}

// sent leads to the post, or to the drafts, with a sentence.
func (r *Room) sent(x *web.Exchange, s sheet, id ids.ID, d Draft, what string) error {
	switch {
	case s.post.Live():
		x.Flash(ui.Success, "blog.done.edited", nil)
	case what == asPost && s.form.Value("when") == later:
		x.Flash(ui.Success, "blog.done.planned", fault.Args{"Date": i18n.DateTime(x.Context(), d.Planned)})
	case what == asPost:
		x.Flash(ui.Success, "blog.done.published", nil)
	case what == asPreview:
		x.Flash(ui.Success, "blog.done.saved", nil)
	default:
		x.Flash(ui.Success, "blog.done.saved", nil)
		return x.SeeOther(home(s.m) + "/brouillons")
	}
	return x.SeeOther(path(s.m.Path(), id, d.Title))
}

// showBoth shows what stands now above what was typed; sending it again replaces it knowingly.
func (r *Room) showBoth(x *web.Exchange, s sheet) error {
	q := r.DB.Read(x.Context())
	p, err := r.FindOwn(q, s.m, s.post.ID)
	if err != nil {
		return err
	}
	s.post = p
	theirs, err := r.pages.StandingBody(x.Context(), q, s.m, p.ID, titleOf(x.Context(), p.Title), p.Version, s.form)
	if err != nil {
		return err
	}
	return r.ask(x, s, theirs, 409)
}

// draftIn reads the form, and notes what can't be stored; a draft may lack anything.
func (r *Room) draftIn(x *web.Exchange, s sheet) (Draft, error) {
	form := s.form
	d := Draft{
		Title: form.Line("title", publications.MaxTitle), Theme: form.ID("theme"),
		Keywords: publications.KeywordsIn(form), Body: s.text.Body,
	}
	day, hour := form.Line("date", 20), form.Line("time", 20)
	if day != "" {
		var ok bool
		if d.Planned, ok = readHour(day, hour); !ok {
			form.Note("date", "blog.date_wrong", nil)
		}
	}
	stands := s.post.Cover
	if form.Has("cover_remove") {
		stands = Cover{}
	}
	alt, decorative := form.Line("cover_alt", maxAlt), form.Has("decorative")
	var err error
	if form.Problems() == nil { // a picture is costly: it is read once the rest is in order
		stands, err = r.takeCover(x, s, stands)
	}
	d.Cover = stands
	d.Cover.Alt, d.Cover.Decorative = alt, decorative
	return d, err
}
