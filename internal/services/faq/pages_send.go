package faq

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/pages"
)

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
	theirs, err := r.pages.StandingBody(x.Context(), q, s.m, e.ID, titleOf(x.Context(), e.Title), e.Version, s.form)
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
