package discussions

import (
	"embed"
	"io/fs"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/follows"
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
	MayOpen  spaces.Action = "discussions.open"
	MayPin   spaces.Action = "discussions.pin"
	MaySplit spaces.Action = "discussions.split"
	MayState spaces.Action = "discussions.state"
)

// Rules are this room's lines of the table.
func Rules() []spaces.Rule {
	return []spaces.Rule{
		{Action: MayOpen, Label: "discussions.rule.open", From: spaces.Contributor, Narrowed: spaces.Chosen(whoOpens),
			Why: "S49: all contributors, or animators only where the space says so."},
		{Action: MayPin, Label: "discussions.rule.pin", From: spaces.Animator, Why: "Order in the forum is the animator's."},
		{Action: MaySplit, Label: "discussions.rule.split", From: spaces.Animator, Why: "S43: one subject per thread; the animator splits what has two."},
		{Action: MayState, Label: "discussions.rule.state", From: spaces.Animator, Why: "S54: animators follow a malfunction up."},
	}
}

// whoOpens is the setting of S49.
const whoOpens = "discussions.open"

// Settings are the choices that this room leaves to the animator of a space.
func Settings() []spaces.Setting {
	return []spaces.Setting{spaces.WhoMay(whoOpens, "discussions.setting.open")}
}

// Service is this room's entry of a space's menu.
func Service() spaces.Service {
	return spaces.Service{Key: service, Segment: segment, Label: "discussions.service", Icon: "discuss-line"}
}

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Clock        clock.Clock
	Publications *publications.Room
	Comments     *comments.Room
	Index        *index.Room
	Texts        *texts.Room
	Writing      *writing.Room
	Queue        *jobs.Queue
	// Near is the address that answers, to « ?q=… », with what was answered already that is near a question; nil for none.
	Near func(m spaces.Member) string
	// Name is the displayed name of the platform: it titles the standing thread and signs its opening message.
	Name string
}

// Room is the discussions of all spaces.
type Room struct {
	db           *db.DB
	clock        clock.Clock
	publications *publications.Room
	comments     *comments.Room
	index        *index.Room
	texts        *texts.Room
	writing      *writing.Room
	spaces       *spaces.Room // given by Routes, as pages
	pages        *pages.Room
	queue        *jobs.Queue
	near         func(m spaces.Member) string
	name         string
}

// New builds the room. Its verbs are ready; pages come with Routes.
func New(d Deps) *Room {
	r := &Room{
		db: d.DB, clock: d.Clock, publications: d.Publications, comments: d.Comments, index: d.Index, texts: d.Texts,
		writing: d.Writing, queue: d.Queue, near: d.Near, name: d.Name,
	}
	jobs.Inside(d.Queue, questionsJob, r.foundLater)
	return r
}

// Routes registers the pages; in draws the pages of a space, under shows what a thread cites.
func (r *Room) Routes(rt *web.Router, in *spaces.Room, under *pages.Room) {
	r.spaces, r.pages = in, under
	member, writer := in.InSpace(spaces.Reader), in.InSpace(spaces.Contributor)
	thread, animated := r.atThread(spaces.Reader), r.atThread(spaces.Animator)
	web.Handle(rt, "GET /espaces/{space}/echanges", member, r.showList)
	web.Handle(rt, "POST /espaces/{space}/echanges", writer, r.open)
	web.Handle(rt, "GET /espaces/{space}/echanges/nouveau", writer, r.showNew)
	web.Handle(rt, "GET /espaces/{space}/echanges/questions", member, r.leadToQuestions)
	web.Handle(rt, "GET /espaces/{space}/echanges/{thread}", thread, r.showThread)
	web.Handle(rt, "POST /espaces/{space}/echanges/{thread}/messages", r.atThread(spaces.Contributor), r.reply)
	web.Handle(rt, "POST /espaces/{space}/echanges/{thread}/suivi", thread, r.act("discussions.follow.done", follows.Follow))
	web.Handle(rt, "POST /espaces/{space}/echanges/{thread}/suivi/retrait", thread, r.act("discussions.follow.undone", follows.Unfollow))
	web.Handle(rt, "POST /espaces/{space}/echanges/{thread}/epingle", animated, r.change("discussions.pin.done", Pin))
	web.Handle(rt, "POST /espaces/{space}/echanges/{thread}/epingle/retrait", animated, r.change("discussions.pin.undone", Unpin))
	web.Handle(rt, "POST /espaces/{space}/echanges/{thread}/fermeture", animated, r.change("discussions.close.done", r.Close))
	web.Handle(rt, "POST /espaces/{space}/echanges/{thread}/fermeture/retrait", animated, r.change("discussions.close.undone", r.Reopen))
	web.Handle(rt, "POST /espaces/{space}/echanges/{thread}/etat", animated, r.followUp)
	web.Handle(rt, "GET /espaces/{space}/echanges/{thread}/modifier", r.atThread(spaces.Contributor), r.showEdit)
	web.Handle(rt, "POST /espaces/{space}/echanges/{thread}/modifier", r.atThread(spaces.Contributor), r.edit)
	web.Handle(rt, "GET /espaces/{space}/textes/{text}/scission", r.atTextOf(spaces.Animator), r.showSplit)
	web.Handle(rt, "POST /espaces/{space}/textes/{text}/scission", r.atTextOf(spaces.Animator), r.split)
}

// labels are the keys of the labels of the fields of this room's forms, for the summary of what is wrong.
var labels = map[string]string{
	"title": "discussions.field.title", "theme": "discussions.field.theme", "keywords": "discussions.field.keywords",
	"body": "discussions.field.body", "files": "writing.files.label",
}
