package attachments

import (
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Claims are the attachments that a text is to have: those beside it, those that came with the form itself, and the pictures
// that it shows.
type Claims struct{ Beside, Came, Shown []ids.ID }

// Claim hands to a text of m's space those of m's own attachments that no text has yet; others are left alone, for they may
// be of a form sent twice. So are those that came with the form, of which the text has one with the same name and content
// since a moment: they came along anew with its second sending. The caller has confirmed m, and knows that the text is
// theirs. Errors: *fault.Invalid on field when the text has too many.
func Claim(tx *db.Tx, m spaces.Member, text ids.ID, field string, c Claims) error {
	if len(c.Beside)+len(c.Came)+len(c.Shown) == 0 {
		return nil
	}
	if err := claim(tx, m, text, c.Beside, true, ""); err != nil {
		return err
	}
	if err := claim(tx, m, text, c.Shown, false, ""); err != nil {
		return err
	}
	err := claim(tx, m, text, c.Came, true, `
		AND NOT EXISTS (
			SELECT 1
			FROM attachments b
			WHERE b.text_id = $1 AND b.created_at > $5 AND b.name = attachments.name AND b.digest = attachments.digest)`, tx.Now.Add(-twice))
	if err != nil {
		return err
	}
	in, args := db.In(3, c.Shown)
	held, err := db.One[int](tx, `
		SELECT COUNT(*)
		FROM attachments
		WHERE text_id = $1 AND space_id = $2 AND (listed OR id IN (`+in+`))`, append([]any{text, m.SpaceID()}, args...)...)
	if err != nil {
		return err
	}
	if held > MostPerText {
		return invalid(field, "attachments.too_many", fault.Args{"Max": MostPerText})
	}
	return nil
}

// claim is Claim of one list, under a condition whose own arguments begin at $5.
func claim(tx *db.Tx, m spaces.Member, text ids.ID, list []ids.ID, listed bool, condition string, more ...any) error {
	if len(list) == 0 {
		return nil
	}
	in, args := db.In(5+len(more), list)
	_, err := tx.Exec(`
		UPDATE attachments
		SET text_id = $1, listed = $4
		WHERE space_id = $2 AND person_id = $3 AND text_id IS NULL AND id IN (`+in+`)`+condition,
		append(append([]any{text, m.SpaceID(), m.PersonID(), listed}, more...), args...)...)
	return err
}

// List puts pictures of a text of m's space into the list of its files, where they stand once it no longer shows them. The
// caller has confirmed m, and knows that the text is theirs.
func List(tx *db.Tx, m spaces.Member, text ids.ID, pictures []ids.ID) error {
	if len(pictures) == 0 {
		return nil
	}
	in, args := db.In(3, pictures)
	_, err := tx.Exec(`UPDATE attachments SET listed = TRUE WHERE text_id = $1 AND space_id = $2 AND id IN (`+in+`)`,
		append([]any{text, m.SpaceID()}, args...)...)
	return err
}

// twice is how long after its first sending a form may come again.
const twice = time.Minute

// Drop takes attachments in list away from a text of m's space. The caller has confirmed m, and knows that the text is
// theirs.
func Drop(tx *db.Tx, m spaces.Member, text ids.ID, list []ids.ID) error {
	if len(list) == 0 {
		return nil
	}
	in, args := db.In(3, list)
	_, err := tx.Exec(`DELETE FROM attachments WHERE text_id = $1 AND space_id = $2 AND id IN (`+in+`)`,
		append([]any{text, m.SpaceID()}, args...)...)
	return err
}

// Forget takes all its attachments away from a text of m's space that was taken back. The caller has confirmed m.
func Forget(tx *db.Tx, m spaces.Member, text ids.ID) error {
	_, err := tx.Exec(`DELETE FROM attachments WHERE text_id = $1 AND space_id = $2`, text, m.SpaceID())
	return err
}

// Withdraw removes one of m's own attachments that no text has claimed. Errors: fault.ErrNotFound.
func Withdraw(tx *db.Tx, m spaces.Member, id ids.ID) error {
	gone, err := tx.Exec(`DELETE FROM attachments WHERE id = $1 AND space_id = $2 AND person_id = $3 AND text_id IS NULL`,
		id, m.SpaceID(), m.PersonID())
	if err == nil && gone == 0 {
		return fault.ErrNotFound
	}
	return err
}

// Hold has those of m's own attachments in list that no text has claimed wait until a moment. The caller has confirmed m.
func Hold(tx *db.Tx, m spaces.Member, list []ids.ID, until clock.Instant) error {
	if len(list) == 0 {
		return nil
	}
	in, args := db.In(4, list)
	_, err := tx.Exec(`
		UPDATE attachments
		SET keep_until = $1
		WHERE space_id = $2 AND person_id = $3 AND text_id IS NULL AND id IN (`+in+`)`,
		append([]any{until, m.SpaceID(), m.PersonID()}, args...)...)
	return err
}

// atOnce is how many rows one sweep removes: the next goes on.
const atOnce = 500

// Sweep removes what nobody claimed while it waited, then the files whose attachment is gone. A file is removed before its row
// is: when the transaction fails, the next sweep finds it removed already.
func (r *Room) Sweep(tx *db.Tx) error {
	_, err := tx.Exec(`
		DELETE FROM attachments
		WHERE id IN (
			SELECT a.id
			FROM attachments a
			WHERE a.text_id IS NULL AND a.keep_until < $1
			ORDER BY a.keep_until
			LIMIT $2)`, tx.Now, atOnce)
	if err != nil {
		return err
	}
	// An hour is more than any upload takes between its file and its row.
	orphans, err := db.All[string](tx, `
		SELECT f.hash
		FROM attachment_files f
		WHERE f.written_at < $1 AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.id = f.attachment)
		ORDER BY f.written_at
		LIMIT $2`, tx.Now.Add(-time.Hour), atOnce)
	if err != nil {
		return err
	}
	for _, hash := range orphans {
		if err := r.files.Delete(hash); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM attachment_files WHERE hash = $1`, hash); err != nil {
			return err
		}
	}
	return nil
}
