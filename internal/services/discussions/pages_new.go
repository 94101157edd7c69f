package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
)

// newPage is the form that opens a thread.
type newPage struct {
	Member   spaces.Member
	Themes   []publications.Theme
	Feedback Thread
	Form     *web.Form
	Desk     writing.Desk
	Near     string // asked for what was answered already; empty for nobody
}

// placeNew is where new threads are written.
const placeNew drafts.Place = "fil"

func (r *Room) showNew(x *web.Exchange, m spaces.Member) error {
	if !m.May(MayOpen) {
		return fault.Refuse("discussions.open_refused")
	}
	form := web.Filled(nil)
	form.Set("theme", x.Query(byTheme))
	return r.askNew(x, m, form, 200)
}

func (r *Room) askNew(x *web.Exchange, m spaces.Member, form *web.Form, status int) error {
	q := r.db.Read(x.Context())
	themes, err := r.publications.Themes(q, m, kind)
	if err != nil {
		return err
	}
	feedback, err := Feedback(q, m)
	if err != nil && !isNotFound(err) {
		return err
	}
	desk, err := writing.At(x.Context(), q, m, placeNew, 0, form, "theme", "keywords", "malfunction")
	if err != nil {
		return err
	}
	p := newPage{Member: m, Themes: themes, Feedback: feedback, Form: form, Desk: desk}
	if r.near != nil {
		p.Near = r.near(m)
	}
	return r.spaces.RenderStatus(x, m, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "discussions.new.title"), i18n.T(x.Context(), "discussions.service")},
		Trail:   r.trail(x, m),
		Body:    newView(p),
	})
}

// trail leads from the forum's home to its pages.
func (r *Room) trail(x *web.Exchange, m spaces.Member) []ui.NavLink {
	return []ui.NavLink{{Label: i18n.T(x.Context(), "discussions.service"), URL: home(m)}}
}

func (r *Room) open(x *web.Exchange, m spaces.Member) error {
	if !m.May(MayOpen) {
		return fault.Refuse("discussions.open_refused")
	}
	form, err := r.writing.Read(x, m, "")
	if err != nil {
		return err
	}
	d := draftIn(form)
	d.Malfunction = form.Has("malfunction")
	var thread ids.ID
	sent, err := r.write(x, form.Form, func(tx *db.Tx) (err error) {
		if thread, err = r.Open(tx, m, d); err != nil {
			return err
		}
		return form.FileBody(tx, m, thread)
	})
	if err != nil {
		return err
	}
	if !sent {
		return r.askNew(x, m, form.Form, 422)
	}
	if form.Has("again") {
		x.Flash(ui.Success, "discussions.new.done_again", fault.Args{"Title": d.Title})
		return x.SeeOther(home(m) + "/nouveau?" + byTheme + "=" + d.Theme.String())
	}
	x.Flash(ui.Success, "discussions.new.done", nil)
	return x.SeeOther(path(m.Path(), thread, d.Title))
}

// draftIn reads title, theme, keywords and text, and notes what they lack.
func draftIn(form *writing.Written) Draft {
	d := Draft{
		Title: form.Line("title", publications.MaxTitle), Theme: form.ID("theme"),
		Keywords: publications.KeywordsIn(form.Form),
	}
	if d.Title == "" {
		form.Note("title", "discussions.title_required", nil)
	}
	if d.Theme == 0 {
		form.Note("theme", "discussions.theme_required", nil)
	}
	if richtext.Empty(form.Body) { // noted last, as it stands in the form
		form.Note("body", "discussions.body_required", nil)
	}
	d.Body = form.Body
	return d
}

// write runs a verb unless something is wrong with the form; sent is false when it is to be shown again.
func (r *Room) write(x *web.Exchange, form *web.Form, verb func(tx *db.Tx) error) (sent bool, err error) {
	return form.Send(func() error { return r.db.Write(x.Context(), verb) })
}
