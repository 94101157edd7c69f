package discussions

import (
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/publications"
	"osmose/internal/publications/index"
	"osmose/internal/spaces"
)

// PageSize is the number of threads on a page of the list, the pinned ones aside.
const PageSize = 20

// Filter narrows the list of threads (S46, S55). The zero value narrows nothing.
type Filter struct {
	publications.Filter
	// Since keeps what moved after a moment.
	Since clock.Instant
	// Text keeps what has a message with these words.
	Text index.Match
	// Unanswered keeps what nobody answered, opened before a moment.
	Unanswered clock.Instant
}

// where returns the conditions on live_publications l, their arguments numbered from n.
func (f Filter) where(n int) publications.Conditions {
	c := f.Conditions(n)
	if f.Since != 0 {
		c.Add("l.activity_at >= $%d", f.Since)
	}
	if !f.Text.None() {
		c.Join(f.Text.Where("l.id", c.Next()))
	}
	if f.Unanswered != 0 {
		// The standing thread, whose author is nobody, waits for no answer.
		c.Add("l.comments = 0 AND l.author_id IS NOT NULL AND l.published_at <= $%d", f.Unanswered)
	}
	return c
}

// Threads returns the threads of m's space that are not pinned, the last active first, after a cursor, PageSize+1 at
// most. The page is found by index before anything is joined to it.
func Threads(q db.Querier, m spaces.Member, f Filter, after db.Cursor) ([]Thread, error) {
	where := f.where(6)
	return db.All[Thread](q, `
		SELECT `+threadColumns+`
		FROM (
			SELECT l.id, l.author_id, l.title, l.excerpt, l.theme_id, l.comments, l.published_at, l.activity_at
			FROM live_publications l
			WHERE l.space_id = $1 AND l.kind = $2 AND (l.activity_at, l.id) < ($3, $4)
				AND NOT EXISTS (SELECT 1 FROM pins up WHERE up.publication_id = l.id)`+where.Text+`
			ORDER BY l.activity_at DESC, l.id DESC
			LIMIT $5) f`+threadJoins+`
		ORDER BY f.activity_at DESC, f.id DESC`,
		append([]any{m.SpaceID(), kind, after.Key, after.ID, PageSize + 1}, where.Args...)...)
}

// Pinned returns the pinned threads of m's space, the last pinned first, MaxPins at most.
func Pinned(q db.Querier, m spaces.Member, f Filter) ([]Thread, error) {
	where := f.where(3)
	return db.All[Thread](q, `
		SELECT `+threadColumns+`, f.pinned_at
		FROM (
			SELECT l.id, l.author_id, l.title, l.excerpt, l.theme_id, l.comments, l.published_at, l.activity_at, up.pinned_at
			FROM pins up
			JOIN live_publications l ON l.id = up.publication_id
			WHERE up.space_id = $1 AND l.space_id = $1`+where.Text+`
			ORDER BY up.pinned_at DESC, up.publication_id DESC
			LIMIT $2) f`+threadJoins+`
		ORDER BY f.pinned_at DESC, f.id DESC`,
		append([]any{m.SpaceID(), MaxPins}, where.Args...)...)
}

// daysBefore is a filter's answer to « for how long ».
func daysBefore(now clock.Instant, days int) clock.Instant {
	return now.Add(-time.Duration(days) * 24 * time.Hour)
}
