package faq

import (
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

// desk opens the desk at which the answer is written.
func (s sheet) desk(q db.Querier) (writing.Desk, error) {
	switch {
	case s.source != nil:
		return writing.At(q, s.m, drafts.At("verser", s.source.Text.ID), 0, s.form)
	case s.fresh():
		return writing.At(q, s.m, placeNew, 0, s.form)
	}
	return pages.Rewritten(q, s.m, s.body, s.form)
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
	if err := pages.Fill(q, at.m, form, body); err != nil {
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
	desk, err := s.desk(q)
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

// send stores what was written, and publishes it if the button says so. When it can't, the form comes back with every word;
// when another version stands, both are shown.
func (r *Room) send(x *web.Exchange, s sheet) (err error) {
	if s.text, err = r.Writing.Read(x, s.m, ""); err != nil {
		return err
	}
	s.form = s.text.Form
	d := draftIn(s)
	if s.source != nil && s.form.Problems() == nil { // copies are costly: they are made once the rest is in order
		if err := r.Writing.Borrow(x.Context(), s.m, s.text, s.source.Text.ID); err != nil {
			return err
		}
	}
	d.Body = s.text.Body // which the copies have changed
	id, publish := s.entry.ID, s.form.Line("do", 20) == asEntry && s.m.May(MayEdit)
	sent, err := s.form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
			if id, err = r.store(tx, s, d); err != nil || !publish {
				return err
			}
			return r.Publish(tx, s.m, id)
		})
	})
	switch {
	case pages.Conflict(err):
		return r.showBoth(x, s)
	case err != nil:
		return err
	case !sent:
		return r.ask(x, s, nil, 422)
	}
	x.Flash(ui.Success, s.done(publish), nil)
	return x.SeeOther(path(s.m.Path(), id, d.Title))
}

// store writes or rewrites an entry, with its files. A message that was poured twice by one form leaves the copies of the
// second time to be swept.
func (r *Room) store(tx *db.Tx, s sheet, d Draft) (id ids.ID, err error) {
	switch {
	case s.source != nil:
		twin, err := r.poured(tx, s.m, s.source.Text.ID, d.Title)
		if twin != 0 || err != nil {
			return twin, err
		}
		if id, err = r.Pour(tx, s.m, s.source.Text.ID, d); err != nil {
			return id, err
		}
	case s.fresh():
		id, err = r.Write(tx, s.m, d)
	default:
		id, err = s.entry.ID, r.Rewrite(tx, s.m, s.entry.ID, pages.Version(s.form), d)
	}
	if err != nil {
		return id, err
	}
	return id, s.text.FileBody(tx, s.m, id)
}

// done is the text key of what is said of what was sent.
func (s sheet) done(published bool) string {
	switch {
	case s.entry.Live():
		return "faq.done.edited"
	case published:
		return "faq.done.published"
	case s.m.May(MayEdit):
		return "faq.done.saved"
	}
	return "faq.done.proposed"
}

// showBoth shows what stands now above what was typed; sending it again replaces it knowingly.
func (r *Room) showBoth(x *web.Exchange, s sheet) error {
	q := r.DB.Read(x.Context())
	e, err := r.find(q, s.m, s.entry.ID)
	if err != nil {
		return err
	}
	s.entry = e
	theirs, err := r.pages.StandingBody(q, s.m, e.ID, titleOf(x.Context(), e.Title), e.Version, s.form)
	if err != nil {
		return err
	}
	return r.ask(x, s, theirs, 409)
}

// draftIn reads the form, and notes what can't be stored; a draft may lack anything.
func draftIn(s sheet) Draft {
	d := Draft{
		Title: s.form.Line("title", publications.MaxTitle), Theme: s.form.ID("theme"),
		Keywords: publications.KeywordsIn(s.form), Body: s.text.Body,
	}
	if day := s.form.Line("review", 20); day != "" {
		var ok bool
		if d.Review, ok = readDay(day); !ok {
			s.form.Note("review", "faq.review_wrong", nil)
		}
	}
	return d
}
