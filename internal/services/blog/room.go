package blog

import (
	"embed"
	"io/fs"
	"log/slog"

	"osmose/internal/platform/budgets"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
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

// Assets are the styles of this room.
//
//go:embed *.css
var Assets embed.FS

// The actions of the table of rules.
const (
	MayWrite spaces.Action = "blog.write"
	MayKeep  spaces.Action = "blog.keep"
)

// Rules are this room's lines of the table.
func Rules() []spaces.Rule {
	return []spaces.Rule{
		{Action: MayWrite, Label: "blog.rule.write", From: spaces.Contributor, Narrowed: spaces.Chosen(whoWrites),
			Why: "S72: all contributors, or animators only where the space says so; asked again when a planned post appears."},
		{Action: MayKeep, Label: "blog.rule.keep", From: spaces.Contributor,
			Why: "Each their own only. What is not published is seen by its author alone, animators excepted no more than others: unfinished words are not yet addressed to anybody."},
	}
}

// whoWrites is the setting of S72.
const whoWrites = "blog.write"

// Settings are the choices that this room leaves to the animator of a space.
func Settings() []spaces.Setting {
	return []spaces.Setting{spaces.WhoMay(whoWrites, "blog.setting.write")}
}

// Service is this room's entry of a space's menu.
func Service() spaces.Service {
	return spaces.Service{Key: service, Segment: segment, Label: "blog.service", Icon: "article-line"}
}

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Clock        clock.Clock
	Events       *events.Recorder
	Queue        *jobs.Queue
	Files        files.Store
	Budgets      *budgets.Budgets
	Log          *slog.Logger
	Publications *publications.Room
	Comments     *comments.Room
	Index        *index.Room
	Texts        *texts.Room
	Writing      *writing.Room
	// BaseURL begins the addresses in the feed.
	BaseURL string
}

// Room is the blogs of all spaces.
type Room struct {
	Deps
	spaces *spaces.Room // given by Routes, as pages
	pages  *pages.Room
}

// New builds the room. Its verbs are ready; pages, and the hour of planned posts, come with Routes.
func New(d Deps) *Room {
	r := &Room{Deps: d}
	r.handleDue()
	d.Publications.BeforeErasing(kind, r.dropCovers)
	return r
}

// Routes registers the pages; in draws the pages of a space, under shows what is said of a post.
func (r *Room) Routes(rt *web.Router, in *spaces.Room, under *pages.Room) {
	r.spaces, r.pages = in, under
	under.Commented(kind, r.showCommented)
	member, writer := in.InSpace(spaces.Reader), in.InSpace(spaces.Contributor)
	post, own := r.atPost(spaces.Reader), r.atOwn
	web.Handle(rt, "GET /espaces/{space}/blog", member, r.showList)
	web.Handle(rt, "POST /espaces/{space}/blog", writer, r.write)
	web.Handle(rt, "GET /espaces/{space}/blog/nouveau", writer, r.showNew)
	web.Handle(rt, "GET /espaces/{space}/blog/brouillons", writer, r.showDrafts)
	web.Handle(rt, "GET /espaces/{space}/blog/abonnement", member, r.showSubscription)
	web.Handle(rt, "POST /espaces/{space}/blog/abonnement", member, r.subscribe)
	web.Handle(rt, "POST /espaces/{space}/blog/abonnement/retrait", member, r.unsubscribe)
	web.Handle(rt, "GET /espaces/{space}/blog/atom", in.ByFeedToken(feed), r.showFeed)
	web.Handle(rt, "GET /espaces/{space}/blog/{post}", post, r.showPost)
	web.Handle(rt, "GET /espaces/{space}/blog/{post}/couverture", post, r.showCover)
	web.Handle(rt, "GET /espaces/{space}/blog/{post}/vignette", post, r.showThumbnail)
	web.Handle(rt, "GET /espaces/{space}/blog/{post}/modifier", own, r.showEdit)
	web.Handle(rt, "POST /espaces/{space}/blog/{post}/modifier", own, r.edit)
	web.Handle(rt, "POST /espaces/{space}/blog/{post}/publication", own, r.act("blog.done.published", r.Publish))
	web.Handle(rt, "POST /espaces/{space}/blog/{post}/publication/retrait", own, r.act("blog.done.withdrawn", r.Withdraw))
	web.Handle(rt, "POST /espaces/{space}/blog/{post}/corbeille", own, r.throwAway())
	web.Handle(rt, "POST /espaces/{space}/blog/{post}/corbeille/retrait", own, r.act("blog.done.restored", r.Restore))
}

// labels are the keys of the labels of the fields of this room's forms, for the summary of what is wrong.
var labels = map[string]string{
	"title": "blog.field.title", "theme": "blog.field.theme", "keywords": "blog.field.keywords", "body": "blog.field.body", "files": "writing.files.label",
	"cover": "blog.field.cover", "cover_alt": "blog.field.cover_alt", "date": "blog.field.date", "time": "blog.field.time",
}
