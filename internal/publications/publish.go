package publications

import (
	"errors"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// MaxTitle is the longest title, in characters.
const MaxTitle = 200

// Manuscript is a publication to be.
type Manuscript struct {
	Kind     string
	Title    string
	Excerpt  richtext.Teaser
	Theme    ids.ID
	Keywords []string
	State    State
}

// Publish adds a publication by m. The caller writes its text and its kind's row under the returned id, in the same
// transaction. Errors: fault.ErrNotFound, fault.Invalid on title, theme or keywords.
func (r *Room) Publish(tx *db.Tx, m spaces.Member, text Manuscript) (ids.ID, error) {
	if err := m.Confirm(tx); err != nil {
		return 0, err
	}
	return r.insert(tx, m.SpaceID(), m.PersonID(), text, tx.Now)
}

// Place is Publish on nobody's behalf, as if at a moment; author zero is nobody.
func (r *Room) Place(tx *db.Tx, custody spaces.Custody, author ids.ID, text Manuscript, at clock.Instant) (ids.ID, error) {
	return r.insert(tx, custody.SpaceID(), author, text, at)
}

func (r *Room) insert(tx *db.Tx, space, author ids.ID, text Manuscript, at clock.Instant) (ids.ID, error) {
	if err := text.check(tx, space, 0); err != nil {
		return 0, err
	}
	id := ids.New(tx.Now)
	_, err := tx.Exec(`
		INSERT INTO publications (id, space_id, kind, author_id, title, excerpt, theme_id, state,
			created_at, published_at, changed_at, activity_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $9)`,
		id, space, text.Kind, db.OrNull(author), text.Title, text.Excerpt, db.OrNull(text.Theme), string(text.State), at)
	if err != nil {
		return 0, err
	}
	if err := setKeywords(tx, space, id, text.Keywords); err != nil {
		return 0, err
	}
	if text.State != Published {
		return id, nil
	}
	if err := tally(tx, space, text.Theme, text.Kind, 1); err != nil {
		return 0, err
	}
	return id, r.events.Record(tx, Appeared{Space: space, Publication: id, Kind: text.Kind, Author: author})
}

// check says what is wrong with a manuscript. Its theme is one that the space offers, or the one that it has.
func (text Manuscript) check(tx *db.Tx, space, had ids.ID) error {
	wrong := &fault.Invalid{}
	if text.Title == "" && text.State != Draft {
		wrong.Add("title", "form.required", nil)
	}
	wrong.Limit("title", text.Title, MaxTitle)
	if text.Theme != 0 {
		_, err := db.One[int64](tx, `
			SELECT 1
			FROM themes
			WHERE id = $1 AND space_id = $2 AND (NOT retired OR id = $3)`, text.Theme, space, had)
		if errors.Is(err, db.ErrNoRows) {
			wrong.Add("theme", "publications.theme_unknown", nil)
		} else if err != nil {
			return err
		}
	}
	checkKeywords(wrong, text.Keywords)
	return wrong.Err()
}

// tally moves the count of live publications of a kind under a theme.
func tally(tx *db.Tx, space, theme ids.ID, kind string, by int) error {
	if theme == 0 {
		return nil
	}
	_, err := tx.Exec(`
		INSERT INTO theme_tallies (theme_id, space_id, kind, live)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (theme_id, kind) DO UPDATE SET live = theme_tallies.live + excluded.live`,
		theme, space, kind, by)
	return err
}

// SetState moves a publication of m's space to another state; open pages hear when it becomes live, or is no longer. The
// caller has confirmed m. Errors: fault.ErrNotFound.
func (r *Room) SetState(tx *db.Tx, m spaces.Member, id ids.ID, state State) error {
	before, err := db.Find[struct {
		State State  `db:"state"`
		Theme ids.ID `db:"theme_id"`
		Kind  string `db:"kind"`
	}](tx, `
		SELECT state, COALESCE(theme_id, 0) AS theme_id, kind
		FROM publications
		WHERE id = $1 AND space_id = $2`, id, m.SpaceID())
	if err != nil || before.State == state {
		return err
	}
	changed, err := tx.Exec(`
		UPDATE publications
		SET state = $3, changed_at = CASE WHEN $3 = 'trashed' THEN $5 ELSE changed_at END
		WHERE id = $1 AND space_id = $2 AND state = $4`,
		id, m.SpaceID(), string(state), string(before.State), tx.Now)
	if err != nil || changed == 0 {
		return err
	}
	switch {
	case state == Published:
		err = tally(tx, m.SpaceID(), before.Theme, before.Kind, 1)
	case before.State == Published:
		err = tally(tx, m.SpaceID(), before.Theme, before.Kind, -1)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	return r.Tell(tx, m, id)
}

// Retitle changes title, theme, keywords and excerpt of what is neither hidden nor in the trash; its state stays, and a
// draft may lack a title. The caller has confirmed m. Errors: fault.ErrNotFound, fault.Invalid.
func (r *Room) Retitle(tx *db.Tx, m spaces.Member, id ids.ID, text Manuscript) error {
	before, err := db.Find[struct {
		Theme ids.ID `db:"theme_id"`
		State State  `db:"state"`
	}](tx, `
		SELECT COALESCE(theme_id, 0) AS theme_id, state
		FROM publications
		WHERE id = $1 AND space_id = $2 AND kind = $3 AND state IN ('draft', 'scheduled', 'published')`, id, m.SpaceID(), text.Kind)
	if err != nil {
		return err
	}
	text.State = before.State
	if err := text.check(tx, m.SpaceID(), before.Theme); err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE publications
		SET title = $3, excerpt = $4, theme_id = $5, changed_at = $6
		WHERE id = $1 AND space_id = $2`,
		id, m.SpaceID(), text.Title, text.Excerpt, db.OrNull(text.Theme), tx.Now)
	if err != nil {
		return err
	}
	if before.Theme != text.Theme && before.State == Published {
		if err := tally(tx, m.SpaceID(), before.Theme, text.Kind, -1); err != nil {
			return err
		}
		if err := tally(tx, m.SpaceID(), text.Theme, text.Kind, 1); err != nil {
			return err
		}
	}
	if err := setKeywords(tx, m.SpaceID(), id, text.Keywords); err != nil || before.State != Published {
		return err // nobody is told when somebody works on what is not published
	}
	return r.Tell(tx, m, id)
}

// CountComments adds by to the number of comments of a publication, which moves by that at a moment; a moment of zero
// leaves its last activity alone. Errors: fault.ErrNotFound when it is not live.
func CountComments(tx *db.Tx, space, id ids.ID, by int, at clock.Instant) error {
	changed, err := tx.Exec(`
		UPDATE publications
		SET comments = comments + $3, activity_at = CASE WHEN activity_at < $4 THEN $4 ELSE activity_at END
		WHERE id = $1 AND space_id = $2 AND state = 'published'`, id, space, by, at)
	if err != nil {
		return err
	}
	if changed == 0 {
		return fault.ErrNotFound
	}
	return nil
}

// Recount writes what was counted anew of a live publication: its comments, and its last activity. Errors:
// fault.ErrNotFound when it is not live.
func Recount(tx *db.Tx, space, id ids.ID, comments int, activity clock.Instant) error {
	changed, err := tx.Exec(`
		UPDATE publications
		SET comments = $3, activity_at = CASE WHEN published_at < $4 THEN $4 ELSE published_at END
		WHERE id = $1 AND space_id = $2 AND state = 'published'`, id, space, comments, activity)
	if err == nil && changed == 0 {
		return fault.ErrNotFound
	}
	return err
}
