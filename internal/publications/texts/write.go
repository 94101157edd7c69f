package texts

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Step is what a package above does with every text that is written or revised, in the same transaction. Either function
// may be nil.
type Step struct {
	// Prepare returns what is stored of a body that somebody wrote in a space.
	Prepare func(tx *db.Tx, space ids.ID, body richtext.HTML) (richtext.HTML, error)
	// Keep hears of a text that was stored; before is the body that it had, empty for a new one.
	Keep func(tx *db.Tx, space ids.ID, t Text, before richtext.HTML) error
}

// Room writes texts. It is the only way to, so that no service can forget a step.
type Room struct{ steps []Step }

// New builds the room with the steps that every text goes through, in this order.
func New(steps ...Step) *Room { return &Room{steps} }

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
	_, err = tx.Exec(`
		INSERT INTO revisions (text_id, version, space_id, body, editor_id, written_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (text_id, version) DO NOTHING`,
		id, version, m.SpaceID(), string(t.Body), db.OrNull(t.Author), t.ChangedAt)
	if err != nil {
		return err
	}
	changed, err := tx.Exec(`
		UPDATE texts
		SET body = $4, version = version + 1, changed_at = $5
		WHERE id = $1 AND space_id = $2 AND version = $3`,
		id, m.SpaceID(), version, string(body.body), tx.Now)
	if err != nil {
		return err
	}
	if changed == 0 {
		return &fault.Conflict{Current: version + 1}
	}
	before := t.Body
	t.Body = body.body
	return r.keep(tx, m.SpaceID(), t, before)
}
