package faq

import (
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// append puts an entry at the end of a theme. Whoever arranges a theme holds it, so that two never get one place.
func (r *Room) append(tx *db.Tx, m spaces.Member, id, theme ids.ID) error {
	if err := publications.HoldTheme(tx, m, theme); err != nil {
		return err
	}
	last, err := db.One[int64](tx, `SELECT COALESCE(MAX(position), 0) FROM faq_entries WHERE space_id = $1 AND theme_id = $2`, m.SpaceID(), theme)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE faq_entries SET theme_id = $3, position = $4, version = version + 1 WHERE id = $1 AND space_id = $2`,
		id, m.SpaceID(), theme, last+1)
	return err
}

// Raise moves a live entry up by one place in its theme; the first stays where it is. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Raise(tx *db.Tx, m spaces.Member, id ids.ID) error { return r.shift(tx, m, id, true) }

// Lower moves a live entry down by one place in its theme; the last stays where it is. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Lower(tx *db.Tx, m spaces.Member, id ids.ID) error { return r.shift(tx, m, id, false) }

func (r *Room) shift(tx *db.Tx, m spaces.Member, id ids.ID, up bool) error {
	if !m.May(MayEdit) {
		return fault.Refuse("spaces.animators_only")
	}
	if err := m.Confirm(tx); err != nil {
		return err
	}
	e, err := Find(tx, m, id)
	if err != nil {
		return err
	}
	if err := publications.HoldTheme(tx, m, e.ThemeID); err != nil {
		return err
	}
	if e, err = Find(tx, m, id); err != nil { // as it stands now that nobody else arranges the theme
		return err
	}
	other, err := neighbour(tx, m, e, up)
	if errors.Is(err, db.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE faq_entries
		SET position = CASE WHEN id = $1 THEN CAST($4 AS BIGINT) ELSE CAST($5 AS BIGINT) END
		WHERE id IN ($1, $2) AND space_id = $3`, e.ID, other.ID, m.SpaceID(), other.Position, e.Position)
	return err
}

// place is where an entry stands in its theme.
type place struct {
	ID       ids.ID `db:"id"`
	Position int64  `db:"position"`
}

// neighbour returns the live entry before or after another in its theme. Errors: db.ErrNoRows.
func neighbour(tx *db.Tx, m spaces.Member, e Entry, before bool) (place, error) {
	if before {
		return db.One[place](tx, `
			SELECT i.id, i.position
			FROM faq_entries i
			JOIN live_publications l ON l.id = i.id
			WHERE i.space_id = $1 AND i.theme_id = $2 AND i.position < $3
			ORDER BY i.position DESC, i.id DESC
			LIMIT 1`, m.SpaceID(), e.ThemeID, e.Position)
	}
	return db.One[place](tx, `
		SELECT i.id, i.position
		FROM faq_entries i
		JOIN live_publications l ON l.id = i.id
		WHERE i.space_id = $1 AND i.theme_id = $2 AND i.position > $3
		ORDER BY i.position, i.id
		LIMIT 1`, m.SpaceID(), e.ThemeID, e.Position)
}
