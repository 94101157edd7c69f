// Package attachments keeps the files that hang on texts, and the pictures that stand in them.
//
// A contributor sends a file to a space; it is theirs alone for 24 hours, or as long as their draft, until the transaction
// that publishes a text claims it. Whoever may read the text may then open it, and nobody else: not after a removal from the
// space, nor when the text is hidden (animators excepted) or gone. The type is sniffed, never believed, and one of a short
// list. Of a picture our own JPEG is kept, without place or camera. Every stored file is unlike any other, so that it is
// removed without asking who else has the same.
package attachments

import (
	"embed"
	"io/fs"
	"time"

	"osmose/internal/platform/budgets"
	"osmose/internal/platform/db"
	"osmose/internal/platform/files"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/spaces"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of attachments.
func Migrations() fs.FS { return migrations }

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

// Limits. A person may have MostWaiting bytes of files that no text has claimed, and send as many as the budget says. A file
// waits for its text as long as Waits, unless it is held.
const (
	MaxSize       = 20_000_000
	MostPerText   = 10
	MostWaiting   = 200_000_000
	Waits         = 24 * time.Hour
	uploadBudget  = "attachments.upload"
	uploads       = 100
	uploadsPeriod = time.Hour

	megabyte = 1_000_000
)

// Attach is the action of the table of rules.
const Attach spaces.Action = "attachments.attach"

// Rules are this room's lines of the table.
func Rules() []spaces.Rule {
	return []spaces.Rule{{Action: Attach, Label: "attachments.rule.attach", From: spaces.Contributor,
		Why: "S48: whoever writes joins files; the rights on them are those of the text."}}
}

// Attachment is a file of a space. Text is zero while nobody but its sender may see it.
type Attachment struct {
	ID     ids.ID `db:"id"`
	Text   ids.ID `db:"text_id"`
	Name   string `db:"name"`
	Type   string `db:"type"`
	Size   int64  `db:"size"`
	Width  int    `db:"width"`
	Height int    `db:"height"`
	Hash   string `db:"hash"`
	Thumb  string `db:"thumb"`
	// Listed says whether it stands in the list of its text's files, as all do but the pictures that came within a text.
	Listed bool `db:"listed"`

	digest string // of what came, written once and read by Claim alone
}

// IsPicture says whether it shows in a page, with a thumbnail.
func (a Attachment) IsPicture() bool { return a.Thumb != "" }

// Deps are what the room is built on.
type Deps struct {
	DB      *db.DB
	Files   files.Store
	Budgets *budgets.Budgets
	Queue   *jobs.Queue
	// Daily is how many megabytes of files a space receives in 24 hours; 0 for as many as come.
	Daily int
}

// Room is the attachments of all spaces.
type Room struct {
	db      *db.DB
	files   files.Store
	budgets *budgets.Budgets
	daily   int64 // in bytes
}

// New builds the room and registers its sweep in the queue.
func New(d Deps) *Room {
	r := &Room{db: d.DB, files: d.Files, budgets: d.Budgets, daily: int64(d.Daily) * megabyte}
	d.Queue.Every("attachments/sweep", time.Hour, r.Sweep)
	return r
}

const columns = `a.id, COALESCE(a.text_id, 0) AS text_id, a.name, a.type, a.size, a.width, a.height, a.hash, a.thumb, a.listed`

// Find returns an attachment of m's space: one of a text, which the caller makes sure that m may read, or one of m's own
// that no text has claimed. Errors: fault.ErrNotFound.
func Find(q db.Querier, m spaces.Member, id ids.ID) (Attachment, error) {
	return db.Find[Attachment](q, `
		SELECT `+columns+`
		FROM attachments a
		WHERE a.id = $1 AND a.space_id = $2 AND (a.text_id IS NOT NULL OR a.person_id = $3)`, id, m.SpaceID(), m.PersonID())
}

// Files are the attachments of some texts, each text's in the order in which they came.
type Files map[ids.ID][]Attachment

// Of returns the attachments of texts of m's space.
func Of(q db.Querier, m spaces.Member, list ...ids.ID) (Files, error) {
	if len(list) == 0 {
		return nil, nil
	}
	in, args := db.In(2, list)
	return all(q, `
		SELECT `+columns+`
		FROM attachments a
		WHERE a.space_id = $1 AND a.text_id IN (`+in+`)
		ORDER BY a.id
		LIMIT 1000`, append([]any{m.SpaceID()}, args...)...)
}

// Under is Of for the body of a publication and its comments from one to another.
func Under(q db.Querier, m spaces.Member, publication, from, to ids.ID) (Files, error) {
	return all(q, `
		SELECT `+columns+`
		FROM (
			SELECT id
			FROM texts
			WHERE publication_id = $2 AND space_id = $1 AND role = 'body'
			UNION ALL
			SELECT id
			FROM texts
			WHERE publication_id = $2 AND space_id = $1 AND role = 'comment' AND id >= $3 AND id <= $4) x
		JOIN attachments a ON a.text_id = x.id
		WHERE a.space_id = $1
		ORDER BY a.id
		LIMIT 1000`, m.SpaceID(), publication, from, to)
}

func all(q db.Querier, query string, args ...any) (Files, error) {
	rows, err := db.All[Attachment](q, query, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	found := Files{}
	for _, a := range rows {
		found[a.Text] = append(found[a.Text], a)
	}
	return found, nil
}

// Waiting returns those of m's own attachments among list that no text has claimed.
func Waiting(q db.Querier, m spaces.Member, list []ids.ID) ([]Attachment, error) {
	if len(list) == 0 {
		return nil, nil
	}
	in, args := db.In(3, list)
	return db.All[Attachment](q, `
		SELECT `+columns+`
		FROM attachments a
		WHERE a.space_id = $1 AND a.person_id = $2 AND a.text_id IS NULL AND a.id IN (`+in+`)
		ORDER BY a.id
		LIMIT 50`, append([]any{m.SpaceID(), m.PersonID()}, args...)...)
}
