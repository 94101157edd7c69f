package documents

import (
	"embed"
	"io/fs"
	"log/slog"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/budgets"
	"osmose/internal/platform/clamd"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/convert"
	"osmose/internal/platform/db"
	"osmose/internal/platform/files"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/index"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/texts"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this room.
func Migrations() fs.FS { return migrations }

// Texts are the sentences of this room.
//
//go:embed texts.*.toml
var Texts embed.FS

// Assets are the styles and scripts of this room.
//
//go:embed *.css *.js *.mjs
var Assets embed.FS

// The actions of the table of rules.
const (
	MayDeposit spaces.Action = "documents.deposit"
	MayKeep    spaces.Action = "documents.keep"
	MayTend    spaces.Action = "documents.tend"
)

// Rules are this room's lines of the table.
func Rules() []spaces.Rule {
	return []spaces.Rule{
		{Action: MayDeposit, Label: "documents.rule.deposit", From: spaces.Contributor, Narrowed: spaces.Chosen(whoDeposits),
			Why: "S65: all contributors, or animators only where the space says so; a folder may say otherwise for what stands in it. A validated document takes new versions of its author and of animators alone."},
		{Action: MayKeep, Label: "documents.rule.keep", From: spaces.Contributor,
			Why: "Each their own; animators any, for documents are the space's shelf."},
		{Action: MayTend, Label: "documents.rule.tend", From: spaces.Animator,
			Why: "S56, S57: the order of the folders and what counts as valid are the animator's; they see the trash of all, lest a document that the space needs go unseen."},
	}
}

// whoDeposits is the setting of S65.
const whoDeposits = "documents.deposit"

// Settings are the choices that this room leaves to the animator of a space.
func Settings() []spaces.Setting {
	return []spaces.Setting{spaces.WhoMay(whoDeposits, "documents.setting.deposit")}
}

// Service is this room's entry of a space's menu.
func Service() spaces.Service {
	return spaces.Service{Key: service, Segment: segment, Label: "documents.service", Icon: "folder-2-line"}
}

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Clock        clock.Clock
	Queue        *jobs.Queue
	Files        files.Store
	Accounts     *accounts.Room
	Budgets      *budgets.Budgets
	Log          *slog.Logger
	Publications *publications.Room
	Comments     *comments.Room
	Texts        *texts.Room
	Writing      *writing.Room
	Index        *index.Room
	// Converter makes pages of office files; nil where this machine has none.
	Converter *convert.Converter
	// Antivirus examines what came in pieces, before it is kept; nil for none.
	Antivirus *clamd.Clamd
	// Quota is what all the documents of one space may weigh, in bytes.
	Quota int64
}

// Room is the documents of all spaces.
type Room struct {
	Deps
	spaces *spaces.Room // given by Routes, as pages
	pages  *pages.Room
}

// New builds the room and registers its sweep in the queue. Its verbs are ready; pages come with Routes.
func New(d Deps) *Room {
	r := &Room{Deps: d}
	d.Queue.Every("documents/sweep", time.Hour, r.Sweep)
	r.listenForVersions()
	d.Index.Beneath(kind, words{})
	d.Publications.BeforeErasing(kind, r.release)
	return r
}

