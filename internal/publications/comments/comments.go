// Package comments holds what members say under a publication: the replies of a thread, the comments of a post. They
// stand in one flat list, in the order in which they came; each may quote one before it.
//
// Contributors comment; each edits and takes back their own words and nobody else's, and what is taken back leaves a trace.
// Animators close a publication to comments: only they add to it then. What animators hide is moderation's.
package comments

import (
	"embed"
	"errors"
	"io/fs"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of comments.
func Migrations() fs.FS { return migrations }

// The actions of the table of rules.
const (
	MayAdd    spaces.Action = "comments.add"
	MayEdit   spaces.Action = "comments.edit"
	MayDelete spaces.Action = "comments.delete"
	MayClose  spaces.Action = "comments.close"
)

// Rules are this room's lines of the table.
func Rules() []spaces.Rule {
	return []spaces.Rule{
		{Action: MayAdd, Label: "comments.rule.add", From: spaces.Contributor, Why: "S41, S48, S70: contributors answer; what is closed takes the words of animators only."},
		{Action: MayEdit, Label: "comments.rule.edit", From: spaces.Contributor, Why: "Each edits their own texts only; former versions stay readable."},
		{Action: MayDelete, Label: "comments.rule.delete", From: spaces.Reader, Why: "Each takes back their own words only, even once they may write no more; a trace stays. An animator hides."},
		{Action: MayClose, Label: "comments.rule.close", From: spaces.Animator, Why: "The animator ends an exchange, and may still answer in it."},
	}
}

// PageSize is the number of comments on a page.
const PageSize = 50

// Added is recorded when somebody comments.
type Added struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Text        ids.ID `json:"text"`
	Author      ids.ID `json:"author,omitzero"` // zero: nobody
}

// EventName is stable.
func (Added) EventName() string { return "comments.added" }

// Room is the comments of all publications.
type Room struct {
	events  *events.Recorder
	texts   *texts.Room
	offers  []Offer
	tracers []Tracer
}

// New builds the room.
func New(recorder *events.Recorder, t *texts.Room) *Room { return &Room{events: recorder, texts: t} }

// Add puts a comment by m under a live publication of its space; quoted is zero or a text of the same publication. A
// form sent twice within a minute gives one comment. The caller knows who may. Errors: fault.ErrNotFound.
func (r *Room) Add(tx *db.Tx, m spaces.Member, publication ids.ID, body richtext.HTML, quoted ids.ID) (ids.ID, error) {
	if err := m.Confirm(tx); err != nil {
		return 0, err
	}
	ready, err := r.texts.Prepare(tx, m.SpaceID(), body)
	if err != nil {
		return 0, err
	}
	t := texts.Text{
		Publication: publication, Author: m.PersonID(), Role: texts.Comment, Body: ready.HTML(), Quoted: quoted, CreatedAt: tx.Now,
	}
	// Counting takes the row on which all comments of a publication contend: a twin on its way has arrived after it.
	if err := publications.CountComments(tx, m.SpaceID(), publication, 1, tx.Now); err != nil {
		return 0, err
	}
	twin, err := twinOf(tx, m.SpaceID(), t)
	if err != nil {
		return 0, err
	}
	if twin != 0 {
		return twin, publications.CountComments(tx, m.SpaceID(), publication, -1, 0)
	}
	return r.add(tx, m.SpaceID(), ready, t)
}

// twinOf returns the same comment by the same author, one of the last that they wrote within the last minute, or zero. It
// looks among what they wrote, not among the comments of the publication: a thread may be busy, one person is not.
func twinOf(tx *db.Tx, space ids.ID, t texts.Text) (ids.ID, error) {
	since := t.CreatedAt.Add(-time.Minute)
	twin, err := db.One[ids.ID](tx, `
		SELECT x.id
		FROM (
			SELECT own.id, own.publication_id, own.role, own.created_at, own.body
			FROM texts own
			WHERE own.author_id = $1 AND own.space_id = $2 AND own.id >= $3
			ORDER BY own.id DESC
			LIMIT 20) x
		WHERE x.publication_id = $4 AND x.role = 'comment' AND x.created_at >= $5 AND x.body = $6
		ORDER BY x.id DESC
		LIMIT 1`, t.Author, space, ids.From(since), t.Publication, since, string(t.Body))
	if errors.Is(err, db.ErrNoRows) {
		return 0, nil
	}
	return twin, err
}

// Place is Add on nobody's behalf, by an author, at a moment.
func (r *Room) Place(tx *db.Tx, custody spaces.Custody, t texts.Text) (ids.ID, error) {
	t.Role = texts.Comment
	ready, err := r.texts.Prepare(tx, custody.SpaceID(), t.Body)
	if err != nil {
		return 0, err
	}
	if err := publications.CountComments(tx, custody.SpaceID(), t.Publication, 1, t.CreatedAt); err != nil {
		return 0, err
	}
	return r.add(tx, custody.SpaceID(), ready, t)
}

func (r *Room) add(tx *db.Tx, space ids.ID, body texts.Ready, t texts.Text) (ids.ID, error) {
	if t.Quoted != 0 {
		_, err := db.Find[int64](tx, `SELECT 1 FROM texts WHERE id = $1 AND publication_id = $2 AND space_id = $3`,
			t.Quoted, t.Publication, space)
		if err != nil {
			return 0, err
		}
	}
	id, err := r.texts.Write(tx, body, t)
	if err != nil {
		return 0, err
	}
	return id, r.events.Record(tx, Added{Space: space, Publication: t.Publication, Text: id, Author: t.Author})
}
