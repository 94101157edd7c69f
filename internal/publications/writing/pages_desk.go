package writing

import (
	"strconv"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// completeMember answers with the members whose names begin as typed after an « @ »: a JSON list.
func (r *Room) completeMember(x *web.Exchange, m spaces.Member) error {
	type offered struct {
		ID           string `json:"id"`
		Name         string `json:"name"`
		Organisation string `json:"organisation"`
	}
	list := []offered{}
	people, err := spaces.Completed(r.db.Read(x.Context()), m, x.Query("q"))
	if err != nil {
		return err
	}
	for _, p := range people {
		list = append(list, offered{p.ID.String(), p.Display(x.Context()), p.Organisation})
	}
	return x.JSON(list)
}

// showTools answers with the editor's own markup, in the person's language.
func (r *Room) showTools(x *web.Exchange, _ spaces.Member) error { return x.Fragment(ui.EditorTools()) }

// convert answers with a text in the other format: HTML for the editor, with names in its mentions, or Markdown for the
// text area. Nothing is stored.
func (r *Room) convert(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	body, err := texts.Converted(bodyField, form.Value(bodyField), form.Value(texts.FormatField))
	if err != nil {
		return err
	}
	names, err := comments.NamesIn(r.db.Read(x.Context()), m, body)
	if err != nil {
		return err
	}
	if form.Value(texts.FormatField) == texts.HTML {
		return x.JSON(names.Markdown(body))
	}
	return x.Fragment(ui.Prose(string(names.Editable(body))))
}

// keepDraft stores what a page sends while somebody writes.
func (r *Room) keepDraft(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	body, err := texts.Converted(bodyField, form.Value(bodyField), form.Value(texts.FormatField))
	if err != nil {
		return err
	}
	draft := drafts.Draft{Title: form.Line("title", publications.MaxTitle), Body: body, Version: number(form, "version")}
	if problems := form.Problems(); problems != nil {
		return problems
	}
	place, known := drafts.Place(form.Value(placeField)), clock.Instant(number(form, "saved"))
	var answer struct {
		Saved     clock.Instant `json:"saved"`
		Elsewhere bool          `json:"elsewhere"`
	}
	err = r.db.Write(x.Context(), func(tx *db.Tx) (err error) {
		answer.Saved = tx.Now
		answer.Elsewhere, err = drafts.Keep(tx, m, place, draft, known)
		return err
	})
	if err != nil {
		return err
	}
	return x.JSON(answer)
}

func number(form *web.Form, name string) int64 {
	n, _ := strconv.ParseInt(form.Line(name, 20), 10, 64)
	return n
}

// clearDraft forgets the draft that fills a form, and leads back to the page that the form stands on.
func (r *Room) clearDraft(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form(maxForm)
	if err != nil {
		return err
	}
	place := drafts.Place(form.Value(placeField))
	if !place.Lawful() {
		return fault.ErrNotFound
	}
	err = r.db.Write(x.Context(), func(tx *db.Tx) error { return drafts.Discard(tx, m, place) })
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "writing.draft.cleared", nil)
	return x.SeeOther(x.Back(m.Path()))
}
