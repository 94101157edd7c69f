package faq

import (
	"embed"
	"io/fs"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
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

// Assets are the styles of this room.
//
//go:embed *.css
var Assets embed.FS

// The actions of the table of rules.
const (
	MayPropose spaces.Action = "faq.propose"
	MayEdit    spaces.Action = "faq.edit"
	MayJudge   spaces.Action = "faq.judge"
)

// Rules are this room's lines of the table.
func Rules() []spaces.Rule {
	return []spaces.Rule{
		{Action: MayPropose, Label: "faq.rule.propose", From: spaces.Contributor, Narrowed: spaces.Chosen(whoProposes),
			Why: "S81: whoever saw a good answer can save it; nothing of it is read by members before an animator publishes it. The space may leave it to its animators."},
		{Action: MayEdit, Label: "faq.rule.edit", From: spaces.Animator,
			Why: "An entry speaks for the space, whoever wrote it: any animator publishes, rewrites, arranges and reads again."},
		{Action: MayJudge, Label: "faq.rule.judge", From: spaces.Reader,
			Why: "Whoever reads may say whether it helped; only animators see how many did and did not."},
	}
}

// whoProposes is a setting of the space.
const whoProposes = "faq.propose"

// Settings are the choices that this room leaves to the animator of a space.
func Settings() []spaces.Setting {
	return []spaces.Setting{spaces.WhoMay(whoProposes, "faq.setting.propose")}
}

// Service is this room's entry of a space's menu.
func Service() spaces.Service {
	return spaces.Service{Key: service, Segment: segment, Label: "faq.service", Icon: "question-line"}
}

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Clock        clock.Clock
	Events       *events.Recorder
	Publications *publications.Room
	Comments     *comments.Room
	Index        *index.Room
	Texts        *texts.Room
	Writing      *writing.Room
	// Ask returns the address where a member asks what the FAQ does not answer, with the words that found nothing (S80).
	Ask func(m spaces.Member, words string) string
}

// Room is the FAQs of all spaces.
type Room struct {
	Deps
	spaces *spaces.Room // given by Routes, as pages
	pages  *pages.Room
}

// New builds the room. Its verbs are ready; pages come with Routes.
func New(d Deps) *Room {
	r := &Room{Deps: d}
	d.Comments.Offer(comments.Offer{Label: "faq.pour.action", Icon: "question-answer-line", Segment: segment, To: pourable}, r.traces)
	return r
}

// Routes registers the pages; in draws the pages of a space, under shows what is said of an entry.
func (r *Room) Routes(rt *web.Router, in *spaces.Room, under *pages.Room) {
	r.spaces, r.pages = in, under
	under.Commented(kind, r.showCommented)
	member, writer, animator := in.InSpace(spaces.Reader), in.InSpace(spaces.Contributor), in.InSpace(spaces.Animator)
	entry, written, animated := r.atEntry(spaces.Reader), r.atEntry(spaces.Contributor), r.atEntry(spaces.Animator)
	web.Handle(rt, "GET /espaces/{space}/faq", member, r.showList)
	web.Handle(rt, "POST /espaces/{space}/faq", writer, r.write)
	web.Handle(rt, "GET /espaces/{space}/faq/nouveau", writer, r.showNew)
	web.Handle(rt, "GET /espaces/{space}/faq/proches", member, r.showNear)
	web.Handle(rt, "GET /espaces/{space}/faq/brouillons", writer, r.showDrafts)
	web.Handle(rt, "GET /espaces/{space}/faq/a-revoir", animator, r.showReviews)
	web.Handle(rt, "GET /espaces/{space}/faq/{entry}", entry, r.showEntry)
	web.Handle(rt, "GET /espaces/{space}/faq/{entry}/modifier", written, r.showEdit)
	web.Handle(rt, "POST /espaces/{space}/faq/{entry}/modifier", written, r.edit)
	web.Handle(rt, "POST /espaces/{space}/faq/{entry}/publication", animated, r.act("faq.done.published", r.Publish))
	web.Handle(rt, "POST /espaces/{space}/faq/{entry}/publication/retrait", animated, r.act("faq.done.withdrawn", r.Withdraw))
	web.Handle(rt, "POST /espaces/{space}/faq/{entry}/corbeille", written, r.act("faq.done.trashed", r.Trash))
	web.Handle(rt, "POST /espaces/{space}/faq/{entry}/corbeille/retrait", written, r.act("faq.done.restored", r.Restore))
	web.Handle(rt, "POST /espaces/{space}/faq/{entry}/rang", animated, r.move)
	web.Handle(rt, "POST /espaces/{space}/faq/{entry}/relecture", animated, r.act("faq.done.reviewed", r.Review))
	web.Handle(rt, "POST /espaces/{space}/faq/{entry}/avis", entry, r.judge)
	web.Handle(rt, "GET /espaces/{space}/textes/{text}/faq", r.atMessage, r.showPour)
	web.Handle(rt, "POST /espaces/{space}/textes/{text}/faq", r.atMessage, r.pour)
}

// labels are the keys of the labels of the fields of this room's forms, for the summary of what is wrong.
var labels = map[string]string{
	"title": "faq.field.title", "theme": "faq.field.theme", "keywords": "faq.field.keywords", "body": "faq.field.body", "review": "faq.field.review", "files": "writing.files.label",
}
