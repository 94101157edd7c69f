package writing

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/spaces"
)

// Desk is what a page knows of the place where its composer writes.
type Desk struct {
	member   spaces.Member
	place    drafts.Place
	restored clock.Instant // when the draft that fills the form was saved, zero for none
	waiting  []attachments.Attachment
	held     []attachments.Attachment
	within   []attachments.Attachment // pictures of the text, in its former versions or now
	body     richtext.HTML            // what the form holds, where within is not empty
	apart    []attachments.Attachment // see ApartField
	beside   []string
	form     *web.Form
}

// At opens the desk of a place, and fills form with the draft that waits there. A form that was sent back keeps what it
// holds. text is what is being rewritten, zero for a new one. beside names the fields of the room's own, that a draft keeps with
// the title and the text.
func At(ctx context.Context, q db.Querier, m spaces.Member, place drafts.Place, text ids.ID, form *web.Form, beside ...string) (Desk, error) {
	d := Desk{member: m, place: place, form: form, beside: beside}
	var err error
	if text != 0 {
		held, err := attachments.Of(q, m, text)
		if err != nil {
			return d, err
		}
		for _, a := range held[text] {
			if a.Listed {
				d.held = append(d.held, a)
			} else {
				d.within = append(d.within, a)
			}
		}
	}
	if form.Has(placeField) {
		err = d.name(ctx, q)
	} else {
		err = d.restore(ctx, q)
	}
	if err != nil {
		return d, err
	}
	return d, d.fetch(q)
}

// fetch finds the files that the form names. Those that the text shows itself are not offered beside it.
func (d *Desk) fetch(q db.Querier) error {
	apart := idsIn(d.form, ApartField)
	list, err := attachments.Waiting(q, d.member, append(idsIn(d.form, piecesField), apart...))
	for _, a := range list {
		if slices.Contains(apart, a.ID) {
			d.apart = append(d.apart, a)
		} else {
			d.waiting = append(d.waiting, a)
		}
	}
	if len(d.waiting)+len(d.held)+len(d.within) > 0 {
		d.body = richtext.FromMarkdown(d.form.Value(bodyField))
		d.waiting, d.held = unshown(d.member, d.body, d.waiting), unshown(d.member, d.body, d.held)
	}
	return err
}

// unshown are those of list that stand beside a text, and that it does not show itself.
func unshown(m spaces.Member, body richtext.HTML, list []attachments.Attachment) []attachments.Attachment {
	shown := richtext.Pictures(body, m.SpaceID())
	return slices.DeleteFunc(list, func(a attachments.Attachment) bool { return !a.Listed || slices.Contains(shown, a.ID) })
}

// name writes the names of those whom a form that is sent back mentions: the editor sends none, and the text area that shows
// its text would have a link without words.
func (d *Desk) name(ctx context.Context, q db.Querier) error {
	const nameless = "[](/personnes/"
	typed := d.form.Value(bodyField)
	if !strings.Contains(typed, nameless) {
		return nil
	}
	body := richtext.FromMarkdown(typed)
	names, err := comments.NamesIn(ctx, q, d.member, body)
	for _, id := range richtext.Mentions(body) {
		mention := nameless + id.String() + ")"
		typed = strings.ReplaceAll(typed, mention, names.Markdown(richtext.FromMarkdown(mention)))
	}
	d.form.Set(bodyField, typed)
	return err
}

// restore puts the draft into the form. Its version goes with it: if the text has changed since, its author is told.
func (d *Desk) restore(ctx context.Context, q db.Querier) error {
	draft, err := drafts.Find(q, d.member, d.place)
	if err != nil || draft.SavedAt == 0 {
		return err
	}
	names, err := comments.NamesIn(ctx, q, d.member, draft.Body)
	if err != nil {
		return err
	}
	d.restored = draft.SavedAt
	d.form.Set(bodyField, names.Markdown(draft.Body))
	for _, piece := range strings.Fields(draft.Pieces) {
		d.form.Add(piecesField, piece)
	}
	putBeside(d.form, draft.Beside, d.beside)
	if draft.Title != "" {
		d.form.Set("title", draft.Title)
	}
	if draft.Version != 0 {
		d.form.Set("version", strconv.FormatInt(draft.Version, 10))
	}
	return nil
}

// On returns a composer that writes at the desk.
func (d Desk) On(ctx context.Context, c ui.Composer) ui.Composer {
	desk := &ui.Desk{
		At: addresses(d.member), Place: string(d.place), Saved: strconv.FormatInt(int64(d.restored), 10), Beside: strings.Join(d.beside, " "),
		Attach: ui.FileField{Name: filesField, Label: i18n.T(ctx, "writing.files.label"), Hint: i18n.T(ctx, "writing.files.hint"),
			Error: d.form.Error(ctx, filesField), Accept: attachments.Accept(), Multiple: true, Optional: true},
		Most: attachments.MaxSize, Heavy: i18n.T(ctx, "form.file_too_large", i18n.Args{"Max": attachments.MaxSize / 1_000_000}),
	}
	if d.restored != 0 {
		desk.Restored = i18n.T(ctx, "writing.draft.restored", i18n.Args{"Date": i18n.DateTime(ctx, d.restored)})
	}
	for _, a := range d.waiting {
		desk.Waiting = append(desk.Waiting, View(ctx, d.member, a))
	}
	for _, a := range d.held {
		desk.Held = append(desk.Held, View(ctx, d.member, a))
	}
	shown, kept := richtext.Pictures(d.body, d.member.SpaceID()), idsIn(d.form, keepField)
	for _, a := range d.within {
		desk.Within = append(desk.Within, ui.Within{Attachment: View(ctx, d.member, a), Shown: slices.Contains(shown, a.ID), Kept: slices.Contains(kept, a.ID)})
	}
	c.Desk = desk
	return c
}

// addresses are those of Routes.
func addresses(m spaces.Member) ui.DeskAddresses {
	desk, files := m.Path()+"/redaction", m.Path()+"/pieces"
	return ui.DeskAddresses{
		Tools: desk, Convert: desk + "/conversion", Draft: desk + "/brouillon", Clear: desk + "/brouillon/retrait",
		Files: files, Withdraw: files + "/{id}/retrait",
	}
}

// Apart is the picture that the form holds for a field of the room's own; nil for none.
func (d Desk) Apart(ctx context.Context) (list []ui.Attachment) {
	for _, a := range d.apart {
		list = append(list, View(ctx, d.member, a))
	}
	return list
}

// View is an attachment as pages show it.
func View(ctx context.Context, m spaces.Member, a attachments.Attachment) ui.Attachment {
	address := richtext.PictureURL(m.SpaceID(), a.ID)
	view := ui.Attachment{
		ID: a.ID.String(), Name: a.Name, URL: address, About: i18n.T(ctx, a.Label()) + ", " + i18n.Size(ctx, a.Size),
	}
	if a.IsPicture() {
		view.Thumb = address + "/vignette"
	}
	return view
}

// Under is what stands under a text: the attachments that it does not show itself; nil for none.
func Under(ctx context.Context, m spaces.Member, body richtext.HTML, list []attachments.Attachment) []ui.Attachment {
	if len(list) == 0 {
		return nil
	}
	var rest []ui.Attachment
	for _, a := range unshown(m, body, slices.Clone(list)) {
		rest = append(rest, View(ctx, m, a))
	}
	return rest
}
