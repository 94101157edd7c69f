package publications

import (
	"embed"
	"strconv"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// Texts are the sentences of this room.
//
//go:embed texts.*.toml
var Texts embed.FS

// Panel is the page of the themes among the settings of a space.
var Panel = spaces.Panel{Label: "publications.themes", Segment: "themes"}

// Routes registers the pages of this room; in draws a page of a space.
func (r *Room) Routes(rt *web.Router, in *spaces.Room) {
	page := themesPage{r, in}
	web.Handle(rt, "GET /espaces/{space}/reglages/themes", in.InSpace(spaces.Animator), page.show)
	web.Handle(rt, "POST /espaces/{space}/reglages/themes", in.InSpace(spaces.Animator), page.save)
}

type themesPage struct {
	*Room
	spaces *spaces.Room
}

func (p themesPage) show(x *web.Exchange, m spaces.Member) error {
	return p.render(x, m, web.Filled(nil), 200)
}

func (p themesPage) render(x *web.Exchange, m spaces.Member, form *web.Form, status int) error {
	themes, err := p.Themes(p.db.Read(x.Context()), m, "")
	if err != nil {
		return err
	}
	return p.spaces.RenderStatus(x, m, status, spaces.Sheet{
		Service: "settings",
		Title:   []string{i18n.T(x.Context(), "publications.themes")},
		Trail:   []ui.NavLink{{Label: i18n.T(x.Context(), "spaces.settings"), URL: m.Path() + "/reglages"}},
		Body:    themesView(m, themes, form),
	})
}

// save reads, for each theme, a rank, a label and whether it is retired, then new themes, one a line.
func (p themesPage) save(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	themes, err := p.Themes(p.db.Read(x.Context()), m, "")
	if err != nil {
		return err
	}
	var list []ThemeChange
	for _, theme := range themes {
		name := theme.ID.String()
		if !form.Has("label-" + name) { // added by somebody else meanwhile: it stays as it is
			list = append(list, ThemeChange{ID: theme.ID, Label: theme.Label, Retired: theme.Retired})
			continue
		}
		list = append(list, ThemeChange{ID: theme.ID, Label: form.Line("label-"+name, MaxTheme), Retired: form.Has("retired-" + name)})
	}
	for line := range strings.SplitSeq(form.Text("added", MaxThemes*MaxTheme), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, ThemeChange{Label: line})
		}
	}
	sent, err := form.Send(func() error {
		return p.db.Write(x.Context(), func(tx *db.Tx) error { return p.SetThemes(tx, m, list) })
	})
	if err != nil {
		return err
	}
	if !sent {
		return p.render(x, m, form, 422)
	}
	x.Flash(ui.Success, "publications.themes_saved", nil)
	return x.SeeOther(m.Path() + "/reglages/themes")
}

// labelOf returns what stands in the field of a theme: what was typed, else its name.
func labelOf(form *web.Form, id ids.ID, label string) string {
	name := "label-" + id.String()
	if form.Has(name) {
		return form.Value(name)
	}
	return label
}

func rank(i int) string { return strconv.Itoa(i + 1) }
