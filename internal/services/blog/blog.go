// Package blog is the blog of a space: posts with a cover, a theme if one fits, keywords, and comments under each.
//
// Every member reads, reacts and reads comments; contributors comment, and write posts unless the space leaves that to its
// animators. A post begins as a draft, which its author alone sees, animators excepted no more than others; it appears when
// its author publishes it, or at the hour that they chose, if they may write still then. The author rewrites it, takes it
// back to a draft, or puts it in the trash; an animator hides it and closes its comments. Comments, reactions, history,
// reports and hidings are those of all publications.
//
// This package must never show a post, its cover, a count or a keyword of it to whoever holds no key to its space, nor
// what is not live to anybody but its author.
package blog

import (
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
	kind    = "post"
	service = "blog"
	segment = "blog"
)

// excerptLength is the number of characters of a post that lists show.
const excerptLength = 280

// Post is a post as its page and lists show it.
type Post struct {
	ID          ids.ID             `db:"id"`
	Title       string             `db:"title"` // empty for a draft that has none yet
	Excerpt     richtext.Teaser    `db:"excerpt"`
	ThemeID     ids.ID             `db:"theme_id"` // zero for none
	Theme       string             `db:"theme"`
	State       publications.State `db:"state"`
	Comments    int                `db:"comments"`
	PublishedAt clock.Instant      `db:"published_at"`
	// ClosedAt is when its comments were closed, zero while they are open.
	ClosedAt clock.Instant `db:"closed_at"`
	// Version is the one that stands of title, text, cover and all.
	Version int64 `db:"version"`
	// PlannedAt is the hour that its author chose; DueAt the same while the post waits for it.
	PlannedAt clock.Instant `db:"planned_at"`
	DueAt     clock.Instant `db:"due_at"`
	// AppearedAt is when others could read it first, zero for what never appeared.
	AppearedAt clock.Instant `db:"appeared_at"`
	// TextID is the body's.
	TextID ids.ID `db:"text_id"`
	Cover
	accounts.Byline
}

// Cover is the picture of a post, in two sizes: hashes of files, empty without a picture.
type Cover struct {
	Large string `db:"cover"`
	Small string `db:"thumbnail"`
	// Alt says what the picture shows; a decorative one says nothing.
	Alt        string `db:"cover_alt"`
	Decorative bool   `db:"decorative"`
	// Width and Height are those of the large one, in pixels.
	Width  int `db:"cover_width"`
	Height int `db:"cover_height"`
}

// Live says whether members read the post.
func (p Post) Live() bool { return p.State == publications.Published }

// Cursor is where the list goes on after this post.
func (p Post) Cursor() db.Cursor { return db.Cursor{Key: int64(p.PublishedAt), ID: p.ID} }

// Path returns the address of the post in the space at that address.
func (p Post) Path(space string) string { return path(space, p.ID, p.Title) }

func path(space string, id ids.ID, title string) string {
	return space + "/" + segment + "/" + slug(id, title)
}

func slug(id ids.ID, title string) string { return id.String() + "-" + richtext.Slug(title) }

// home returns the address of the list of posts.
func home(m spaces.Member) string { return m.Path() + "/" + segment }
