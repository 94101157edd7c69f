package faq

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

// PlacedEntry is an entry to put down on nobody's behalf: the demo's.
type PlacedEntry struct {
	Draft
	Author ids.ID
	At     clock.Instant
	// Updated is when its words changed since, zero for never.
	Updated clock.Instant
	// Unpublished leaves it a draft.
	Unpublished bool
	// Source is the message that it was made of, zero for none.
	Source ids.ID
}

// Place puts down an entry at the end of its theme as if at a moment; its author follows it once it is live. Nobody is told
// of what it was made of. Errors: fault.Invalid.
func (r *Room) Place(tx *db.Tx, custody spaces.Custody, p PlacedEntry) (ids.ID, error) {
	space := custody.SpaceID()
	body, err := r.Texts.Prepare(tx, space, p.Body)
	if err != nil {
		return 0, err
	}
	text := p.manuscript(body)
	if !p.Unpublished {
		if err := p.check(); err != nil {
			return 0, err
		}
		text.State = publications.Published
	}
	id, err := r.Publications.Place(tx, custody, p.Author, text, p.At)
	if err != nil {
		return 0, err
	}
	if err := r.furnish(tx, space, id, p.Author, body, p.Review, p.At); err != nil {
		return 0, err
	}
	if p.Source != 0 {
		_, err := tx.Exec(`INSERT INTO faq_sources (entry_id, space_id, text_id) VALUES ($1, $2, $3)`, id, space, p.Source)
		if err != nil {
			return 0, err
		}
	}
	if p.Unpublished {
		return id, nil
	}
	_, err = tx.Exec(`
		UPDATE faq_entries
		SET theme_id = $3, appeared_at = $4, updated_at = $5, position = 1 + (
			SELECT COALESCE(MAX(i.position), 0)
			FROM faq_entries i
			WHERE i.space_id = $2 AND i.theme_id = $3)
		WHERE id = $1 AND space_id = $2`, id, space, p.Theme, p.At, p.Updated)
	if err != nil {
		return 0, err
	}
	return id, follows.Begin(tx, space, id, p.Author)
}

// PlaceOpinion notes what somebody said of an entry, as if at a moment.
func (r *Room) PlaceOpinion(tx *db.Tx, custody spaces.Custody, entry, person ids.ID, useful bool, at clock.Instant) error {
	_, err := tx.Exec(`INSERT INTO faq_opinions (entry_id, person_id, space_id, useful, said_at) VALUES ($1, $2, $3, $4, $5)`,
		entry, person, custody.SpaceID(), useful, at)
	return err
}
