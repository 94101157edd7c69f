package texts

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Step is what a package above does with every text that is written, revised or taken back, in the same transaction.
// Either function may be nil.
type Step struct {
	// Prepare returns what is stored of a body that somebody wrote in a space.
	Prepare func(tx *db.Tx, space ids.ID, body richtext.HTML) (richtext.HTML, error)
	// Keep hears of a text that was stored; before is the body that it had. It is empty for a new text, and where nothing
	// is left of one: then t has no body either, and whatever was kept of it goes.
	Keep func(tx *db.Tx, space ids.ID, t Text, before richtext.HTML) error
}

// Room writes texts. It is the only way to, so that no service can forget a step.
type Room struct {
	events *events.Recorder
	steps  []Step
}

// New builds the room with the steps that every text goes through, in this order.
func New(recorder *events.Recorder, steps ...Step) *Room { return &Room{recorder, steps} }

// Ready is a body as it will be stored in a space. Only Prepare makes one; the zero value is an empty text of no space.
// Whatever is derived from a body (an excerpt, a comparison with what stands) is derived from this one.
type Ready struct {
	space ids.ID
	body  richtext.HTML
}

// HTML returns the body.
func (r Ready) HTML() richtext.HTML { return r.body }

// Prepare makes a body ready to be stored in a space, to which the caller holds a key.
func (r *Room) Prepare(tx *db.Tx, space ids.ID, body richtext.HTML) (Ready, error) {
	for _, step := range r.steps {
		if step.Prepare == nil {
			continue
		}
		var err error
		if body, err = step.Prepare(tx, space, body); err != nil {
			return Ready{}, err
		}
	}
	return Ready{space, body}, nil
}

// Write adds a text to a publication of the space for which body is ready, and returns its id. Who may is the caller's to
// know.
func (r *Room) Write(tx *db.Tx, body Ready, t Text) (ids.ID, error) {
	t.ID, t.Body = ids.New(tx.Now), body.body
	_, err := tx.Exec(`
		INSERT INTO texts (id, space_id, publication_id, author_id, role, body, quoted_id, created_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
		t.ID, body.space, t.Publication, db.OrNull(t.Author), string(t.Role), string(t.Body), db.OrNull(t.Quoted), t.CreatedAt)
	if err != nil {
		return 0, err
	}
	return t.ID, r.keep(tx, body.space, t, "")
}

func (r *Room) keep(tx *db.Tx, space ids.ID, t Text, before richtext.HTML) error {
	for _, step := range r.steps {
		if step.Keep == nil {
			continue
		}
		if err := step.Keep(tx, space, t, before); err != nil {
			return err
		}
	}
	return nil
}

// Revised is recorded when the body of a text was replaced, or taken back.
type Revised struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Text        ids.ID `json:"text"`
}

// EventName is stable.
func (Revised) EventName() string { return "texts.revised" }

// Revise replaces the body of a text of m's space, keeping the former one as a revision. The caller has
// confirmed m. Errors: fault.ErrNotFound, also for a body made ready for another space; fault.Conflict when version is not
// the one that stands.
func (r *Room) Revise(tx *db.Tx, m spaces.Member, id ids.ID, version int64, body Ready) error {
	if body.space != m.SpaceID() {
		return fault.ErrNotFound
	}
	t, err := Get(tx, m, id)
	if err != nil {
		return err
	}
	if t.Version != version {
		return &fault.Conflict{Current: t.Version}
	}
	return r.replace(tx, m, t, body)
}

// replace keeps what a text was as a revision. Errors: fault.Conflict when it has changed since it was read.
func (r *Room) replace(tx *db.Tx, m spaces.Member, t Text, body Ready) error {
	_, err := tx.Exec(`
		INSERT INTO revisions (text_id, version, space_id, body, editor_id, written_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (text_id, version) DO NOTHING`,
		t.ID, t.Version, m.SpaceID(), string(t.Body), db.OrNull(t.Author), t.ChangedAt)
	if err != nil {
		return err
	}
	changed, err := tx.Exec(`
		UPDATE texts
		SET body = $4, version = version + 1, changed_at = $5
		WHERE id = $1 AND space_id = $2 AND version = $3`,
		t.ID, m.SpaceID(), t.Version, string(body.body), tx.Now)
	if err != nil {
		return err
	}
	if changed == 0 {
		return &fault.Conflict{Current: t.Version + 1}
	}
	before := t.Body
	t.Body = body.body
	if err := r.keep(tx, m.SpaceID(), t, before); err != nil {
		return err
	}
	return r.tell(tx, m, t)
}

func (r *Room) tell(tx *db.Tx, m spaces.Member, t Text) error {
	return r.events.Record(tx, Revised{Space: m.SpaceID(), Publication: t.Publication, Text: t.ID})
}

// RewriteBody replaces the body of a publication of m's space in whatever state that is; the caller has confirmed m, and
// holds the publication against other writers. What nobody but its author has read (a draft) leaves no revision: read says
// whether the body was live once. Errors: fault.ErrNotFound, also for a body made ready for another space.
func (r *Room) RewriteBody(tx *db.Tx, m spaces.Member, publication ids.ID, body Ready, read bool) error {
	if body.space != m.SpaceID() {
		return fault.ErrNotFound
	}
	t, err := db.Find[Text](tx, `
		SELECT id, publication_id, COALESCE(author_id, 0) AS author_id, body, version, changed_at
		FROM texts
		WHERE publication_id = $1 AND space_id = $2 AND role = 'body'`, publication, m.SpaceID())
	if err != nil || t.Body == body.body {
		return err
	}
	if read {
		return r.replace(tx, m, t, body)
	}
	_, err = tx.Exec(`UPDATE texts SET body = $3, changed_at = $4 WHERE id = $1 AND space_id = $2`,
		t.ID, m.SpaceID(), string(body.body), tx.Now)
	if err != nil {
		return err
	}
	before := t.Body
	t.Body = body.body
	return r.keep(tx, m.SpaceID(), t, before)
}

// Erase takes the words of a comment of m's space away, with all that they were before. The caller has confirmed m. Errors:
// fault.ErrNotFound.
func (r *Room) Erase(tx *db.Tx, m spaces.Member, id ids.ID) error {
	t, err := db.Find[Text](tx, `
		UPDATE texts
		SET body = '', version = version + 1, deleted_at = $3
		WHERE id = $1 AND space_id = $2 AND role = 'comment' AND deleted_at = 0
		RETURNING id, publication_id, COALESCE(author_id, 0) AS author_id, role, body, version, deleted_at`, id, m.SpaceID(), tx.Now)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM revisions WHERE text_id = $1 AND space_id = $2`, id, m.SpaceID()); err != nil {
		return err
	}
	if err := r.keep(tx, m.SpaceID(), t, ""); err != nil {
		return err
	}
	return r.tell(tx, m, t)
}
