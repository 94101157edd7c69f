package calendar

import (
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Those who come are reminded so long before; so many dates in one turn, the next goes on.
const (
	remindAhead  = 24 * time.Hour
	remindEvery  = 10 * time.Minute
	remindAtOnce = 50
)

func minutesOf(n int) time.Duration { return time.Duration(n) * time.Minute }

// Remind tells whoever comes of the dates that are near: once for each, and nobody of what was called off or is not live.
func (r *Room) Remind(tx *db.Tx) error {
	list, err := db.All[struct {
		Event ids.ID `db:"event_id"`
		Day   string `db:"day"`
		Space ids.ID `db:"space_id"`
		Asks  Asks   `db:"asks"`
		IsOff bool   `db:"is_off"`
	}](tx, `
		SELECT d.event_id, d.day, d.space_id, e.asks, e.cancelled_at > 0 OR d.cancelled_at > 0 AS is_off
		FROM event_dates d
		JOIN events e ON e.id = d.event_id
		JOIN live_publications l ON l.id = d.event_id
		WHERE d.reminded_at = 0 AND d.starts_at > $1 AND d.starts_at <= $2
		ORDER BY d.starts_at
		LIMIT $3`, tx.Now, tx.Now.Add(remindAhead), remindAtOnce)
	if err != nil {
		return err
	}
	for _, d := range list {
		_, err := tx.Exec(`UPDATE event_dates SET reminded_at = $4 WHERE event_id = $1 AND space_id = $2 AND day = $3`, d.Event, d.Space, d.Day, tx.Now)
		if err != nil {
			return err
		}
		if d.IsOff || d.Asks == AsksNothing {
			continue
		}
		day := ""
		if d.Asks == AsksEach {
			day = d.Day
		}
		coming, err := db.All[ids.ID](tx, `
			SELECT a.person_id
			FROM event_answers a
			WHERE a.event_id = $1 AND a.space_id = $2 AND a.day = $3 AND a.say = 'yes'
			ORDER BY a.person_id
			LIMIT 5000`, d.Event, d.Space, day)
		if err != nil {
			return err
		}
		custody := spaces.TakeCustody(d.Space, "those who come to an event are reminded of it")
		for _, person := range coming {
			if err := r.Publications.TellNears(tx, custody, d.Event, person, d.Day); err != nil {
				return err
			}
		}
	}
	return nil
}
