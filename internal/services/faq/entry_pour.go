package faq

import (
	"errors"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// pourable says whether « Verser à la FAQ » is offered for a text: whoever may propose, of what stands under any
// publication but the FAQ's own.
func pourable(m spaces.Member, under string, v comments.View) bool {
	return under != kind && v.HiddenAt == 0 && v.DeletedAt == 0 && m.May(MayPropose)
}

// Pour is Write of an entry that is made of a message of the space: they lead to each other, and its author is named.
// Errors: those of Write, and fault.ErrNotFound for a text that m may not read.
func (r *Room) Pour(tx *db.Tx, m spaces.Member, source ids.ID, d Draft) (ids.ID, error) {
	id, err := r.Write(tx, m, d)
	if err != nil {
		return 0, err
	}
	t, err := texts.Get(tx, m, source)
	if err != nil {
		return 0, err
	}
	hidden, err := moderation.Hidden(tx, m, t.ID)
	if err == nil && hidden {
		err = fault.ErrNotFound
	}
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`
		INSERT INTO faq_sources (entry_id, space_id, text_id)
		VALUES ($1, $2, $3)
		ON CONFLICT (entry_id) DO NOTHING`, id, m.SpaceID(), source)
	return id, err
}

// poured returns what m made of a message within the last minute under the same question, zero for nothing: a form sent twice.
// Its answer tells nothing, for each sending has copies of its own of the pictures.
func (r *Room) poured(tx *db.Tx, m spaces.Member, source ids.ID, question string) (ids.ID, error) {
	if err := m.ConfirmAlone(tx); err != nil {
		return 0, err
	}
	made, err := db.All[ids.ID](tx, `
		SELECT s.entry_id
		FROM faq_sources s
		WHERE s.text_id = $1 AND s.space_id = $2 AND s.entry_id >= $3
		ORDER BY s.entry_id DESC
		LIMIT 10`, source, m.SpaceID(), ids.From(tx.Now.Add(-time.Minute)))
	if err != nil {
		return 0, err
	}
	for _, id := range made {
		e, err := r.find(tx, m, id)
		if err == nil && e.Title == question && e.Byline.ID == m.PersonID() {
			return id, nil
		}
		if err != nil && !errors.Is(err, fault.ErrNotFound) {
			return 0, err
		}
	}
	return 0, nil
}

// traces returns the live entries that were made of some texts of m's space: their titles under the messages. Nothing is made
// of what stands under an entry.
func (r *Room) traces(q db.Querier, m spaces.Member, under string, body ids.ID, replies []ids.ID) ([]comments.Trace, error) {
	if under == kind {
		return nil, nil
	}
	in, args := db.In(3, replies)
	found, err := db.All[struct {
		Text  ids.ID `db:"text_id"`
		ID    ids.ID `db:"id"`
		Title string `db:"title"`
	}](q, `
		SELECT s.text_id, l.id, l.title
		FROM faq_sources s
		JOIN live_publications l ON l.id = s.entry_id
		WHERE s.space_id = $1 AND (s.text_id = $2 OR s.text_id IN (`+in+`))
		ORDER BY s.entry_id
		LIMIT 200`, append([]any{m.SpaceID(), body}, args...)...)
	list := make([]comments.Trace, len(found))
	for i, f := range found {
		list[i] = comments.Trace{Text: f.Text, Label: "faq.pour.trace", Title: f.Title, URL: path(m.Path(), f.ID, f.Title)}
	}
	return list, err
}
