// Package reactions lets every member of a space say « utile », « merci », « d’accord » or « bravo » of a text. Each
// person says each of them once; saying it again takes it back.
package reactions

import (
	"embed"
	"io/fs"
	"slices"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of reactions.
func Migrations() fs.FS { return migrations }

// Kind is one of the fixed set.
type Kind string

// Kinds are the reactions in the order in which they are shown.
var Kinds = []Kind{"useful", "thanks", "agree", "bravo"}

// React is the action of the table of rules.
const React spaces.Action = "reactions.react"

// Rules are this room's lines of the table.
func Rules() []spaces.Rule {
	return []spaces.Rule{{Action: React, Label: "reactions.rule.react", From: spaces.Reader, Why: "S71: everybody may react, readers included."}}
}

// Count is how often a kind was said of a text.
type Count struct {
	Text ids.ID `db:"text_id"`
	Kind Kind   `db:"kind"`
	N    int    `db:"n"`
	// Mine says that the member who asks said it.
	Mine bool `db:"mine"`
}

// Set says a reaction of a text, or takes it back when wanted is false; twice is once. Errors: fault.ErrNotFound for an
// unknown kind or text.
func Set(tx *db.Tx, m spaces.Member, text ids.ID, kind Kind, wanted bool) error {
	if !slices.Contains(Kinds, kind) {
		return fault.ErrNotFound
	}
	if !m.May(React) {
		return fault.Refuse("spaces.not_allowed")
	}
	if err := m.Confirm(tx); err != nil {
		return err
	}
	if _, err := texts.Get(tx, m, text); err != nil {
		return err
	}
	if wanted {
		return Add(tx, m.SpaceID(), m.PersonID(), text, kind)
	}
	_, err := tx.Exec(`DELETE FROM reactions WHERE text_id = $1 AND space_id = $2 AND person_id = $3 AND kind = $4`,
		text, m.SpaceID(), m.PersonID(), string(kind))
	return err
}

// Add says a reaction; twice is once. Who may is the caller's to know.
func Add(tx *db.Tx, space, person, text ids.ID, kind Kind) error {
	_, err := tx.Exec(`
		INSERT INTO reactions (text_id, space_id, person_id, kind, created_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (text_id, kind, person_id) DO NOTHING`,
		text, space, person, string(kind), tx.Now)
	return err
}

// Forget takes back whatever was said of a text, which stands no more. The caller has confirmed m.
func Forget(tx *db.Tx, m spaces.Member, text ids.ID) error {
	_, err := tx.Exec(`DELETE FROM reactions WHERE text_id = $1 AND space_id = $2`, text, m.SpaceID())
	return err
}

// Said are the reactions to some texts.
type Said map[ids.ID][]Count

// Of counts the reactions to some texts of m's space, in one query.
func Of(q db.Querier, m spaces.Member, list ...ids.ID) (Said, error) {
	if len(list) == 0 {
		return nil, nil
	}
	in, args := db.In(3, list)
	return count(q, m, `SELECT id FROM texts WHERE space_id = $1 AND id IN (`+in+`)`, args...)
}

// Under counts the reactions to the body of a publication of m's space and to its comments from one to another, in one
// query. A list of ids instead of the two ends costs twice as much.
func Under(q db.Querier, m spaces.Member, publication, from, to ids.ID) (Said, error) {
	return count(q, m, `
			SELECT id
			FROM texts
			WHERE publication_id = $3 AND space_id = $1 AND role = 'body'
			UNION ALL
			SELECT id
			FROM texts
			WHERE publication_id = $3 AND space_id = $1 AND role = 'comment' AND id >= $4 AND id <= $5`, publication, from, to)
}

// count counts the reactions to the texts that a query finds, whose arguments are numbered from 3; $1 is the space.
func count(q db.Querier, m spaces.Member, found string, args ...any) (Said, error) {
	counts, err := db.All[Count](q, `
		SELECT r.text_id, r.kind, COUNT(*) AS n, MAX(CASE WHEN r.person_id = $2 THEN 1 ELSE 0 END) = 1 AS mine
		FROM (`+found+`) x
		JOIN reactions r ON r.text_id = x.id
		WHERE r.space_id = $1
		GROUP BY r.text_id, r.kind
		LIMIT 1000`, append([]any{m.SpaceID(), m.PersonID()}, args...)...)
	if err != nil {
		return nil, err
	}
	said := Said{}
	for _, c := range counts {
		said[c.Text] = append(said[c.Text], c)
	}
	return said, nil
}
