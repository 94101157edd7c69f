package calendar

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// fill gives the places that are left to those who wait for them, of what is asked once and of each date.
func (r *Room) fill(tx *db.Tx, space, event ids.ID) error {
	days, err := db.All[string](tx, `
		SELECT DISTINCT a.day
		FROM event_answers a
		WHERE a.event_id = $1 AND a.space_id = $2 AND a.say = 'waiting'
		ORDER BY a.day
		LIMIT 1000`, event, space)
	if err != nil {
		return err
	}
	for _, day := range days {
		if err := r.fillDay(tx, space, event, day); err != nil {
			return err
		}
	}
	return nil
}

// fillDay gives the places left of one day, or of the event when day is empty, to those who wait, the first come first. The event is
// held.
func (r *Room) fillDay(tx *db.Tx, space, event ids.ID, day string) error {
	places, err := db.Find[struct {
		Capacity int           `db:"capacity"`
		Going    int           `db:"going"`
		StartsAt clock.Instant `db:"starts_at"`
	}](tx, `
		SELECT e.capacity, CASE WHEN d.day IS NULL THEN e.going ELSE d.going END AS going, COALESCE(d.starts_at, 0) AS starts_at
		FROM events e
		LEFT JOIN event_dates d ON d.event_id = e.id AND d.day = $3
		WHERE e.id = $1 AND e.space_id = $2`, event, space, day)
	if err != nil {
		return err
	}
	left := places.Capacity - places.Going
	if places.Capacity == 0 {
		left = maxCapacity
	}
	if left <= 0 || day != "" && places.StartsAt <= tx.Now {
		return nil
	}
	first, err := db.All[ids.ID](tx, `
		SELECT a.person_id
		FROM event_answers a
		WHERE a.event_id = $1 AND a.space_id = $2 AND a.day = $3 AND a.say = 'waiting'
		ORDER BY a.said_at, a.person_id
		LIMIT $4`, event, space, day, left)
	if err != nil {
		return err
	}
	for _, person := range first {
		_, err := tx.Exec(`
			UPDATE event_answers
			SET say = 'yes'
			WHERE event_id = $1 AND space_id = $2 AND day = $3 AND person_id = $4`, event, space, day, person)
		if err != nil {
			return err
		}
		if err := r.Publications.TellSeated(tx, space, event, person, day); err != nil {
			return err
		}
	}
	return count(tx, space, event, day)
}

// count counts who comes anew.
func count(tx *db.Tx, space, event ids.ID, day string) error {
	const coming = `(SELECT COUNT(*) FROM event_answers a WHERE a.event_id = $1 AND a.space_id = $2 AND a.day = $3 AND a.say = 'yes')`
	if day == "" {
		_, err := tx.Exec(`UPDATE events SET going = `+coming+` WHERE id = $1 AND space_id = $2 AND CAST($3 AS TEXT) = ''`, event, space, day)
		return err
	}
	_, err := tx.Exec(`UPDATE event_dates SET going = `+coming+` WHERE event_id = $1 AND space_id = $2 AND day = $3`, event, space, day)
	return err
}

// reanswer drops the answers to what is asked no more, or otherwise than before: one for all dates says nothing of each.
func (r *Room) reanswer(tx *db.Tx, m spaces.Member, e Event, d Draft) error {
	if e.Asks == d.Asks {
		return nil
	}
	if _, err := tx.Exec(`DELETE FROM event_answers WHERE event_id = $1 AND space_id = $2`, e.ID, m.SpaceID()); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE events SET going = 0 WHERE id = $1 AND space_id = $2`, e.ID, m.SpaceID()); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE event_dates SET going = 0 WHERE event_id = $1 AND space_id = $2`, e.ID, m.SpaceID())
	return err
}
