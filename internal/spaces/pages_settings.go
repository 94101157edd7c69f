package spaces

import (
	"errors"
	"net/url"
	"strconv"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

func (r *Room) showSettings(x *web.Exchange, m Member) error {
	values := url.Values{
		"title":       {m.Title()},
		"description": {m.Description()},
		"welcome":     {richtext.ToMarkdown(m.Welcome())},
		"version":     {strconv.FormatInt(m.space.Version, 10)},
	}
	for _, s := range r.settings {
		values.Set(s.Name, m.Setting(s.Name))
	}
	return r.renderSettings(x, m, web.Filled(values), nil, 200)
}

// theirs is what somebody else saved meanwhile, shown beside what was typed.
type theirs struct{ Title, Description, Welcome string }

func (r *Room) renderSettings(x *web.Exchange, m Member, form *web.Form, other *theirs, status int) error {
	return r.RenderStatus(x, m, status, Sheet{
		Service: "settings",
		Title:   []string{i18n.T(x.Context(), "spaces.settings")},
		Body:    settingsView(r, m, form, other),
	})
}

func (r *Room) saveSettings(x *web.Exchange, m Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	p := Presentation{
		Title:       form.Line("title", MaxTitle),
		Description: form.Line("description", MaxDescription),
		Welcome:     richtext.FromMarkdown(form.Text("welcome", MaxWelcome)),
		Settings:    map[string]string{},
	}
	p.Version, _ = strconv.ParseInt(form.Line("version", 20), 10, 64) // what is no number is no version
	for _, s := range r.settings {
		if form.Has(s.Name) {
			p.Settings[s.Name] = form.Line(s.Name, 40)
		}
	}
	sent, err := form.Send(func() error {
		return r.db.Write(x.Context(), func(tx *db.Tx) error { return r.Present(tx, m, p) })
	})
	var conflict *fault.Conflict
	if errors.As(err, &conflict) {
		return r.settingsConflict(x, m, form)
	}
	if err != nil {
		return err
	}
	if !sent {
		return r.renderSettings(x, m, form, nil, 422)
	}
	x.Flash(ui.Success, "spaces.flash.settings", nil)
	return x.SeeOther(Path(m.SpaceID(), p.Title) + "/reglages")
}

// settingsConflict shows what was typed and what stands, and lets the person save over it knowingly.
func (r *Room) settingsConflict(x *web.Exchange, m Member, form *web.Form) error {
	fresh, err := r.Enter(x.Context(), m.PersonID(), m.SpaceID())
	if err != nil {
		return err
	}
	form.Set("version", strconv.FormatInt(fresh.space.Version, 10))
	other := &theirs{fresh.Title(), fresh.Description(), richtext.ToMarkdown(fresh.Welcome())}
	return r.renderSettings(x, fresh, form, other, 409)
}
