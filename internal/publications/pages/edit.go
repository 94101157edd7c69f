package pages

import (
	"context"
	"errors"
	"strconv"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/texts"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"

	"github.com/a-h/templ"
)

// Rewriting is the form that rewrites a text: of a comment, or of what a kind calls its body. Theirs is what somebody else,
// or the same person elsewhere, stored meanwhile: both are shown then.
type Rewriting struct {
	// Title, Lead and Save are text keys; Labels are those of the fields, for the summary of what is wrong.
	Title, Lead, Save string
	// Noun names the text in Title, where that asks for it.
	Noun         i18n.Args
	Labels       map[string]string
	Action, Back string
	// Head stands above the text: what the publication has beside it; Extra under it.
	Head, Extra templ.Component
	Form        *web.Form
	Desk        writing.Desk
	Theirs      *comments.Found
	// Buttons, if set, stand in place of Save and the way back.
	Buttons templ.Component
	// Optional is for a form that may be sent without a text.
	Optional bool
}

// Fill puts into a form what stands: the version that is read, and the text as Markdown.
func Fill(ctx context.Context, q db.Querier, m spaces.Member, form *web.Form, v comments.View) error {
	names, err := comments.NamesIn(ctx, q, m, v.Body)
	form.Set("version", strconv.FormatInt(v.Version, 10))
	form.Set("body", names.Markdown(v.Body))
	return err
}

// Rewritten opens the desk at which a text of m's is rewritten, with fields beside it: see writing.At.
func Rewritten(ctx context.Context, q db.Querier, m spaces.Member, text ids.ID, form *web.Form, beside ...string) (writing.Desk, error) {
	return writing.At(ctx, q, m, drafts.At("texte", text), text, form, beside...)
}

// Version reads the version that was read; what is none is an old one.
func Version(form *web.Form) int64 {
	version, _ := strconv.ParseInt(form.Line("version", 20), 10, 64)
	return version
}

// Conflict tells whether a text was not rewritten because another version stands.
func Conflict(err error) bool {
	var conflict *fault.Conflict
	return errors.As(err, &conflict)
}

// Standing returns what stands of a text, to be shown above what was typed; sending the form again replaces it knowingly.
func Standing(ctx context.Context, q db.Querier, m spaces.Member, text ids.ID, form *web.Form) (*comments.Found, error) {
	theirs, err := comments.Find(q, m, text, false)
	if err != nil {
		return nil, err
	}
	return standing(ctx, q, m, theirs, theirs.Version, form)
}

// StandingBody is Standing of the body of a publication in whatever state, which the caller has found with its title and the
// version of the whole.
func (r *Room) StandingBody(ctx context.Context, q db.Querier, m spaces.Member, publication ids.ID, title string, version int64, form *web.Form) (*comments.Found, error) {
	body, err := r.comments.Body(q, m, publication, true)
	if err != nil {
		return nil, err
	}
	return standing(ctx, q, m, comments.Found{View: body, Title: title}, version, form)
}

func standing(ctx context.Context, q db.Querier, m spaces.Member, theirs comments.Found, version int64, form *web.Form) (*comments.Found, error) {
	names, err := comments.NamesIn(ctx, q, m, theirs.Body)
	theirs.Body = names.Show(theirs.Body)
	form.Set("version", strconv.FormatInt(version, 10))
	return &theirs, err
}

// showEdit leads to the form of the publication for its body, and asks for a comment anew.
func (r *Room) showEdit(x *web.Exchange, at here) error {
	if at.text.Role == texts.Body {
		return web.Redirect(r.publications.Kind(at.text.Kind).Edit(at.Path(), at.text.Publication, at.text.Title))
	}
	q := r.db.Read(x.Context())
	if err := comments.MayChange(q, at.Member, comments.MayEdit, at.text.Text); err != nil {
		return err
	}
	form := web.Filled(nil)
	if err := Fill(x.Context(), q, at.Member, form, at.text.View); err != nil {
		return err
	}
	return r.askEdit(x, at, form, nil, 200)
}

