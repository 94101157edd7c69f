// Package discussions is « Espace d’échanges », the forum of a space: threads that each carry one theme, and replies in
// one flat list.
//
// Every member reads every thread. Contributors reply, and open threads unless the space leaves that to its animators;
// each edits their own texts and nobody else's. Animators pin, close, split and follow up malfunctions. A closed thread
// takes replies from animators only. Nothing is approved before it appears: what comes afterwards (reports, hidings) is
// publications/moderation's.
//
// Each space has two standing threads, pinned and open for good: for questions about the platform itself (S40), and for
// those to which the FAQ has no answer (S80).
//
// This package must never show a thread, a count or a name of a space to whoever holds no key to it.
package discussions

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// The names under which this service is known: its kind of publication, its entry of a space's menu, and the segment of
// its addresses.
const (
	kind    = "thread"
	service = "discussions"
	segment = "echanges"
)

// excerptLength is the number of characters of an opening message that lists show.
const excerptLength = 280

// State is where the follow-up of a malfunction stands (S54); a thread that reports none has the empty one.
type State string

// The states of a malfunction.
const (
	NoMalfunction State = ""
	StateOpen     State = "open"
	InProgress    State = "progress"
	Resolved      State = "resolved"
)

// states are those that an animator may choose, in the order in which they are offered.
var states = []State{NoMalfunction, StateOpen, InProgress, Resolved}

// Thread is a thread as its page and lists show it.
type Thread struct {
	ID          ids.ID          `db:"id"`
	Title       string          `db:"title"`
	Excerpt     richtext.Teaser `db:"excerpt"`
	ThemeID     ids.ID          `db:"theme_id"`
	Theme       string          `db:"theme"`
	Replies     int             `db:"comments"`
	PublishedAt clock.Instant   `db:"published_at"`
	ActivityAt  clock.Instant   `db:"activity_at"`
	// Standing names a standing thread (« feedback », « questions »), whose author is the platform.
	Standing    string        `db:"standing"`
	Malfunction State         `db:"malfunction"`
	PinnedAt    clock.Instant `db:"pinned_at"`
	ClosedAt    clock.Instant `db:"closed_at"`
	accounts.Byline
}

// Cursor is where the list goes on after this thread.
func (t Thread) Cursor() db.Cursor { return db.Cursor{Key: int64(t.ActivityAt), ID: t.ID} }

// Path returns the address of the thread in the space at that address.
func (t Thread) Path(space string) string { return path(space, t.ID, t.Title) }

func path(space string, id ids.ID, title string) string {
	return space + "/" + segment + "/" + slug(id, title)
}

func slug(id ids.ID, title string) string { return id.String() + "-" + richtext.Slug(title) }

// home returns the address of the list of threads.
func home(m spaces.Member) string { return m.Path() + "/" + segment }
