package faq

import (
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Draft is an entry as whoever writes it wants it now.
type Draft struct {
	Title    string
	Theme    ids.ID // zero for none
	Keywords []string
	Body     richtext.HTML
	// Review is the day on which it is to be read again, zero for none. Only animators set it.
	Review clock.Instant
}

// check says what an entry lacks that is to be read by others; a draft may lack anything. A theme is mandatory (S82).
func (d Draft) check() error {
	wrong := &fault.Invalid{}
	if d.Title == "" {
		wrong.Add("title", "faq.title_required", nil)
	}
	if d.Theme == 0 {
		wrong.Add("theme", "faq.theme_required", nil)
	}
	if richtext.Empty(d.Body) {
		wrong.Add("body", "faq.body_required", nil)
	}
	return wrong.Err()
}

// manuscript is the common row of the entry; stored is its answer as it will be stored.
func (d Draft) manuscript(stored texts.Ready) publications.Manuscript {
	return publications.Manuscript{
		Kind: kind, Title: d.Title, Excerpt: richtext.TeaserOf(stored.HTML(), excerptLength), Theme: d.Theme, Keywords: d.Keywords,
		State: publications.Draft,
	}
}

// Write begins an entry by m, which nobody but m and the animators see; these are told of what others propose, which therefore
// lacks nothing. What m wrote within the last minute with the same question and answer is returned instead: a form sent twice.
// Errors: a Refusal, fault.ErrNotFound, fault.Invalid on title, theme, body or keywords.
func (r *Room) Write(tx *db.Tx, m spaces.Member, d Draft) (ids.ID, error) {
	if !m.May(MayPropose) {
		return 0, fault.Refuse("faq.propose_refused")
	}
	if err := m.ConfirmAlone(tx); err != nil {
		return 0, err
	}
	body, err := r.Texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return 0, err
	}
	if twin, err := r.twin(tx, m, d.Title, body.HTML()); twin != 0 || err != nil {
		return twin, err
	}
	if !m.May(MayEdit) {
		if err := d.check(); err != nil {
			return 0, err
		}
	}
	id, err := r.Publications.Publish(tx, m, d.manuscript(body))
	if err != nil {
		return 0, err
	}
	if m.May(MayEdit) {
		return id, r.furnish(tx, m.SpaceID(), id, m.PersonID(), body, d.Review, tx.Now)
	}
	if err := r.furnish(tx, m.SpaceID(), id, m.PersonID(), body, 0, tx.Now); err != nil {
		return 0, err
	}
	return id, r.Events.Record(tx, publications.Proposed{Space: m.SpaceID(), Publication: id, Author: m.PersonID()})
}

// twin returns what m published or left unpublished within the last minute with the same question and answer, or zero. The
// caller has confirmed m alone.
func (r *Room) twin(tx *db.Tx, m spaces.Member, title string, stored richtext.HTML) (ids.ID, error) {
	if twin, err := texts.Twin(tx, m, kind, title, stored); twin != 0 || err != nil {
		return twin, err
	}
	waiting, _, err := r.Publications.AllUnpublished(tx, m, kind)
	if err != nil {
		return 0, err
	}
	for _, u := range waiting {
		if u.Title != title || u.Byline.ID != m.PersonID() || u.ChangedAt < tx.Now.Add(-time.Minute) {
			continue
		}
		body, err := r.Comments.Body(tx, m, u.ID, true)
		if err != nil || body.Body == stored {
			return u.ID, err
		}
	}
	return 0, nil
}

// furnish writes what an entry has beside the common row: its answer and its own row.
func (r *Room) furnish(tx *db.Tx, space, id, author ids.ID, body texts.Ready, review, at clock.Instant) error {
	_, err := r.Texts.Write(tx, body, texts.Text{Publication: id, Author: author, Role: texts.Body, CreatedAt: at})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO faq_entries (id, space_id, review_at) VALUES ($1, $2, $3)`, id, space, review)
	return err
}

// Rewrite changes an entry, in whatever state it is but the trash: animators any, others their own until it is published.
// version is the one that was read. What others could read stays as a revision. Errors: a Refusal; fault.ErrNotFound;
// fault.Invalid; fault.Conflict when it has changed since.
func (r *Room) Rewrite(tx *db.Tx, m spaces.Member, id ids.ID, version int64, d Draft) error {
	e, err := r.begin(tx, m, id)
	if err != nil {
		return err
	}
	if e.Version != version {
		return &fault.Conflict{Current: e.Version}
	}
	if e.Live() || !m.May(MayEdit) {
		if err := d.check(); err != nil {
			return err
		}
	}
	body, err := r.Texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return err
	}
	if e.Live() {
		if err := r.settle(tx, m, e, d, body.HTML()); err != nil {
			return err
		}
	}
	if !m.May(MayEdit) {
		d.Review = e.ReviewAt
	}
	_, err = tx.Exec(`UPDATE faq_entries SET review_at = $3, version = version + 1 WHERE id = $1 AND space_id = $2`, id, m.SpaceID(), d.Review)
	if err != nil {
		return err
	}
	if err := r.Texts.RewriteBody(tx, m, id, body, e.AppearedAt != 0); err != nil {
		return err
	}
	return r.Publications.Retitle(tx, m, id, d.manuscript(body))
}

// settle notes that the words of a live entry change, and moves it to the end of another theme.
func (r *Room) settle(tx *db.Tx, m spaces.Member, e Entry, d Draft, stored richtext.HTML) error {
	body, err := r.Comments.Body(tx, m, e.ID, true)
	if err != nil {
		return err
	}
	if body.Body != stored || e.Title != d.Title {
		_, err := tx.Exec(`UPDATE faq_entries SET updated_at = $3 WHERE id = $1 AND space_id = $2`, e.ID, m.SpaceID(), tx.Now)
		if err != nil {
			return err
		}
	}
	if e.ThemeID == d.Theme {
		return nil
	}
	return r.append(tx, m, e.ID, d.Theme)
}

// begin returns an entry that m may change and that is not in the trash, which no other writer changes before the end of tx.
func (r *Room) begin(tx *db.Tx, m spaces.Member, id ids.ID) (Entry, error) {
	e, err := r.hold(tx, m, id)
	if err == nil && e.State == publications.Trashed {
		err = fault.ErrNotFound
	}
	return e, err
}

// hold returns an entry that m may change, the trash included, and takes the row on which all who change it contend.
func (r *Room) hold(tx *db.Tx, m spaces.Member, id ids.ID) (Entry, error) {
	if err := m.Confirm(tx); err != nil {
		return Entry{}, err
	}
	if _, err := tx.Exec(`UPDATE faq_entries SET version = version WHERE id = $1 AND space_id = $2`, id, m.SpaceID()); err != nil {
		return Entry{}, err
	}
	e, err := r.find(tx, m, id)
	if err != nil {
		return Entry{}, err
	}
	return e, mayChange(m, e)
}

// mayChange refuses a live entry to all but animators; what is not live was found by its author or an animator alone.
func mayChange(m spaces.Member, e Entry) error {
	switch {
	case m.May(MayEdit):
		return nil
	case e.Live():
		return fault.Refuse("faq.edit_refused")
	case !m.May(MayPropose):
		return fault.Refuse("faq.propose_refused")
	}
	return nil
}
