package discussions

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// atText is the key to a text of a thread.
type atText struct {
	seat
	text comments.Found
}

// atTextOf is the door of what is done to a text of a thread.
func (r *Room) atTextOf(least spaces.Role) web.Door[atText] {
	return spaces.Beneath(r.spaces.InSpace(least), "text", func(x *web.Exchange, m spaces.Member, id ids.ID) (atText, error) {
		q := r.db.Read(x.Context())
		text, err := comments.Find(q, m, id, false)
		if err != nil {
			return atText{}, err
		}
		t, err := Find(q, m, text.Publication)
		return atText{seatAt(m, t), text}, err
	})
}

// splitPage is the form that splits a reply off.
type splitPage struct {
	atText
	Themes []publications.Theme
	Form   *web.Form
}

func (r *Room) showSplit(x *web.Exchange, at atText) error {
	if at.text.Role != texts.Comment {
		return fault.Refuse("discussions.split_opening")
	}
	if at.text.HiddenAt != 0 {
		return fault.Refuse("discussions.split_hidden")
	}
	form := web.Filled(nil)
	form.Set("theme", at.thread.ThemeID.String())
	return r.askSplit(x, at, form, 200)
}

func (r *Room) askSplit(x *web.Exchange, at atText, form *web.Form, status int) error {
	q := r.db.Read(x.Context())
	themes, err := r.publications.Themes(q, at.m, kind)
	if err != nil {
		return err
	}
	names, err := comments.NamesIn(x.Context(), q, at.m, at.text.Body)
	if err != nil {
		return err
	}
	at.text.Body = names.Show(at.text.Body)
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "discussions.split.title"), at.thread.Title, i18n.T(x.Context(), "discussions.service")},
		Trail:   append(r.trail(x, at.m), ui.NavLink{Label: at.thread.Title, URL: at.path()}),
		Body:    splitView(splitPage{at, themes, form}),
	})
}

func (r *Room) split(x *web.Exchange, at atText) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	s := Separation{Title: form.Line("title", publications.MaxTitle), Theme: form.ID("theme"), Following: form.Has("following")}
	if s.Title == "" {
		form.Note("title", "discussions.title_required", nil)
	}
	if s.Theme == 0 {
		form.Note("theme", "discussions.theme_required", nil)
	}
	var thread ids.ID
	sent, err := r.write(x, form, func(tx *db.Tx) (err error) {
		thread, err = r.Split(tx, at.m, at.text.Text.ID, s)
		return err
	})
	if err != nil {
		return err
	}
	if !sent {
		return r.askSplit(x, at, form, 422)
	}
	x.Flash(ui.Success, "discussions.split.done", nil)
	return x.SeeOther(path(at.m.Path(), thread, s.Title))
}
