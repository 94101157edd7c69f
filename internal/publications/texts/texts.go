// Package texts holds what people write: the body of each publication, and every comment or reply on one. A text
// belongs to its publication's space; moving it to another publication changes one column. Its body is sanitised HTML.
package texts

import (
	"embed"
	"errors"
	"io/fs"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of texts.
func Migrations() fs.FS { return migrations }

// Role is what a text is to its publication.
type Role string

// The roles of texts: one body for each publication, any number of comments.
const (
	Body    Role = "body"
	Comment Role = "comment"
)

// MaxLength is the longest text, in characters of its Markdown.
const MaxLength = 20_000

// Text is what somebody wrote.
type Text struct {
	ID          ids.ID        `db:"id"`
	Publication ids.ID        `db:"publication_id"`
	Author      ids.ID        `db:"author_id"`
	Role        Role          `db:"role"`
	Body        richtext.HTML `db:"body"`
	Quoted      ids.ID        `db:"quoted_id"`
	Version     int64         `db:"version"`
	CreatedAt   clock.Instant `db:"created_at"`
	ChangedAt   clock.Instant `db:"changed_at"`
	// DeletedAt is when its author took it back; what is left has no words.
	DeletedAt clock.Instant `db:"deleted_at"`
}

// Read turns the Markdown of the form field called name into a body. Errors: fault.Invalid when it is empty or too
// long.
func Read(name, markdown string) (richtext.HTML, error) {
	wrong := &fault.Invalid{}
	if wrong.Limit(name, markdown, MaxLength); wrong.Err() != nil {
		return "", wrong
	}
	body := richtext.FromMarkdown(markdown)
	if richtext.Empty(body) {
		wrong.Add(name, "form.required", nil)
		return "", wrong
	}
	return body, nil
}

// Twin returns the publication of a kind that m published within the last minute under the same title and with the same
// body, or zero: a form sent twice. The caller has confirmed m alone.
func Twin(tx *db.Tx, m spaces.Member, kind, title string, body richtext.HTML) (ids.ID, error) {
	twin, err := db.One[ids.ID](tx, `
		SELECT l.id
		FROM live_publications l
		JOIN texts x ON x.publication_id = l.id AND x.role = 'body'
		WHERE l.space_id = $1 AND l.kind = $2 AND l.author_id = $3 AND l.activity_at >= $4 AND l.published_at >= $4
			AND l.title = $5 AND x.body = $6
		LIMIT 1`, m.SpaceID(), kind, m.PersonID(), tx.Now.Add(-time.Minute), title, string(body))
	if errors.Is(err, db.ErrNoRows) {
		return 0, nil
	}
	return twin, err
}

// Get returns a text of m's space that stands, and whose publication is live. Errors: fault.ErrNotFound.
func Get(q db.Querier, m spaces.Member, id ids.ID) (Text, error) {
	return db.Find[Text](q, `
		SELECT x.id, x.publication_id, COALESCE(x.author_id, 0) AS author_id, x.role, x.body,
			COALESCE(x.quoted_id, 0) AS quoted_id, x.version, x.created_at, x.changed_at
		FROM texts x
		JOIN live_publications p ON p.id = x.publication_id
		WHERE x.id = $1 AND x.space_id = $2 AND x.deleted_at = 0`, id, m.SpaceID())
}

// Some returns those of some texts of m's space that stand under live publications, in no order, 50 at most.
func Some(q db.Querier, m spaces.Member, list []ids.ID) ([]Text, error) {
	if len(list) == 0 {
		return nil, nil
	}
	in, args := db.In(2, list)
	return db.All[Text](q, `
		SELECT x.id, x.publication_id, COALESCE(x.author_id, 0) AS author_id, x.role, x.body, x.version, x.created_at, x.changed_at
		FROM texts x
		JOIN live_publications p ON p.id = x.publication_id
		WHERE x.space_id = $1 AND x.id IN (`+in+`) AND x.deleted_at = 0
		LIMIT 50`, append([]any{m.SpaceID()}, args...)...)
}

// Kept returns a text of a space on nobody's behalf, whatever the state of its publication. Errors: fault.ErrNotFound.
func Kept(q db.Querier, custody spaces.Custody, id ids.ID) (Text, error) {
	return db.Find[Text](q, `
		SELECT x.id, x.publication_id, COALESCE(x.author_id, 0) AS author_id, x.role, x.body,
			COALESCE(x.quoted_id, 0) AS quoted_id, x.version, x.created_at, x.changed_at
		FROM texts x
		WHERE x.id = $1 AND x.space_id = $2`, id, custody.SpaceID())
}

// BodyFor returns the publication whose body a text of m's space is, whatever the state of that publication. Errors:
// fault.ErrNotFound, also for a comment.
func BodyFor(q db.Querier, m spaces.Member, id ids.ID) (ids.ID, error) {
	return db.Find[ids.ID](q, `SELECT publication_id FROM texts WHERE id = $1 AND space_id = $2 AND role = 'body'`, id, m.SpaceID())
}

// BodyIn returns the text that is the body of a publication of m's space, whatever its state. Errors: fault.ErrNotFound.
func BodyIn(q db.Querier, m spaces.Member, publication ids.ID) (ids.ID, error) {
	return bodyOf(q, m.SpaceID(), publication)
}

// BodyOf returns the body of a publication of a space in custody, for quotes and reactions. Errors: fault.ErrNotFound.
func BodyOf(q db.Querier, custody spaces.Custody, publication ids.ID) (ids.ID, error) {
	return bodyOf(q, custody.SpaceID(), publication)
}

func bodyOf(q db.Querier, space, publication ids.ID) (ids.ID, error) {
	return db.Find[ids.ID](q, `SELECT id FROM texts WHERE publication_id = $1 AND space_id = $2 AND role = 'body'`, publication, space)
}

// Revision is a former state of a text.
type Revision struct {
	Version   int64         `db:"version"`
	Body      richtext.HTML `db:"body"`
	WrittenAt clock.Instant `db:"written_at"`
}

// History returns the former states of a text of m's space, the newest first, 50 at most.
func History(q db.Querier, m spaces.Member, id ids.ID) ([]Revision, error) {
	return db.All[Revision](q, `
		SELECT version, body, written_at
		FROM revisions
		WHERE text_id = $1 AND space_id = $2
		ORDER BY version DESC
		LIMIT 50`, id, m.SpaceID())
}

// Move hands a text to another publication of the space, where it is a body or a comment. The caller has
// confirmed m. Errors: fault.ErrNotFound.
func Move(tx *db.Tx, m spaces.Member, id, publication ids.ID, role Role) error {
	changed, err := tx.Exec(`UPDATE texts SET publication_id = $3, role = $4 WHERE id = $1 AND space_id = $2`,
		id, m.SpaceID(), publication, string(role))
	if err == nil && changed == 0 {
		return fault.ErrNotFound
	}
	return err
}

// MoveFollowing hands the comments that came after a text of one publication to another.
func MoveFollowing(tx *db.Tx, m spaces.Member, from, after, to ids.ID) error {
	_, err := tx.Exec(`
		UPDATE texts
		SET publication_id = $4
		WHERE publication_id = $1 AND space_id = $2 AND role = 'comment' AND id > $3`, from, m.SpaceID(), after, to)
	return err
}
