package faq

import (
	"context"
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// message is the key to a text that may become an entry.
type message struct {
	m    spaces.Member
	text comments.Found
}

// atMessage is the door of « Verser à la FAQ »: a text that stands in the space, and may be read.
func (r *Room) atMessage(x *web.Exchange) (message, error) {
	return spaces.Beneath(r.spaces.InSpace(spaces.Contributor), "text", r.findMessage)(x)
}

func (r *Room) findMessage(x *web.Exchange, m spaces.Member, id ids.ID) (message, error) {
	text, err := comments.Find(r.DB.Read(x.Context()), m, id, false)
	if err == nil && (text.HiddenAt != 0 || text.DeletedAt != 0 || text.Kind == kind) {
		err = fault.ErrNotFound
	}
	if err == nil && !m.May(MayPropose) {
		err = fault.Refuse("faq.propose_refused")
	}
	return message{m, text}, err
}

// showPour fills the form from the thread: its title is the question, the message the answer, theme and keywords stay.
func (r *Room) showPour(x *web.Exchange, at message) error {
	q := r.DB.Read(x.Context())
	form := web.Filled(nil)
	if err := pages.Fill(x.Context(), q, at.m, form, at.text.View); err != nil {
		return err
	}
	item, err := r.Publications.Find(q, at.m, at.text.Publication)
	if err != nil {
		return err
	}
	if err := r.Publications.FillKeywords(q, at.m, item.ID, form); err != nil {
		return err
	}
	form.Set("title", item.Title)
	if item.ThemeID != 0 {
		form.Set("theme", item.ThemeID.String())
	}
	return r.ask(x, sheet{m: at.m, source: &at.text, form: form}, nil, 200)
}

func (r *Room) pour(x *web.Exchange, at message) error {
	return r.send(x, sheet{m: at.m, source: &at.text})
}

// credit says of whose message an entry is made, by a text key that begins with these words: of nobody, if nobody wrote it
// or their account is gone.
func credit(ctx context.Context, words string, source *comments.Found) string {
	switch {
	case source.Byline.ID == 0:
		return i18n.T(ctx, words+"nobody")
	case source.Role == texts.Body:
		return i18n.T(ctx, words+"message", i18n.Args{"Name": source.Byline.Display(ctx)})
	}
	return i18n.T(ctx, words+"reply", i18n.Args{"Name": source.Byline.Display(ctx)})
}

// sourceOf returns the message that an entry was made of, if it may be read still: what was hidden or taken back names
// nobody.
func sourceOf(q db.Querier, m spaces.Member, e Entry) (*comments.Found, error) {
	if e.Source == 0 {
		return nil, nil
	}
	text, err := comments.Find(q, m, e.Source, false)
	if errors.Is(err, fault.ErrNotFound) || err == nil && (text.HiddenAt != 0 || text.DeletedAt != 0) {
		return nil, nil
	}
	return &text, err
}
