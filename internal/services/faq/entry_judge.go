package faq

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Opinion is what somebody says of an entry.
type Opinion string

// The opinions; the empty one takes back what was said.
const (
	Useful    Opinion = "useful"
	NotUseful Opinion = "not_useful"
	None      Opinion = ""
)

// Judge notes what m says of a live entry: one opinion a person, the last one. Errors: a Refusal, fault.ErrNotFound,
// fault.Invalid for what is no opinion.
func (r *Room) Judge(tx *db.Tx, m spaces.Member, id ids.ID, opinion Opinion) error {
	if !m.May(MayJudge) {
		return fault.Refuse("spaces.not_allowed")
	}
	if err := m.Confirm(tx); err != nil {
		return err
	}
	if _, err := Find(tx, m, id); err != nil {
		return err
	}
	switch opinion {
	case None:
		_, err := tx.Exec(`DELETE FROM faq_opinions WHERE entry_id = $1 AND person_id = $2 AND space_id = $3`, id, m.PersonID(), m.SpaceID())
		return err
	case Useful, NotUseful:
		_, err := tx.Exec(`
			INSERT INTO faq_opinions (entry_id, person_id, space_id, useful, said_at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (entry_id, person_id) DO UPDATE SET useful = excluded.useful, said_at = excluded.said_at`,
			id, m.PersonID(), m.SpaceID(), opinion == Useful, tx.Now)
		return err
	}
	wrong := &fault.Invalid{}
	wrong.Add("opinion", "form.choice", nil)
	return wrong
}

// Judgement is what was said of an entry.
type Judgement struct {
	Useful    int `db:"useful"`
	NotUseful int `db:"not_useful"`
	// Mine is what the person who looks said.
	Mine Opinion `db:"mine"`
}

// judgementOf returns what was said of an entry of m's space: to animators how often, to others what they said themselves.
func judgementOf(q db.Querier, m spaces.Member, id ids.ID) (Judgement, error) {
	j, err := db.One[Judgement](q, `
		SELECT COUNT(*) FILTER (WHERE useful) AS useful, COUNT(*) FILTER (WHERE NOT useful) AS not_useful,
			COALESCE(MAX(CASE WHEN person_id = $3 THEN CASE WHEN useful THEN 'useful' ELSE 'not_useful' END END), '') AS mine
		FROM faq_opinions
		WHERE entry_id = $1 AND space_id = $2`, id, m.SpaceID(), m.PersonID())
	if !m.May(MayEdit) {
		j.Useful, j.NotUseful = 0, 0
	}
	return j, err
}
