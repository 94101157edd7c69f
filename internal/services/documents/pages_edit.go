package documents

import (
	"strconv"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// refuseOthers keeps the forms of a document from all but its author and animators, and from what is in the trash.
func refuseOthers(m spaces.Member, d Document) error {
	switch {
	case !d.Live():
		return fault.ErrNotFound
	case !mayKeep(m, d):
		return fault.Refuse("documents.keep_refused")
	}
	return nil
}

// showEdit fills the form with what stands.
func (r *Room) showEdit(x *web.Exchange, at seat) error {
	if err := refuseOthers(at.m, at.document); err != nil {
		return err
	}
	q := r.DB.Read(x.Context())
	body, err := r.Comments.Body(q, at.m, at.document.ID, true)
	if err != nil {
		return err
	}
	form := web.Filled(nil)
	if err := pages.Fill(x.Context(), q, at.m, form, body); err != nil {
		return err
	}
	if err := r.Publications.FillKeywords(q, at.m, at.document.ID, form); err != nil {
		return err
	}
	form.Set("version", strconv.FormatInt(at.document.Version, 10))
	form.Set("title", at.document.Title)
	if at.document.ThemeID != 0 {
		form.Set("theme", at.document.ThemeID.String())
	}
	return r.askEdit(x, at, form, nil, 200)
}

func (r *Room) askEdit(x *web.Exchange, at seat, form *web.Form, theirs *comments.Found, status int) error {
	q := r.DB.Read(x.Context())
	themes, err := r.Publications.Themes(q, at.m, kind)
	if err != nil {
		return err
	}
	description, err := texts.BodyIn(q, at.m, at.document.ID)
	if err != nil {
		return err
	}
	desk, err := pages.Rewritten(x.Context(), q, at.m, description, form, "theme", "keywords")
	if err != nil {
		return err
	}
	return r.ask(x, at, status, "documents.edit.title", pages.Rewriting{
		Title: "documents.edit.title", Lead: "documents.edit.lead", Save: "pages.edit.save", Labels: labels, Action: at.path() + "/modifier",
		Back: at.path(), Head: aboutView(at.m, form, themes, false), Form: form, Desk: desk, Theirs: theirs, Optional: true,
	}.View())
}

// edit rewrites what is said of a document. When another version stands, both are shown.
func (r *Room) edit(x *web.Exchange, at seat) error {
	if err := refuseOthers(at.m, at.document); err != nil {
		return err
	}
	text, err := r.Writing.Read(x, at.m, "")
	if err != nil {
		return err
	}
	draft, version := draftIn(text.Form), pages.Version(text.Form)
	draft.Body = text.Body
	sent, err := text.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) error {
			if err := r.Rewrite(tx, at.m, at.document.ID, version, draft); err != nil {
				return err
			}
			return text.FileBody(tx, at.m, at.document.ID)
		})
	})
	switch {
	case pages.Conflict(err):
		return r.showBoth(x, at, text.Form)
	case err != nil:
		return err
	case !sent:
		return r.askEdit(x, at, text.Form, nil, 422)
	}
	x.Flash(ui.Success, "documents.done.edited", nil)
	return x.SeeOther(path(at.m.Path(), at.document.ID, draft.Title))
}

// showBoth shows what stands now above what was typed; sending it again replaces it knowingly.
func (r *Room) showBoth(x *web.Exchange, at seat, form *web.Form) error {
	q := r.DB.Read(x.Context())
	d, err := Find(q, at.m, at.document.ID)
	if err != nil {
		return err
	}
	theirs, err := r.pages.StandingBody(x.Context(), q, at.m, d.ID, d.Title, d.Version, form)
	if err != nil {
		return err
	}
	return r.askEdit(x, seat{at.m, d}, form, theirs, 409)
}
