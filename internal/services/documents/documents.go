// Package documents is the files of a space: folders, documents with their versions, and comments under each.
//
// Every member reads, fetches any version and reads comments; contributors comment, and deposit unless the space, or the
// folder, leaves that to animators. Whoever may deposit in a folder adds a version to what stands there, until it is
// validated: then its author and animators alone do, and the new version is a working document again. The author or an
// animator renames, describes, moves and throws away a document, and takes it back for thirty days; only animators make,
// rename, move and delete folders, and validate. Comments, reactions, history of the description, reports and hidings are
// those of all publications.
//
// This package must never show a document, its file, its thumbnail, a folder or a count to whoever holds no key to its
// space, nor what is in the trash to anybody but its author and the animators; nor send a file in a way that lets a browser
// run it. A file is known by its bytes; nothing of it is kept under a name that its sender chose.
package documents

import (
	"context"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// The names under which this service is known: its kind of publication, its entry of a space's menu, and the segments of
// its addresses: documents, and their folders.
const (
	kind          = "document"
	service       = "documents"
	segment       = "documents"
	folderSegment = "dossiers"
)

// excerptLength is the number of characters of a description that feeds show.
const excerptLength = 280

// types are all that may be deposited.
var types = filetypes.Kept

// Document is a document as its page and lists show it, with its present version.
type Document struct {
	ID          ids.ID             `db:"id"`
	Title       string             `db:"title"`
	Excerpt     richtext.Teaser    `db:"excerpt"`
	ThemeID     ids.ID             `db:"theme_id"` // zero for none
	Theme       string             `db:"theme"`
	State       publications.State `db:"state"`
	Comments    int                `db:"comments"`
	PublishedAt clock.Instant      `db:"published_at"`
	// ClosedAt is when its comments were closed, zero while they are open.
	ClosedAt clock.Instant `db:"closed_at"`
	// FolderID is zero for a document that stands in no folder.
	FolderID ids.ID `db:"folder_id"`
	// Version is the one that stands of all that is said of it; Number that of its file.
	Version int64 `db:"version"`
	Number  int64 `db:"number"`
	// Key is the folded title, Class that of the file, FiledAt when it came.
	Key     string          `db:"key"`
	Class   filetypes.Class `db:"class"`
	FiledAt clock.Instant   `db:"filed_at"`
	// ValidatedAt is zero for a working document; ValidatedBy is empty when the account is gone.
	ValidatedAt clock.Instant `db:"validated_at"`
	ValidatorID ids.ID        `db:"validator_id"`
	ValidGiven  string        `db:"validator_given"`
	ValidFamily string        `db:"validator_family"`
	Deposits    string        `db:"deposits"` // of its folder
	File
	Rendering
	accounts.Byline
}

// File is what is kept of a version.
type File struct {
	Name   string `db:"name"`
	Type   string `db:"type"`
	Size   int64  `db:"size"`
	Width  int    `db:"width"`
	Height int    `db:"height"`
	Digest string `db:"digest"`
	Hash   string `db:"hash"`
	Thumb  string `db:"thumb"`
}

// class is what people call the file.
func (f File) class() filetypes.Class { return types[f.Type].Class }

// isPicture says whether we drew it, large and small.
func (f File) isPicture() bool { return f.Thumb != "" }

// Version is one file that a document had.
type Version struct {
	Number    int64         `db:"number"`
	Note      string        `db:"note"`
	CreatedAt clock.Instant `db:"created_at"`
	File
	Rendering
	accounts.Byline
}

// Live says whether members read the document; else it is in the trash.
func (d Document) Live() bool { return d.State == publications.Published }

// thumbnail names the picture that lists show: of the picture, or of the first page; empty for none.
func (d Document) thumbnail() string {
	if d.Thumb != "" {
		return d.Thumb
	}
	return d.Cover
}

// Valid says whether an animator called it valid.
func (d Document) Valid() bool { return d.ValidatedAt != 0 }

// Path returns the address of the document in the space at that address.
func (d Document) Path(space string) string { return path(space, d.ID, d.Title) }

func path(space string, id ids.ID, title string) string {
	return space + "/" + segment + "/" + slug(id, title)
}

func slug(id ids.ID, title string) string { return id.String() + "-" + richtext.Slug(title) }

// home returns the address of the documents that stand in no folder.
func home(m spaces.Member) string { return m.Path() + "/" + segment }

// validator names who called the document valid.
func (d Document) validator(ctx context.Context) string {
	return accounts.Byline{ID: d.ValidatorID, Given: d.ValidGiven, Family: d.ValidFamily}.Display(ctx)
}
