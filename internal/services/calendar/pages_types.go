package calendar

import (
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

func (r *Room) showTypes(x *web.Exchange, m spaces.Member) error {
	return r.renderTypes(x, m, web.Filled(nil), 200)
}

func (r *Room) renderTypes(x *web.Exchange, m spaces.Member, form *web.Form, status int) error {
	types, err := Types(r.DB.Read(x.Context()), m)
	if err != nil {
		return err
	}
	return r.spaces.RenderStatus(x, m, status, spaces.Sheet{
		Service: "settings",
		Title:   []string{i18n.T(x.Context(), "calendar.types.title")},
		Trail:   []ui.NavLink{{Label: i18n.T(x.Context(), "spaces.settings"), URL: m.Path() + "/reglages"}},
		Body:    typesView(m, types, form),
	})
}

// saveTypes reads, for each type, a name, a colour and whether it is retired, then new types, one a line.
func (r *Room) saveTypes(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	types, err := Types(r.DB.Read(x.Context()), m)
	if err != nil {
		return err
	}
	var list []Listed
	for _, t := range types {
		if !form.Has("label-" + t.Key) { // added by somebody else meanwhile: it stays as it is
			list = append(list, t)
			continue
		}
		label := form.Line("label-"+t.Key, maxType)
		if t.Label == "" && label == t.Name(x.Context()) {
			label = "" // the usual name, in the language of whoever reads
		}
		hue := t.Hue
		if at := strings.Index("123456", form.Line("hue-"+t.Key, 1)); at >= 0 && form.Has("hue-"+t.Key) {
			hue = at + 1
		}
		list = append(list, Listed{Type: Type{Key: t.Key, Label: label, Hue: hue}, Retired: form.Has("retired-" + t.Key)})
	}
	for line := range strings.SplitSeq(form.Text("added", MaxTypes*maxType), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, Listed{Type: Type{Label: line, Hue: len(list)%hues + 1}})
		}
	}
	sent, err := form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.SetTypes(tx, m, list) })
	})
	if err != nil {
		return err
	}
	if !sent {
		return r.renderTypes(x, m, form, 422)
	}
	x.Flash(ui.Success, "calendar.types.saved", nil)
	return x.SeeOther(m.Path() + "/reglages/types")
}

// valueOf returns what stands in a field: what was typed, else what is stored.
func valueOf(form *web.Form, name, stored string) string {
	if form.Has(name) {
		return form.Value(name)
	}
	return stored
}
