package discussions

import (
	"fmt"
	"strings"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/index"
	"osmose/internal/spaces"
)

// PageSize is the number of threads on a page of the list, the pinned ones aside.
const PageSize = 20

// Filter narrows the list of threads (S46, S55). The zero value narrows nothing.
type Filter struct {
	Theme   ids.ID
	Keyword string
	Author  ids.ID
	// Since keeps what moved after a moment.
	Since clock.Instant
	// Text keeps what has a message with these words.
	Text index.Match
	// Unanswered keeps what nobody answered, opened before a moment.
	Unanswered clock.Instant
}

// where returns the conditions on live_publications l, and their arguments numbered from n.
func (f Filter) where(n int) (conditions string, args []any) {
	var text strings.Builder
	add := func(condition string, arg any) {
		args = append(args, arg)
		fmt.Fprintf(&text, " AND "+condition, n+len(args)-1)
	}
	if f.Theme != 0 {
		add("l.theme_id = $%d", f.Theme)
	}
	if f.Keyword != "" {
		add(`l.id IN (
				SELECT pk.publication_id
				FROM keywords k
				JOIN publication_keywords pk ON pk.keyword_id = k.id
				WHERE k.space_id = $1 AND k.key = $%d)`, richtext.Fold(f.Keyword))
	}
	if f.Author != 0 {
		add("l.author_id = $%d", f.Author)
	}
	if f.Since != 0 {
		add("l.activity_at >= $%d", f.Since)
	}
	if !f.Text.None() {
		condition, more := f.Text.Where("l.id", n+len(args))
		args = append(args, more...)
		text.WriteString(" AND " + condition)
	}
	if f.Unanswered != 0 {
		// The standing thread, whose author is nobody, waits for no answer.
		add("l.comments = 0 AND l.author_id IS NOT NULL AND l.published_at <= $%d", f.Unanswered)
	}
	return text.String(), args
}

// Threads returns the threads of m's space that are not pinned, the last active first, after a cursor, PageSize+1 at
// most. The page is found by index before anything is joined to it.
func Threads(q db.Querier, m spaces.Member, f Filter, after db.Cursor) ([]Thread, error) {
	conditions, args := f.where(6)
	return db.All[Thread](q, `
		SELECT `+threadColumns+`
		FROM (
			SELECT l.id, l.author_id, l.title, l.excerpt, l.theme_id, l.comments, l.published_at, l.activity_at
			FROM live_publications l
			WHERE l.space_id = $1 AND l.kind = $2 AND (l.activity_at, l.id) < ($3, $4)
				AND NOT EXISTS (SELECT 1 FROM pins up WHERE up.publication_id = l.id)`+conditions+`
			ORDER BY l.activity_at DESC, l.id DESC
			LIMIT $5) f`+threadJoins+`
		ORDER BY f.activity_at DESC, f.id DESC`,
		append([]any{m.SpaceID(), kind, after.Key, after.ID, PageSize + 1}, args...)...)
}

// Pinned returns the pinned threads of m's space, the last pinned first, MaxPins at most.
func Pinned(q db.Querier, m spaces.Member, f Filter) ([]Thread, error) {
	conditions, args := f.where(3)
	return db.All[Thread](q, `
		SELECT `+threadColumns+`
		FROM (
			SELECT l.id, l.author_id, l.title, l.excerpt, l.theme_id, l.comments, l.published_at, l.activity_at
			FROM pins up
			JOIN live_publications l ON l.id = up.publication_id
			WHERE up.space_id = $1 AND l.space_id = $1`+conditions+`
			ORDER BY up.pinned_at DESC, up.publication_id DESC
			LIMIT $2) f`+threadJoins+`
		ORDER BY pin.pinned_at DESC, f.id DESC`,
		append([]any{m.SpaceID(), MaxPins}, args...)...)
}

// Openers returns the members of m's space who opened a thread, by name, 200 at most: the choices of a filter.
func Openers(q db.Querier, m spaces.Member) ([]accounts.Byline, error) {
	return db.All[accounts.Byline](q, `
		SELECT `+accounts.BylineColumns+`
		FROM memberships b
		JOIN people p ON p.id = b.person_id
		WHERE b.space_id = $1 AND EXISTS (
			SELECT 1
			FROM live_publications l
			WHERE l.space_id = $1 AND l.kind = $2 AND l.author_id = b.person_id)
		ORDER BY b.sort_key, b.person_id
		LIMIT 200`, m.SpaceID(), kind)
}

// daysBefore is a filter's answer to « for how long ».
func daysBefore(now clock.Instant, days int) clock.Instant {
	return now.Add(-time.Duration(days) * 24 * time.Hour)
}
