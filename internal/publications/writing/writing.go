// Package writing is the desk at which every text of a space is written: the editor’s pieces, drafts, attachments, and the
// completion of names and titles. A room shows its form with Composer, reads it with Read, and ends its own transaction with
// Written.File; it never deals with the parts.
//
// Readers complete names and read attachments, for they may do so in what they read; contributors write. Drafts, and files
// that no text has claimed, are their author's alone.
package writing

import (
	"cmp"
	"embed"

	"osmose/internal/platform/budgets"
	"osmose/internal/platform/db"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/index"
	"osmose/internal/spaces"
)

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Attachments  *attachments.Room
	Publications *publications.Room
	Index        *index.Room
	Budgets      *budgets.Budgets
	// MostWritten is how many texts a person sends in a minute; zero is 60.
	MostWritten int
}

// Room is the desk in all spaces.
type Room struct {
	db           *db.DB
	attachments  *attachments.Room
	publications *publications.Room
	index        *index.Room
	budgets      *budgets.Budgets
	mostWritten  int
	spaces       *spaces.Room // given by Routes
}

// New builds the room. Its pages come with Routes.
func New(d Deps) *Room {
	return &Room{db: d.DB, attachments: d.Attachments, publications: d.Publications, index: d.Index, budgets: d.Budgets, mostWritten: cmp.Or(d.MostWritten, 60)}
}

// Routes registers the addresses; in mints the keys.
func (r *Room) Routes(rt *web.Router, in *spaces.Room) {
	r.spaces = in
	reader, writer := in.InSpace(spaces.Reader), in.InSpace(spaces.Contributor)
	web.Handle(rt, "GET /espaces/{space}/membres/completion", reader, r.completeMember)
	web.Handle(rt, "GET /espaces/{space}/publications/completion", writer, r.completePublication)
	web.Handle(rt, "GET /espaces/{space}/redaction", writer, r.showTools)
	web.Handle(rt, "POST /espaces/{space}/redaction/conversion", writer, r.convert)
	web.Handle(rt, "POST /espaces/{space}/redaction/brouillon", writer, r.keepDraft)
	web.Handle(rt, "POST /espaces/{space}/redaction/brouillon/retrait", writer, r.clearDraft)
	web.Handle(rt, "POST /espaces/{space}/pieces", writer, r.receive)
	web.Handle(rt, "POST /espaces/{space}/pieces/{piece}/retrait", writer, r.withdraw)
	web.Handle(rt, "GET /espaces/{space}/pieces/{piece}", r.atPiece, r.serve)
	web.Handle(rt, "GET /espaces/{space}/pieces/{piece}/vignette", r.atPiece, r.serveThumb)
}
