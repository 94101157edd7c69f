// Package faq is the FAQ of a space: questions that were answered once for all, by theme, in the order that the animators
// give them, found while one types.
//
// Every member reads, searches, and says whether an answer helped; how many did and did not is told to animators alone.
// Animators publish, rewrite, arrange and read again: an entry speaks for the space, whoever wrote it. Contributors propose
// entries, unless the space leaves that to its animators: a proposal is seen by its author and by the animators, who publish
// it. A message anywhere in the space becomes an entry by « Verser à la FAQ »; its author is named, and those whom it
// concerns are told. Comments, history, reports and hidings are those of all publications.
//
// This package must never show an entry, a count or a title to whoever holds no key to its space, nor what is not live to
// anybody but its author and the animators.
package faq

import (
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// The names under which this service is known: its kind of publication, its entry of a space's menu, and the segment of
// its addresses.
const (
	kind    = "faq_entry"
	service = "faq"
	segment = "faq"
)

// excerptLength is the number of characters of an answer that lists show.
const excerptLength = 200

// freshness is how long an entry is « nouveau » (S78).
const freshness = 30 * 24 * time.Hour

// Entry is a question and its answer as its page and lists show it.
type Entry struct {
	ID      ids.ID          `db:"id"`
	Title   string          `db:"title"` // the question; empty for a draft that has none yet
	Excerpt richtext.Teaser `db:"excerpt"`
	// ThemeID is zero for a draft without a theme.
	ThemeID  ids.ID             `db:"theme_id"`
	Theme    string             `db:"theme"`
	State    publications.State `db:"state"`
	Comments int                `db:"comments"`
	// ClosedAt is when its comments were closed, zero while they are open.
	ClosedAt clock.Instant `db:"closed_at"`
	// ChangedAt is when a draft was last written.
	ChangedAt clock.Instant `db:"changed_at"`
	// Version is the one that stands of question, answer and all.
	Version int64 `db:"version"`
	// Position is its place in its theme.
	Position int64 `db:"position"`
	// AppearedAt is when others could read it first, UpdatedAt when its words changed since, ReviewedAt when an animator read
	// it again, ReviewAt when that is to be done: zero for never.
	AppearedAt clock.Instant `db:"appeared_at"`
	UpdatedAt  clock.Instant `db:"updated_at"`
	ReviewedAt clock.Instant `db:"reviewed_at"`
	ReviewAt   clock.Instant `db:"review_at"`
	// Source is the message that it was made of, zero for none.
	Source ids.ID `db:"source"`
	accounts.Byline
}

// Live says whether members read the entry.
func (e Entry) Live() bool { return e.State == publications.Published }

// New says whether the entry appeared a short while ago.
func (e Entry) New(now clock.Instant) bool {
	return e.AppearedAt != 0 && now.Sub(e.AppearedAt) < freshness
}

// Overdue says whether the entry should have been read again.
func (e Entry) Overdue(now clock.Instant) bool { return e.ReviewAt != 0 && e.ReviewAt <= now }

// Path returns the address of the entry in the space at that address.
func (e Entry) Path(space string) string { return path(space, e.ID, e.Title) }

// inTheme is where the list of a theme goes on after this entry, inReview where the list of what to read again does.
func (e Entry) inTheme() db.Cursor  { return db.Cursor{Key: e.Position, ID: e.ID} }
func (e Entry) inReview() db.Cursor { return db.Cursor{Key: int64(e.ReviewAt), ID: e.ID} }

func path(space string, id ids.ID, title string) string {
	return space + "/" + segment + "/" + slug(id, title)
}

func slug(id ids.ID, title string) string { return id.String() + "-" + richtext.Slug(title) }

// home returns the address of the FAQ.
func home(m spaces.Member) string { return m.Path() + "/" + segment }

// NearAddress returns the address that answers with the entries nearest to a question, « ?q=… ».
func NearAddress(m spaces.Member) string { return home(m) + "/proches" }
