package faq

import (
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Review notes that an animator read an entry again today, and wants it read again in a year. Errors: a Refusal,
// fault.ErrNotFound.
func (r *Room) Review(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if !m.May(MayEdit) {
		return fault.Refuse("spaces.animators_only")
	}
	if _, err := r.begin(tx, m, id); err != nil {
		return err
	}
	_, err := tx.Exec(`
		UPDATE faq_entries
		SET reviewed_at = $3, review_at = $4, version = version + 1
		WHERE id = $1 AND space_id = $2`, id, m.SpaceID(), tx.Now, inAYear(tx.Now))
	return err
}

// inAYear is the beginning of the same day of the year after, in Paris.
func inAYear(now clock.Instant) clock.Instant {
	today := now.Time().In(i18n.Paris)
	return clock.Of(time.Date(today.Year()+1, today.Month(), today.Day(), 0, 0, 0, 0, i18n.Paris))
}

// readDay reads a day as people in Paris mean it; ok is false for what is none. Browsers send « 2026-11-20 »; people who get
// no calendar from theirs type « 20/11/2026 ».
func readDay(day string) (at clock.Instant, ok bool) {
	for _, layout := range []string{"2006-01-02", "2/1/2006"} {
		if t, err := time.ParseInLocation(layout, day, i18n.Paris); err == nil && t.Year() >= 2000 && t.Year() < 2100 {
			return clock.Of(t), true
		}
	}
	return 0, false
}

// writeDay writes a day as the input of a form holds it.
func writeDay(at clock.Instant) string {
	if at == 0 {
		return ""
	}
	return at.Time().In(i18n.Paris).Format("2006-01-02")
}
