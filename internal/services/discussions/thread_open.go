package discussions

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Draft is a thread to be, or an opening message as its author wants it now.
type Draft struct {
	Title    string
	Theme    ids.ID
	Keywords []string
	Body     richtext.HTML
	// Malfunction opens a « Signalement »; an edit leaves it alone.
	Malfunction bool
}

// check says what a thread lacks that other publications may lack: a theme is mandatory (S44).
func (d Draft) check() error {
	wrong := &fault.Invalid{}
	if d.Theme == 0 {
		wrong.Add("theme", "discussions.theme_required", nil)
	}
	if richtext.Empty(d.Body) {
		wrong.Add("body", "discussions.body_required", nil)
	}
	return wrong.Err()
}

// manuscript is the common row of the thread; stored is its body as it will be stored, for an excerpt holds no name that
// the body does not hold.
func (d Draft) manuscript(stored richtext.HTML) publications.Manuscript {
	return publications.Manuscript{
		Kind: kind, Title: d.Title, Excerpt: richtext.TeaserOf(stored, excerptLength), Theme: d.Theme, Keywords: d.Keywords,
		State: publications.Published,
	}
}

// Open opens a thread, which its author follows. The same title and text sent again within a minute lead to the first
// one. Errors: a Refusal, fault.ErrNotFound, fault.Invalid on title, theme, keywords or body.
func (r *Room) Open(tx *db.Tx, m spaces.Member, d Draft) (ids.ID, error) {
	if !m.May(MayOpen) {
		return 0, fault.Refuse("discussions.open_refused")
	}
	if err := m.ConfirmAlone(tx); err != nil {
		return 0, err
	}
	if err := d.check(); err != nil {
		return 0, err
	}
	body, err := r.texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return 0, err
	}
	if twin, err := texts.Twin(tx, m, kind, d.Title, body.HTML()); twin != 0 || err != nil {
		return twin, err
	}
	id, err := r.publications.Publish(tx, m, d.manuscript(body.HTML()))
	if err != nil {
		return 0, err
	}
	state := NoMalfunction
	if d.Malfunction {
		state = StateOpen
	}
	if err := r.furnish(tx, m.SpaceID(), id, m.PersonID(), body, "", state, tx.Now); err != nil {
		return 0, err
	}
	return id, follows.Begin(tx, m.SpaceID(), id, m.PersonID())
}

// furnish writes what a thread has beside the common row: its opening message and its own row.
func (r *Room) furnish(tx *db.Tx, space, id, author ids.ID, body texts.Ready, standing string, state State, at clock.Instant) error {
	_, err := r.texts.Write(tx, body, texts.Text{Publication: id, Author: author, Role: texts.Body, CreatedAt: at})
	if err != nil {
		return err
	}
	if err := addRow(tx, space, id, standing, state); err != nil || standing == "" && state == NoMalfunction {
		return err
	}
	return r.note(tx, space, id)
}

func addRow(tx *db.Tx, space, id ids.ID, standing string, state State) error {
	_, err := tx.Exec(`INSERT INTO threads (id, space_id, standing, malfunction) VALUES ($1, $2, $3, $4)`,
		id, space, standing, string(state))
	return err
}
