package calendar

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

// PlacedEvent is an event to put down on nobody's behalf: the demo's.
type PlacedEvent struct {
	Draft
	Author ids.ID
	At     clock.Instant // when it was published
	// Off, if not empty, is why it was called off; OffDays are why some of its dates were, by their day.
	Off     string
	OffDays map[string]string
}

// Place puts down an event as if at a moment; its author follows it. It returns the event. Errors: fault.Invalid.
func (r *Room) Place(tx *db.Tx, custody spaces.Custody, p PlacedEvent) (ids.ID, error) {
	if err := p.check(tx, custody.SpaceID(), ""); err != nil {
		return 0, err
	}
	body, err := r.Texts.Prepare(tx, custody.SpaceID(), p.Body)
	if err != nil {
		return 0, err
	}
	id, err := r.Publications.Place(tx, custody, p.Author, p.manuscript(body), p.At)
	if err != nil {
		return 0, err
	}
	if err := r.furnish(tx, custody.SpaceID(), id, p.Author, 0, p.Draft, body, p.At); err != nil {
		return 0, err
	}
	if p.Off != "" {
		_, err := tx.Exec(`UPDATE events SET cancelled_at = $3, cancelled_reason = $4, sequence = 1 WHERE id = $1 AND space_id = $2`,
			id, custody.SpaceID(), p.At, p.Off)
		if err != nil {
			return 0, err
		}
	}
	for day, reason := range p.OffDays {
		_, err := tx.Exec(`UPDATE event_dates SET cancelled_at = $4, cancelled_reason = $5 WHERE event_id = $1 AND space_id = $2 AND day = $3`,
			id, custody.SpaceID(), day, p.At, reason)
		if err != nil {
			return 0, err
		}
	}
	if err := r.note(tx, custody.SpaceID(), id); err != nil {
		return 0, err
	}
	return id, follows.Begin(tx, custody.SpaceID(), id, p.Author)
}

// PlaceAnswer notes what a person answered to an event, on a day where each date is asked; it asks no rule but the number of places.
func (r *Room) PlaceAnswer(tx *db.Tx, custody spaces.Custody, event ids.ID, day string, person ids.ID, say Answer, at clock.Instant) error {
	_, err := tx.Exec(`
		INSERT INTO event_answers (event_id, day, person_id, space_id, say, said_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, event, day, person, custody.SpaceID(), string(say), at)
	if err != nil {
		return err
	}
	if err := count(tx, custody.SpaceID(), event, day); err != nil {
		return err
	}
	return follows.Begin(tx, custody.SpaceID(), event, person)
}
