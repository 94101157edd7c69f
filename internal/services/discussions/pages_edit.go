package discussions

import (
	"errors"
	"strconv"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
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
	inSpace := r.spaces.InSpace(least)
	return func(x *web.Exchange) (atText, error) {
		m, err := inSpace(x)
		if err != nil {
			return atText{}, err
		}
		id, err := x.ID("text")
		if err != nil {
			return atText{}, err
		}
		q := r.db.Read(x.Context())
		text, err := comments.Find(q, m, id, false)
		if err != nil {
			return atText{}, err
		}
		t, err := Find(q, m, text.Publication)
		return atText{seatAt(m, t), text}, err
	}
}

// editPage is the form that rewrites a text. Theirs is what somebody else, or the same person elsewhere, stored
// meanwhile.
type editPage struct {
	atText
	Themes []publications.Theme
	Theirs *comments.Found
	Form   *web.Form
}

// showEdit fills the form with what stands.
func (r *Room) showEdit(x *web.Exchange, at atText) error {
	q := r.db.Read(x.Context())
	if err := mayEdit(q, at.m, at.text.Text); err != nil {
		return err
	}
	names, err := comments.NamesIn(q, at.m, at.text.Body)
	if err != nil {
		return err
	}
	form := web.Filled(nil)
	form.Set("version", strconv.FormatInt(at.text.Version, 10))
	form.Set("body", names.Markdown(at.text.Body))
	if at.text.Role == texts.Body {
		keywords, err := r.publications.KeywordsOf(q, at.m, at.thread.ID)
		if err != nil {
			return err
		}
		form.Set("title", at.thread.Title)
		form.Set("theme", at.thread.ThemeID.String())
		form.Set("keywords", joined(keywords))
	}
	return r.askEdit(x, editPage{atText: at, Form: form}, 200)
}

func joined(keywords []publications.Keyword) string {
	labels := make([]string, len(keywords))
	for i, k := range keywords {
		labels[i] = k.Label
	}
	return strings.Join(labels, ", ")
}

func (r *Room) askEdit(x *web.Exchange, p editPage, status int) error {
	themes, err := r.publications.Themes(r.db.Read(x.Context()), p.m, kind)
	if err != nil {
		return err
	}
	p.Themes = themes
	return r.spaces.RenderStatus(x, p.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "discussions.edit.title"), p.thread.Title, i18n.T(x.Context(), "discussions.service")},
		Trail:   append(r.trail(x, p.m), ui.NavLink{Label: p.thread.Title, URL: p.path()}),
		Body:    editView(p),
	})
}

// edit rewrites a text. When another version stands, the form comes back with both, and sending it again replaces that
// one knowingly.
func (r *Room) edit(x *web.Exchange, at atText) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	var d Draft
	if at.text.Role == texts.Body {
		d = draftIn(form)
	} else {
		d.Body = bodyIn(form)
	}
	version, _ := strconv.ParseInt(form.Line("version", 20), 10, 64)
	sent, err := r.write(x, form, func(tx *db.Tx) error { return r.Edit(tx, at.m, at.text.Text.ID, version, d) })
	var conflict *fault.Conflict
	if errors.As(err, &conflict) {
		return r.showBoth(x, at, form)
	}
	if err != nil {
		return err
	}
	if !sent {
		return r.askEdit(x, editPage{atText: at, Form: form}, 422)
	}
	address, err := r.addressOf(x, at.m, at.text.Text.ID)
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "discussions.edit.done", nil)
	return x.SeeOther(address)
}

// showBoth shows what stands now above what was typed.
func (r *Room) showBoth(x *web.Exchange, at atText, form *web.Form) error {
	q := r.db.Read(x.Context())
	theirs, err := comments.Find(q, at.m, at.text.Text.ID, false)
	if err != nil {
		return err
	}
	names, err := comments.NamesIn(q, at.m, theirs.Body)
	if err != nil {
		return err
	}
	theirs.Body = names.Show(theirs.Body)
	form.Set("version", strconv.FormatInt(theirs.Version, 10))
	return r.askEdit(x, editPage{atText: at, Form: form, Theirs: &theirs}, 409)
}
