package faq

import (
	"context"
	"strconv"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/texts"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
)

// The buttons of the form (« do »).
const (
	asDraft = "draft"
	asEntry = "publish"
)

// sheet is an entry being written: a new one, one that is made of a message, or one that stands.
type sheet struct {
	m      spaces.Member
	entry  Entry           // empty for a new one
	source *comments.Found // the message, nil for none
	form   *web.Form
	text   *writing.Written         // what was sent, nil for a form that is only shown
	body   ids.ID                   // the text of the answer that stands, zero for a new one
	lent   []attachments.Attachment // the files of the message that may come along
}

// placeNew is where new entries are written; a message is poured at a place of its own.
const placeNew drafts.Place = "question"

// beside are the fields that a draft keeps with the question and the answer.
var beside = []string{"theme", "keywords", "review"}

// desk opens the desk at which the answer is written.
func (s sheet) desk(ctx context.Context, q db.Querier) (writing.Desk, error) {
	switch {
	case s.source != nil:
		return writing.At(ctx, q, s.m, drafts.At("verser", s.source.Text.ID), 0, s.form, beside...)
	case s.fresh():
		return writing.At(ctx, q, s.m, placeNew, 0, s.form, beside...)
	}
	return pages.Rewritten(ctx, q, s.m, s.body, s.form, beside...)
}

func (s sheet) fresh() bool { return s.entry.ID == 0 }

// back is where one goes who writes no further.
func (s sheet) back() string {
	switch {
	case s.source != nil:
		return pages.Address(s.m, s.source.Text.ID)
	case s.fresh():
		return home(s.m)
	}
	return s.entry.Path(s.m.Path())
}

func (s sheet) action() string {
	switch {
	case s.source != nil:
		return s.back() + "/" + segment
	case s.fresh():
		return home(s.m)
	}
	return s.back() + "/modifier"
}

// head returns the text keys of the title of the form and of what stands under it.
func (s sheet) head() (title, lead string) {
	switch {
	case !s.fresh():
		return "faq.edit.title", "faq.edit.lead"
	case s.m.May(MayEdit):
		title, lead = "faq.new.title", "faq.new.lead"
	default:
		title, lead = "faq.new.title_proposed", "faq.new.lead_proposed"
	}
	if s.source != nil {
		title = "faq.pour.title"
	}
	return title, lead
}

func (r *Room) showNew(x *web.Exchange, m spaces.Member) error {
	if !m.May(MayPropose) {
		return fault.Refuse("faq.propose_refused")
	}
	form := web.Filled(nil)
	form.Set("theme", x.Query(byTheme))
	return r.ask(x, sheet{m: m, form: form}, nil, 200)
}

// showEdit fills the form with what stands.
func (r *Room) showEdit(x *web.Exchange, at seat) error {
	if at.entry.State == publications.Trashed {
		return fault.ErrNotFound
	}
	if err := mayChange(at.m, at.entry); err != nil {
		return err
	}
	q := r.DB.Read(x.Context())
	body, err := r.Comments.Body(q, at.m, at.entry.ID, true)
	if err != nil {
		return err
	}
	form := web.Filled(nil)
	if err := pages.Fill(x.Context(), q, at.m, form, body); err != nil {
		return err
	}
	if err := r.Publications.FillKeywords(q, at.m, at.entry.ID, form); err != nil {
		return err
	}
	form.Set("version", strconv.FormatInt(at.entry.Version, 10))
	form.Set("title", at.entry.Title)
	form.Set("review", writeDay(at.entry.ReviewAt))
	if at.entry.ThemeID != 0 {
		form.Set("theme", at.entry.ThemeID.String())
	}
	return r.ask(x, sheet{m: at.m, entry: at.entry, body: body.Text.ID, form: form}, nil, 200)
}

func (r *Room) ask(x *web.Exchange, s sheet, theirs *comments.Found, status int) error {
	q := r.DB.Read(x.Context())
	themes, err := r.Publications.Themes(q, s.m, kind)
	if err != nil {
		return err
	}
	if s.source != nil {
		if s.lent, err = writing.Lent(q, s.m, s.source.Text.ID, s.source.Body); err != nil {
			return err
		}
	}
	desk, err := s.desk(x.Context(), q)
	if err != nil {
		return err
	}
	title, lead := s.head()
	trail := r.trail(x, s.m)
	if !s.fresh() {
		trail = append(trail, ui.NavLink{Label: titleOf(x.Context(), s.entry.Title), URL: s.back()})
	}
	return r.spaces.RenderStatus(x, s.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), title), i18n.T(x.Context(), "faq.service")},
		Trail:   trail,
		Body: pages.Rewriting{
			Title: title, Lead: lead, Labels: labels, Action: s.action(), Back: s.back(), Head: headView(s, themes), Extra: extraView(s),
			Form: s.form, Desk: desk, Theirs: theirs, Buttons: buttonsView(s), Optional: true,
		}.View(),
	})
}

func (r *Room) write(x *web.Exchange, m spaces.Member) error {
	if !m.May(MayPropose) {
		return fault.Refuse("faq.propose_refused")
	}
	return r.send(x, sheet{m: m})
}

func (r *Room) edit(x *web.Exchange, at seat) error {
	if at.entry.State == publications.Trashed {
		return fault.ErrNotFound
	}
	if err := mayChange(at.m, at.entry); err != nil {
		return err
	}
	body, err := texts.BodyIn(r.DB.Read(x.Context()), at.m, at.entry.ID)
	if err != nil {
		return err
	}
	return r.send(x, sheet{m: at.m, entry: at.entry, body: body})
}
