package drafts

import (
	"regexp"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/spaces"
)

// Sheet names one showing of a form, by letters that its script draws; "" for a form without a script, which keeps no draft.
// Once it was sent, a draft of it that is still on its way comes too late: it would bring back what is published.
type Sheet string

var drawn = regexp.MustCompile(`^[0-9a-z]{8,40}$`)

// kept is how long a sheet is known after its last draft, or its sending: longer than any request takes.
const kept = time.Hour

// mostSheets is how many one person has in one space: whoever draws more forgets the oldest.
const mostSheets = 100

// Close ends what was written at a place of m's: the draft goes, and no later one of the same sheet is kept. The caller has
// confirmed m.
func Close(tx *db.Tx, m spaces.Member, place Place, sheet Sheet) error {
	// First the row over which a draft contends: of one that is being kept, the removal sees what it kept.
	if _, err := turn(tx, m, sheet, 1); err != nil {
		return err
	}
	return discard(tx, m, place)
}

// turn writes how far a sheet is, which never goes back, and says whether it was sent.
func turn(tx *db.Tx, m spaces.Member, sheet Sheet, sent int) (bool, error) {
	if !drawn.MatchString(string(sheet)) {
		return false, nil
	}
	now, err := db.One[int](tx, `
		INSERT INTO text_sheets (person_id, space_id, sheet, sent, seen_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person_id, space_id, sheet) DO UPDATE SET
			sent    = CASE WHEN text_sheets.sent = 1 THEN 1 ELSE excluded.sent END,
			seen_at = excluded.seen_at
		RETURNING sent`, m.PersonID(), m.SpaceID(), string(sheet), sent, tx.Now)
	if err != nil {
		return false, err
	}
	return now == 1, dropOldestSheets(tx, m)
}

func dropOldestSheets(tx *db.Tx, m spaces.Member) error {
	_, err := tx.Exec(`
		DELETE FROM text_sheets
		WHERE person_id = $1 AND space_id = $2 AND sheet IN (
			SELECT s.sheet
			FROM text_sheets s
			WHERE s.person_id = $1 AND s.space_id = $2
			ORDER BY s.seen_at DESC, s.sheet
			LIMIT 1000
			OFFSET $3)`, m.PersonID(), m.SpaceID(), mostSheets)
	return err
}

// sweepSheets removes more at once than drafts: each form that is sent leaves a sheet.
func sweepSheets(tx *db.Tx) error {
	_, err := tx.Exec(`
		DELETE FROM text_sheets
		WHERE (person_id, space_id, sheet) IN (
			SELECT person_id, space_id, sheet
			FROM text_sheets
			WHERE seen_at < $1
			ORDER BY seen_at
			LIMIT 10000)`, tx.Now.Add(-kept))
	return err
}
