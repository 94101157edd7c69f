// Package comments holds what members say under a publication: the replies of a thread, the comments of a post. They
// stand in one flat list, in the order in which they came; each may quote one before it.
package comments

import (
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// PageSize is the number of comments on a page.
const PageSize = 50

// Added is recorded when somebody comments.
type Added struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Text        ids.ID `json:"text"`
	Author      ids.ID `json:"author"`
}

// EventName is stable.
func (Added) EventName() string { return "comments.added" }

// Room is the comments of all publications.
type Room struct{ events *events.Recorder }

// New builds the room.
func New(recorder *events.Recorder) *Room { return &Room{events: recorder} }

// Add puts a comment by m under a live publication of its space; quoted is zero or a text of the same publication. The
// caller knows who may. Errors: fault.ErrNotFound.
func (r *Room) Add(tx *db.Tx, m spaces.Member, publication ids.ID, body richtext.HTML, quoted ids.ID) (ids.ID, error) {
	if err := m.Confirm(tx); err != nil {
		return 0, err
	}
	return r.add(tx, m.SpaceID(), texts.Text{
		Publication: publication, Author: m.PersonID(), Role: texts.Comment, Body: body, Quoted: quoted, CreatedAt: tx.Now,
	})
}

// Place is Add on nobody's behalf, by an author, at a moment.
func (r *Room) Place(tx *db.Tx, custody spaces.Custody, t texts.Text) (ids.ID, error) {
	t.Role = texts.Comment
	return r.add(tx, custody.SpaceID(), t)
}

func (r *Room) add(tx *db.Tx, space ids.ID, t texts.Text) (ids.ID, error) {
	if err := publications.CountComments(tx, space, t.Publication, 1, t.CreatedAt); err != nil {
		return 0, err
	}
	if t.Quoted != 0 {
		_, err := db.One[int64](tx, `SELECT 1 FROM texts WHERE id = $1 AND publication_id = $2 AND space_id = $3`,
			t.Quoted, t.Publication, space)
		if errors.Is(err, db.ErrNoRows) {
			return 0, fault.ErrNotFound
		}
		if err != nil {
			return 0, err
		}
	}
	id, err := texts.Write(tx, space, t)
	if err != nil {
		return 0, err
	}
	return id, r.events.Record(tx, Added{Space: space, Publication: t.Publication, Text: id, Author: t.Author})
}

// View is a text as its publication's page shows it.
type View struct {
	texts.Text
	accounts.Byline
	// Quoted text: who wrote it, in which words; empty when nothing is quoted, or it is gone or hidden.
	QuotedGiven  string        `db:"quoted_given"`
	QuotedFamily string        `db:"quoted_family"`
	QuotedBody   richtext.HTML `db:"quoted_body"`
	// Hidden texts have a reason; their body is empty unless an animator looks.
	HiddenAt     clock.Instant `db:"hidden_at"`
	HiddenReason string        `db:"hidden_reason"`
}

const viewColumns = `x.id, x.publication_id, COALESCE(x.author_id, 0) AS author_id, x.role,
	CASE WHEN h.text_id IS NULL OR $3 THEN x.body ELSE '' END AS body, COALESCE(x.quoted_id, 0) AS quoted_id,
	x.version, x.created_at, x.changed_at, COALESCE(h.hidden_at, 0) AS hidden_at, COALESCE(h.reason, '') AS hidden_reason,
	COALESCE(qp.given_name, '') AS quoted_given, COALESCE(qp.family_name, '') AS quoted_family,
	COALESCE(CASE WHEN qh.text_id IS NULL THEN qx.body END, '') AS quoted_body, ` + accounts.BylineColumns

const viewJoins = `
	LEFT JOIN people p ON p.id = x.author_id
	LEFT JOIN hidings h ON h.text_id = x.id
	LEFT JOIN texts qx ON qx.id = x.quoted_id
	LEFT JOIN people qp ON qp.id = qx.author_id
	LEFT JOIN hidings qh ON qh.text_id = qx.id`

// Body returns the body of a live publication of m's space. seeHidden shows what is hidden, to animators. Errors:
// fault.ErrNotFound.
func (r *Room) Body(q db.Querier, m spaces.Member, publication ids.ID, seeHidden bool) (View, error) {
	v, err := db.One[View](q, `
		SELECT `+viewColumns+`
		FROM texts x`+viewJoins+`
		WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'body'`, publication, m.SpaceID(), seeHidden)
	if errors.Is(err, db.ErrNoRows) {
		return View{}, fault.ErrNotFound
	}
	return v, err
}

// List returns the comments of a publication of m's space from a text's id on, oldest first, PageSize+1 at most.
func (r *Room) List(q db.Querier, m spaces.Member, publication, from ids.ID, seeHidden bool) ([]View, error) {
	return db.All[View](q, `
		SELECT `+viewColumns+`
		FROM texts x`+viewJoins+`
		WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'comment' AND x.id >= $4
		ORDER BY x.id
		LIMIT 51`, publication, m.SpaceID(), seeHidden, from)
}

// Before returns the id of the comment that begins the page before the one that begins at from, and whether there is
// such a page.
func (r *Room) Before(q db.Querier, m spaces.Member, publication, from ids.ID) (ids.ID, bool, error) {
	list, err := db.All[ids.ID](q, `
		SELECT x.id
		FROM texts x
		WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'comment' AND x.id < $3
		ORDER BY x.id DESC
		LIMIT 50`, publication, m.SpaceID(), from)
	if err != nil || len(list) == 0 {
		return 0, false, err
	}
	return list[len(list)-1], true, nil
}

// Address returns the address of a comment on the page of its publication: the page that begins with it, at its anchor.
func Address(publication string, text ids.ID) string {
	if text == 0 {
		return publication
	}
	return publication + "?depuis=" + text.String() + "#m-" + text.String()
}
