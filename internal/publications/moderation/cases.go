package moderation

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Hidden says whether a text of m's space is hidden.
func Hidden(q db.Querier, m spaces.Member, text ids.ID) (bool, error) {
	return db.One[bool](q, `SELECT EXISTS (SELECT 1 FROM hidings WHERE text_id = $1 AND space_id = $2)`, text, m.SpaceID())
}

// Case is a text that is reported, or hidden, as animators see it.
type Case struct {
	Text        ids.ID `db:"text_id"`
	Publication ids.ID `db:"publication_id"`
	Title       string `db:"title"`
	Kind        string `db:"kind"`
	// Live says whether members can open the publication.
	Live   bool          `db:"live"`
	Body   richtext.HTML `db:"body"`
	Reason string        `db:"reason"`
	At     clock.Instant `db:"at"`
	// Author wrote the text; empty when their account was deleted.
	Author string `db:"author"`
	// Byline is who reported, or who hid.
	accounts.Byline
}

// OpenReports returns the reports that wait for the animators, the oldest first, 50 at most. What its author took back needs
// no answer.
func (r *Room) OpenReports(q db.Querier, m spaces.Member) ([]Case, error) {
	if !m.May(Hide) {
		return nil, fault.Refuse("spaces.animators_only")
	}
	return db.All[Case](q, `
		SELECT r.text_id, x.publication_id, l.title, l.kind, TRUE AS live, x.body, r.reason, r.created_at AS at,
			COALESCE(w.given_name || ' ' || w.family_name, '') AS author, `+accounts.BylineColumns+`
		FROM reports r
		JOIN texts x ON x.id = r.text_id
		JOIN live_publications l ON l.id = x.publication_id
		LEFT JOIN people w ON w.id = x.author_id
		LEFT JOIN people p ON p.id = r.reporter_id
		WHERE r.space_id = $1 AND r.settled_at = 0 AND x.deleted_at = 0
		ORDER BY r.created_at, r.id
		LIMIT 50`, m.SpaceID())
}

// HiddenTexts returns what is hidden in m's space, the last hidden first, 50 at most.
func (r *Room) HiddenTexts(q db.Querier, m spaces.Member) ([]Case, error) {
	if !m.May(Hide) {
		return nil, fault.Refuse("spaces.animators_only")
	}
	return db.All[Case](q, `
		SELECT h.text_id, x.publication_id, l.title, l.kind, l.state = 'published' AS live, x.body, h.reason, h.hidden_at AS at,
			COALESCE(w.given_name || ' ' || w.family_name, '') AS author, `+accounts.BylineColumns+`
		FROM hidings h
		JOIN texts x ON x.id = h.text_id
		JOIN publications l ON l.id = x.publication_id
		LEFT JOIN people w ON w.id = x.author_id
		LEFT JOIN people p ON p.id = h.hidden_by
		WHERE h.space_id = $1
		ORDER BY h.hidden_at DESC, h.text_id DESC
		LIMIT 50`, m.SpaceID())
}

// Waiting counts the open reports of m's space for its animators; for others it is zero.
func (r *Room) Waiting(q db.Querier, m spaces.Member) (int, error) {
	if !m.May(Hide) {
		return 0, nil
	}
	return db.One[int](q, `
		SELECT COUNT(*)
		FROM reports r
		JOIN texts x ON x.id = r.text_id
		JOIN live_publications l ON l.id = x.publication_id
		WHERE r.space_id = $1 AND r.settled_at = 0 AND x.deleted_at = 0`, m.SpaceID())
}