// Routes registers the pages; in draws the pages of a space, under shows what is said of a document.
func (r *Room) Routes(rt *web.Router, in *spaces.Room, under *pages.Room) {
	r.spaces, r.pages = in, under
	under.Commented(kind, r.showCommented)
	member, writer, animator := in.InSpace(spaces.Reader), in.InSpace(spaces.Contributor), in.InSpace(spaces.Animator)
	at, folder := r.atDocument, r.atFolder
	web.Handle(rt, "GET /espaces/{space}/documents", member, r.showAll)
	web.Handle(rt, "POST /espaces/{space}/documents", writer, r.deposit)
	web.Handle(rt, "GET /espaces/{space}/documents/nouveau", writer, r.showDeposit)
	web.Handle(rt, "GET /espaces/{space}/documents/corbeille", writer, r.showTrash)
	upload := r.atUpload()
	web.Handle(rt, "POST /espaces/{space}/envois", writer, r.beginUpload)
	web.Handle(rt, "HEAD /espaces/{space}/envois/{upload}", upload, r.showUpload)
	web.Handle(rt, "POST /espaces/{space}/envois/{upload}", upload, r.postUpload)
	web.Handle(rt, "PATCH /espaces/{space}/envois/{upload}", upload, r.receiveUpload)
	web.Handle(rt, "DELETE /espaces/{space}/envois/{upload}", upload, r.endUpload)
	web.Handle(rt, "POST /espaces/{space}/dossiers", animator, r.makeFolder)
	web.Handle(rt, "POST /espaces/{space}/dossiers/chemin", writer, r.lead)
	web.Handle(rt, "GET /espaces/{space}/dossiers/nouveau", animator, r.showNewFolder)
	web.Handle(rt, "GET /espaces/{space}/dossiers/{folder}", folder(spaces.Reader), r.showFolder)
	web.Handle(rt, "GET /espaces/{space}/dossiers/{folder}/modifier", folder(spaces.Animator), r.showFolderEdit)
	web.Handle(rt, "POST /espaces/{space}/dossiers/{folder}/modifier", folder(spaces.Animator), r.editFolder)
	web.Handle(rt, "POST /espaces/{space}/dossiers/{folder}/suppression", folder(spaces.Animator), r.deleteFolder())
	web.Handle(rt, "POST /espaces/{space}/dossiers/{folder}/deplacement", folder(spaces.Animator), r.moveFolder)
	web.Handle(rt, "POST /espaces/{space}/dossiers/{folder}/archive", folder(spaces.Reader), r.serveFolder)
	web.Handle(rt, "POST /espaces/{space}/documents/archive", member, r.serveAll)
	web.Handle(rt, "GET /espaces/{space}/documents/selection", member, r.showSelection)
	web.Handle(rt, "POST /espaces/{space}/documents/selection/archive", member, r.serveSelection)
	web.Handle(rt, "POST /espaces/{space}/documents/selection/deplacement", writer, r.moveSelection)
	web.Handle(rt, "POST /espaces/{space}/documents/selection/corbeille", writer, r.trashSelection)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}", at(spaces.Reader), r.showDocument)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/vignette", spaces.Glance(at(spaces.Reader)), r.serveThumbnail)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/apercu", at(spaces.Reader), r.servePreview)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/afficher", at(spaces.Reader), r.showLarge)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/versions/{number}", at(spaces.Reader), r.serveVersion)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/versions/{number}/pages/{page}", at(spaces.Reader), r.servePage)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/versions/{number}/pdf", at(spaces.Reader), r.servePDF)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/versions/{number}/comparaison", at(spaces.Reader), r.compare)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/versions/nouvelle", at(spaces.Contributor), r.showNewVersion)
	web.Handle(rt, "POST /espaces/{space}/documents/{document}/versions", at(spaces.Contributor), r.addVersion)
	web.Handle(rt, "POST /espaces/{space}/documents/{document}/versions/{number}/reprise", at(spaces.Contributor), r.restore)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/modifier", at(spaces.Contributor), r.showEdit)
	web.Handle(rt, "POST /espaces/{space}/documents/{document}/modifier", at(spaces.Contributor), r.edit)
	web.Handle(rt, "GET /espaces/{space}/documents/{document}/deplacer", at(spaces.Contributor), r.showMove)
	web.Handle(rt, "POST /espaces/{space}/documents/{document}/deplacer", at(spaces.Contributor), r.move)
	web.Handle(rt, "POST /espaces/{space}/documents/{document}/validation", at(spaces.Animator), r.validate)
	web.Handle(rt, "POST /espaces/{space}/documents/{document}/validation/retrait", at(spaces.Animator), r.act("documents.done.reopened", r.Reopen))
	web.Handle(rt, "POST /espaces/{space}/documents/{document}/corbeille", at(spaces.Contributor), r.throwAway())
	web.Handle(rt, "POST /espaces/{space}/documents/{document}/corbeille/retrait", at(spaces.Contributor), r.act("documents.done.taken_back", r.TakeBack))
}

// labels are the keys of the labels of the fields of this room's forms, for the summary of what is wrong.
var labels = map[string]string{
	"files": "documents.field.files", "title": "documents.field.title", "theme": "documents.field.theme", "keywords": "documents.field.keywords",
	"body": "documents.field.body", "folder": "documents.field.folder", "note": "documents.field.note",
	"name": "documents.field.name", "parent": "documents.field.parent", "deposits": "documents.field.deposits",
}
