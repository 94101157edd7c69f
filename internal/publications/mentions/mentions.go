// Package mentions keeps whom each text mentions: « @ » and the first name, the surname or both of a member of its space.
//
// Every text goes through Step when it is written or revised: what was typed becomes a link to the person, by id, so that
// no text stores a name; the rows are kept as the text stands, and whoever is mentioned for the first time in it makes an
// event. A name alone is a mention when one member bears it; one that several bear stays words, and so does that of
// somebody who is no member, or blocked.
//
// This package must never tell that somebody exists to who is not in a space with them: a name, or an id, of a person
// outside gives the same bytes as one of nobody.
package mentions

import (
	"embed"
	"io/fs"

	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of mentions.
func Migrations() fs.FS { return migrations }

// Most is how many people one text mentions at most: those named first. Others stay links, and are told nothing.
const Most = 50

// Made is recorded when a text mentions people whom it did not mention before; never its own author.
type Made struct {
	Space       ids.ID   `json:"space"`
	Publication ids.ID   `json:"publication"`
	Text        ids.ID   `json:"text"`
	Author      ids.ID   `json:"author,omitzero"`
	People      []ids.ID `json:"people"`
}

// EventName is stable.
func (Made) EventName() string { return "mentions.made" }

// Room is the mentions of all texts.
type Room struct{ events *events.Recorder }

// New builds the room.
func New(recorder *events.Recorder) *Room { return &Room{events: recorder} }

// Step is what happens to the mentions of each text.
func (r *Room) Step() texts.Step { return texts.Step{Prepare: resolve, Keep: r.keep} }

// resolve makes mentions of the names of members of a space. A text without « @ » costs no query.
func resolve(tx *db.Tx, space ids.ID, body richtext.HTML) (richtext.HTML, error) {
	bearers, err := spaces.Bearers(tx, space, richtext.Called(body))
	if err != nil {
		return "", err
	}
	named := make([]richtext.Named, 0, 4*len(bearers))
	for _, b := range bearers {
		named = append(named,
			richtext.Named{ID: b.ID, Name: b.Given + " " + b.Family}, richtext.Named{ID: b.ID, Name: b.Family + " " + b.Given},
			richtext.Named{ID: b.ID, Name: b.Given, Part: true}, richtext.Named{ID: b.ID, Name: b.Family, Part: true})
	}
	return richtext.ResolveMentions(body, named), nil
}

// keep makes the rows of a text those of the members whom it mentions, and tells of the new ones. A text that mentions and
// mentioned nobody costs no statement.
func (r *Room) keep(tx *db.Tx, space ids.ID, t texts.Text, before richtext.HTML) error {
	list := richtext.Mentions(t.Body)
	list = list[:min(len(list), Most)]
	if t.Body == "" || len(richtext.Mentions(before)) > 0 {
		in, args := db.In(3, list)
		_, err := tx.Exec(`DELETE FROM mentions WHERE text_id = $1 AND space_id = $2 AND person_id NOT IN (`+in+`)`,
			append([]any{t.ID, space}, args...)...)
		if err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return nil
	}
	in, args := db.In(4, list)
	made, err := db.All[ids.ID](tx, `
		INSERT INTO mentions (text_id, person_id, space_id)
		SELECT CAST($1 AS BIGINT), m.person_id, m.space_id
		FROM memberships m
		JOIN people p ON p.id = m.person_id
		WHERE m.space_id = $2 AND p.blocked_at = 0 AND m.person_id <> $3 AND m.person_id IN (`+in+`)
		ON CONFLICT (text_id, person_id) DO NOTHING
		RETURNING person_id`, append([]any{t.ID, space, t.Author}, args...)...)
	if err != nil || len(made) == 0 {
		return err
	}
	return r.events.Record(tx, Made{Space: space, Publication: t.Publication, Text: t.ID, Author: t.Author, People: made})
}
