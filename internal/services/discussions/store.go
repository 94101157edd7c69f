package discussions

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// threadColumns and threadJoins follow « live_publications f », or a subquery of that shape; pinned_at comes beside them where a
// thread may be pinned.
const threadColumns = `f.id, f.title, f.excerpt, COALESCE(f.theme_id, 0) AS theme_id, COALESCE(th.label, '') AS theme,
	f.comments, f.published_at, f.activity_at, t.standing, t.malfunction, COALESCE(c.closed_at, 0) AS closed_at, ` + accounts.BylineColumns

const threadJoins = `
	JOIN threads t ON t.id = f.id
	LEFT JOIN themes th ON th.id = f.theme_id
	LEFT JOIN closures c ON c.publication_id = f.id
	LEFT JOIN people p ON p.id = f.author_id`

// Find returns a thread of m's space. Errors: fault.ErrNotFound.
func Find(q db.Querier, m spaces.Member, id ids.ID) (Thread, error) {
	return db.Find[Thread](q, `
		SELECT `+threadColumns+`, COALESCE(pin.pinned_at, 0) AS pinned_at
		FROM live_publications f`+threadJoins+`
		LEFT JOIN pins pin ON pin.publication_id = f.id
		WHERE f.id = $1 AND f.space_id = $2`, id, m.SpaceID())
}

// Feedback returns the standing thread of m's space where questions about the platform go (S40), with its id, title and
// standing. Errors: fault.ErrNotFound when it was hidden.
func Feedback(q db.Querier, m spaces.Member) (Thread, error) { return standing(q, m, feedback) }

// standing returns a standing thread of m's space, as Feedback does. Saying twice that its standing is not empty lets SQLite use
// the partial index. Errors: fault.ErrNotFound when it was hidden.
func standing(q db.Querier, m spaces.Member, which string) (Thread, error) {
	return db.Find[Thread](q, `
		SELECT f.id, f.title, s.standing
		FROM threads s
		JOIN live_publications f ON f.id = s.id
		WHERE s.space_id = $1 AND f.space_id = $1 AND s.standing = $2 AND s.standing <> ''`, m.SpaceID(), which)
}

// Offshoot is a thread that was split off another, or that other one.
type Offshoot struct {
	ID    ids.ID `db:"id"`
	Title string `db:"title"`
	// Source says that the thread at hand was split off this one, not the other way round.
	Source bool `db:"source"`
}

// offshoots returns what was split off a thread, and what it was split off from, 20 at most.
func offshoots(q db.Querier, m spaces.Member, thread ids.ID) ([]Offshoot, error) {
	return db.All[Offshoot](q, `
		SELECT l.id, l.title, s.publication_id = $1 AS source
		FROM splits s
		JOIN live_publications l ON l.id = CASE WHEN s.publication_id = $1 THEN s.source_id ELSE s.publication_id END
		WHERE (s.publication_id = $1 OR s.source_id = $1) AND s.space_id = $2
		ORDER BY s.split_at, l.id
		LIMIT 20`, thread, m.SpaceID())
}
