package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/pages"
	"osmose/internal/spaces"
)

// showEdit fills the form with what stands.
func (r *Room) showEdit(x *web.Exchange, at seat) error {
	q := r.db.Read(x.Context())
	body, err := r.comments.Body(q, at.m, at.thread.ID, false)
	if err != nil {
		return err
	}
	if err := comments.MayChange(q, at.m, comments.MayEdit, body.Text); err != nil {
		return err
	}
	form := web.Filled(nil)
	if err := pages.Fill(x.Context(), q, at.m, form, body); err != nil {
		return err
	}
	if err := r.publications.FillKeywords(q, at.m, at.thread.ID, form); err != nil {
		return err
	}
	form.Set("title", at.thread.Title)
	form.Set("theme", at.thread.ThemeID.String())
	return r.askEdit(x, at, body.Text.ID, form, nil, 200)
}

func (r *Room) askEdit(x *web.Exchange, at seat, text ids.ID, form *web.Form, theirs *comments.Found, status int) error {
	q := r.db.Read(x.Context())
	themes, err := r.publications.Themes(q, at.m, kind)
	if err != nil {
		return err
	}
	desk, err := pages.Rewritten(x.Context(), q, at.m, text, form, "theme")
	if err != nil {
		return err
	}
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "discussions.edit.title"), at.thread.Title, i18n.T(x.Context(), "discussions.service")},
		Trail:   append(r.trail(x, at.m), ui.NavLink{Label: at.thread.Title, URL: at.path()}),
		Body: pages.Rewriting{
			Title: "discussions.edit.title", Lead: "pages.edit.lead", Save: "pages.edit.save", Labels: labels, Action: at.path() + "/modifier", Back: at.path(),
			Head: editHead(at.m, form, themes), Form: form, Desk: desk, Theirs: theirs,
		}.View(),
	})
}

// edit rewrites the opening message. When another version stands, the form comes back with both, and sending it again
// replaces that one knowingly.
func (r *Room) edit(x *web.Exchange, at seat) error {
	form, err := r.writing.Read(x, at.m, "")
	if err != nil {
		return err
	}
	d, version := draftIn(form), pages.Version(form.Form)
	q := r.db.Read(x.Context())
	body, err := r.comments.Body(q, at.m, at.thread.ID, false)
	if err != nil {
		return err
	}
	sent, err := r.write(x, form.Form, func(tx *db.Tx) error {
		if err := r.Edit(tx, at.m, body.Text.ID, version, d); err != nil {
			return err
		}
		return form.File(tx, at.m, body.Text.ID)
	})
	if pages.Conflict(err) {
		theirs, err := pages.Standing(x.Context(), q, at.m, body.Text.ID, form.Form)
		if err != nil {
			return err
		}
		return r.askEdit(x, at, body.Text.ID, form.Form, theirs, 409)
	}
	if err != nil {
		return err
	}
	if !sent {
		return r.askEdit(x, at, body.Text.ID, form.Form, nil, 422)
	}
	x.Flash(ui.Success, "discussions.edit.done", nil)
	return x.SeeOther(path(at.m.Path(), at.thread.ID, d.Title))
}
