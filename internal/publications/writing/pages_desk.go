package writing

import (
	"strconv"
	"strings"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/index"
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
	if err := r.SpendCompletion(x.Context(), m); err != nil {
		return err
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

// mostOffered is how many publications are offered for the words typed in the place of an address.
const mostOffered = 6

// completePublication answers with publications that words find, in all the spaces of the person who writes: a JSON list.
func (r *Room) completePublication(x *web.Exchange, m spaces.Member) error {
	type offered struct {
		Name  string `json:"name"`
		Value string `json:"value"`
		About string `json:"about"`
	}
	if err := r.SpendCompletion(x.Context(), m); err != nil {
		return err
	}
	found, err := r.index.Find(r.db.Read(x.Context()), index.Search{
		Reach: spaces.ReachOf(m.PersonID()), Question: index.Ask(x.Query("q")), Limit: mostOffered,
	})
	if err != nil {
		return err
	}
	list := []offered{}
	for _, hit := range found.Hits {
		kind := i18n.T(x.Context(), r.publications.Kind(hit.Kind).Label)
		list = append(list, offered{hit.Item.Title, r.publications.Path(hit.Item), kind + ", " + hit.Space})
	}
	return x.JSON(list)
}

// showTools answers with the editor's own markup, in the person's language.
func (r *Room) showTools(x *web.Exchange, m spaces.Member) error {
	return x.Fragment(ui.EditorTools(ui.EditorPlaces{
		Titles: m.Path() + "/publications/completion", Names: m.Path() + "/membres/completion",
		Person: richtext.PersonPattern, Picture: richtext.PicturePattern,
	}))
}

// convert answers with a text in the other format: HTML for the editor, with names in its mentions, or Markdown for the
// text area. Nothing is stored.
func (r *Room) convert(x *web.Exchange, m spaces.Member) error {
	if err := r.spend(x.Context(), m, "writing.conversion", conversions); err != nil {
		return err
	}
	form, err := x.Form()
	if err != nil {
		return err
	}
	body, err := texts.Converted(bodyField, form.Value(bodyField), form.Value(texts.FormatField))
	if err != nil {
		return err
	}
	names, err := comments.NamesIn(x.Context(), r.db.Read(x.Context()), m, body)
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
	if err := r.spend(x.Context(), m, "writing.draft", savings); err != nil {
		return err
	}
	form, err := x.Form()
	if err != nil {
		return err
	}
	body, err := texts.Converted(bodyField, form.Value(bodyField), form.Value(texts.FormatField))
	if err != nil {
		return err
	}
	pieces := idsIn(form, piecesField)
	draft := drafts.Draft{Title: form.Line("title", publications.MaxTitle), Body: body, Version: number(form, "version"), Pieces: named(pieces), Beside: besideIn(form)}
	if problems := form.Problems(); problems != nil {
		return problems
	}
	place, sheet := drafts.Place(form.Value(placeField)), drafts.Sheet(form.Value(sheetField))
	known := clock.Instant(number(form, "saved"))
	var answer struct {
		Saved     clock.Instant `json:"saved"`
		Elsewhere bool          `json:"elsewhere"`
	}
	err = r.db.Write(x.Context(), func(tx *db.Tx) (err error) {
		answer.Saved = tx.Now
		if answer.Elsewhere, err = drafts.Keep(tx, m, place, sheet, draft, known); err != nil {
			return err
		}
		return attachments.Hold(tx, m, piecesOf(m, draft), tx.Now.Add(drafts.Life))
	})
	if err != nil {
		return err
	}
	return x.JSON(answer)
}

// named writes the ids of attachments, of as many as a text may have.
func named(pieces []ids.ID) string {
	var words []string
	for _, id := range pieces[:min(len(pieces), attachments.MostPerText)] {
		words = append(words, id.String())
	}
	return strings.Join(words, " ")
}

// piecesOf are the attachments that a draft names or shows, or holds apart.
func piecesOf(m spaces.Member, d drafts.Draft) []ids.ID {
	list := richtext.Pictures(d.Body, m.SpaceID())
	for _, word := range strings.Fields(d.Pieces) {
		if id, err := ids.Parse(word); err == nil {
			list = append(list, id)
		}
	}
	if id := apartOf(d.Beside); id != 0 {
		list = append([]ids.ID{id}, list...)
	}
	return list[:min(len(list), mostPieces)]
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
	err = r.db.Write(x.Context(), func(tx *db.Tx) error {
		if err := m.ConfirmAlone(tx); err != nil {
			return err
		}
		draft, err := drafts.Find(tx, m, place)
		if err != nil {
			return err
		}
		// Its files count among those that wait for no longer than others.
		if err := attachments.Hold(tx, m, piecesOf(m, draft), tx.Now.Add(attachments.Waits)); err != nil {
			return err
		}
		return drafts.Close(tx, m, place, drafts.Sheet(form.Value(sheetField)))
	})
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "writing.draft.cleared", nil)
	return x.SeeOther(x.Back(m.Path()))
}