func (r *Room) askEdit(x *web.Exchange, at here, form *web.Form, theirs *comments.Found, status int) error {
	desk, err := Rewritten(x.Context(), r.db.Read(x.Context()), at.Member, at.text.Text.ID, form)
	if err != nil {
		return err
	}
	label := "pages.edit.label"
	if r.publications.Kind(at.text.Kind).Commented {
		label = commented.Label
	}
	return r.render(x, at, status, "pages.edit.title", Rewriting{
		Title: "pages.edit.title", Lead: "pages.edit.lead", Save: "pages.edit.save", Noun: r.noun(x.Context(), at),
		Labels: map[string]string{"body": label, "files": "writing.files.label"},
		Action: Address(at.Member, at.text.Text.ID) + "/modifier", Back: Address(at.Member, at.text.Text.ID), Form: form, Desk: desk, Theirs: theirs,
	}.View())
}

// edit rewrites a comment. When another version stands, the form comes back with both.
func (r *Room) edit(x *web.Exchange, at here) error {
	if at.text.Role == texts.Body {
		return fault.ErrNotFound // its kind's form is elsewhere
	}
	form, err := r.writing.Read(x, at.Member, "comments.body_required")
	if err != nil {
		return err
	}
	version := Version(form.Form)
	sent, err := r.write(x, form.Form, func(tx *db.Tx) error {
		if err := r.comments.Edit(tx, at.Member, at.text.Text.ID, version, form.Body); err != nil {
			return err
		}
		return form.File(tx, at.Member, at.text.Text.ID)
	})
	if Conflict(err) {
		theirs, err := Standing(x.Context(), r.db.Read(x.Context()), at.Member, at.text.Text.ID, form.Form)
		if err != nil {
			return err
		}
		return r.askEdit(x, at, form.Form, theirs, 409)
	}
	if err != nil {
		return err
	}
	if !sent {
		return r.askEdit(x, at, form.Form, nil, 422)
	}
	x.Flash(ui.Success, "pages.edit.done", r.noun(x.Context(), at))
	return r.backToText(x, at)
}

// showDeletion asks whether a comment is to be taken back: its words will be gone.
func (r *Room) showDeletion(x *web.Exchange, at here) error {
	if at.text.Role == texts.Body {
		return fault.ErrNotFound
	}
	if err := comments.MayChange(r.db.Read(x.Context()), at.Member, comments.MayDelete, at.text.Text); err != nil {
		return err
	}
	if err := r.name(x, at.Member, &at.text.Body); err != nil {
		return err
	}
	return r.render(x, at, 200, "pages.delete.title", deletionView(at, r.noun(x.Context(), at)))
}

func (r *Room) delete(x *web.Exchange, at here) error {
	err := r.db.Write(x.Context(), func(tx *db.Tx) error {
		return r.comments.Delete(tx, at.Member, at.text.Text.ID)
	})
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "pages.delete.done", r.noun(x.Context(), at))
	return r.backToText(x, at)
}

// mine tells whether m wrote a text and may do something to it still.
func mine(m spaces.Member, v comments.View, action spaces.Action) bool {
	return v.Byline.ID == m.PersonID() && v.HiddenAt == 0 && m.May(action)
}

// own are the entries of a menu for whoever wrote the text, or rewrites it.
func own(ctx context.Context, m spaces.Member, v comments.View, edits bool) []ui.Action {
	var items []ui.Action
	address := Address(m, v.Text.ID)
	if edits {
		items = append(items, ui.Action{Label: i18n.T(ctx, "pages.edit.action"), Icon: "edit-line", URL: address + "/modifier"})
	}
	if v.Role == texts.Comment && mine(m, v, comments.MayDelete) {
		items = append(items, ui.Action{Label: i18n.T(ctx, "pages.delete.action"), Icon: "delete-bin-line", URL: address + "/supprimer", Danger: true})
	}
	return items
}
