package attachments

import (
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// count adds a file to what comes, and makes sure that what m has sent and not published stays within MostWaiting, and what
// their space receives in a day within what it may. Errors: *fault.Invalid on field.
func (r *Room) count(tx *db.Tx, m spaces.Member, field string, size int64) error {
	received, err := takeIn(tx, m.SpaceID(), size)
	if err != nil {
		return err
	}
	waiting, err := db.One[int64](tx, `
		SELECT CAST(COALESCE(SUM(a.size), 0) AS BIGINT)
		FROM attachments a
		WHERE a.person_id = $1 AND a.keep_until >= $2 AND a.text_id IS NULL`, m.PersonID(), tx.Now)
	switch {
	case err != nil:
		return err
	case waiting+size > MostWaiting:
		return invalid(field, "attachments.waiting_full", fault.Args{"Max": MostWaiting / megabyte})
	case r.daily > 0 && received > r.daily:
		return invalid(field, "attachments.space_full", fault.Args{"Max": r.daily / megabyte})
	}
	return nil
}

// takeIn notes that a space receives size bytes, and returns what it has received in this hour and the 23 before, these
// included. What came counts when it is withdrawn too: whoever sends and withdraws in a loop fills the day as others do.
func takeIn(tx *db.Tx, space ids.ID, size int64) (int64, error) {
	hour := int64(tx.Now) / time.Hour.Milliseconds()
	_, err := tx.Exec(`
		INSERT INTO attachment_intake (space_id, slot, hour, bytes)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (space_id, slot) DO UPDATE
		SET bytes = excluded.bytes + CASE WHEN attachment_intake.hour = excluded.hour THEN attachment_intake.bytes ELSE 0 END,
			hour = excluded.hour`, space, hour%24, hour, size)
	if err != nil {
		return 0, err
	}
	return db.One[int64](tx, `
		SELECT CAST(SUM(i.bytes) AS BIGINT)
		FROM attachment_intake i
		WHERE i.space_id = $1 AND i.hour > $2`, space, hour-24)
}
