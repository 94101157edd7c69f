package calendar

import (
	"embed"
	"io/fs"
	"net/url"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
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

// Assets are the styles and the script of this room.
//
//go:embed *.css *.js
var Assets embed.FS

// The actions of the table of rules.
const (
	MayCreate spaces.Action = "calendar.create"
	MayKeep   spaces.Action = "calendar.keep"
	MayTend   spaces.Action = "calendar.tend"
	MayAnswer spaces.Action = "calendar.answer"
)

// Rules are this room's lines of the table.
func Rules() []spaces.Rule {
	return []spaces.Rule{
		{Action: MayCreate, Label: "calendar.rule.create", From: spaces.Contributor, Narrowed: spaces.Chosen(whoCreates),
			Why: "S73: all contributors, or animators only where the space says so."},
		{Action: MayKeep, Label: "calendar.rule.keep", From: spaces.Contributor, Why: "Each their own only."},
		{Action: MayTend, Label: "calendar.rule.tend", From: spaces.Animator,
			Why: "A meeting whose author is away must not stay wrong in everybody's agenda."},
		{Action: MayAnswer, Label: "calendar.rule.answer", From: spaces.Reader, Why: "S75: whoever reads of a meeting says whether they come."},
	}
}

// whoCreates is the setting of who may create events.
const whoCreates = "calendar.create"

// Settings are the choices that this room leaves to the animator of a space.
func Settings() []spaces.Setting {
	return []spaces.Setting{spaces.WhoMay(whoCreates, "calendar.setting.create")}
}

// Panel is the page of the types of event among the settings of a space.
var Panel = spaces.Panel{Label: "calendar.types.title", Segment: "types"}

// icon is that of the calendar and of events.
const icon = "calendar-line"

// Service is this room's entry of a space's menu.
func Service() spaces.Service {
	return spaces.Service{Key: service, Segment: segment, Label: "calendar.service", Icon: icon}
}

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Clock        clock.Clock
	Queue        *jobs.Queue
	Publications *publications.Room
	Comments     *comments.Room
	Index        *index.Room
	Texts        *texts.Room
	Writing      *writing.Room
	// BaseURL names this installation in the identifiers of events, which no other gives.
	BaseURL string
}

// Room is the calendars of all spaces.
type Room struct {
	Deps
	host   string
	spaces *spaces.Room // given by Routes, as pages
	pages  *pages.Room
}

// New builds the room. Its verbs are ready; pages come with Routes.
func New(d Deps) *Room {
	r := &Room{Deps: d, host: "osmose"}
	if base, err := url.Parse(d.BaseURL); err == nil && base.Hostname() != "" {
		r.host = base.Hostname()
	}
	d.Index.Beneath(kind, words{})
	d.Queue.Every("calendar/extend", 24*time.Hour, r.Extend)
	d.Queue.Every("calendar/remind", remindEvery, r.Remind)
	return r
}

// AgendaPath is the address of a person's agenda.
const AgendaPath = "/agenda"

// Routes registers the pages; in draws the pages of a space, under shows what is said of an event.
func (r *Room) Routes(rt *web.Router, in *spaces.Room, under *pages.Room) {
	r.spaces, r.pages = in, under
	under.Commented(kind, r.showCommented)
	member, writer, animator := in.InSpace(spaces.Reader), in.InSpace(spaces.Contributor), in.InSpace(spaces.Animator)
	event, change := r.atEvent, r.atChange
	web.Handle(rt, "GET "+AgendaPath, accounts.SignedIn, r.showAgenda)
	web.Handle(rt, "GET /espaces/{space}/calendrier", member, r.showCalendar)
	web.Handle(rt, "POST /espaces/{space}/calendrier", writer, r.write)
	web.Handle(rt, "GET /espaces/{space}/calendrier/nouveau", writer, r.showNew)
	web.Handle(rt, "GET /espaces/{space}/calendrier/{event}", event, r.showEvent)
	web.Handle(rt, "POST /espaces/{space}/calendrier/{event}/reponse", event, r.answer)
	web.Handle(rt, "GET /espaces/{space}/calendrier/{event}/modifier", change, r.showEdit)
	web.Handle(rt, "POST /espaces/{space}/calendrier/{event}/modifier", change, r.edit)
	web.Handle(rt, "GET /espaces/{space}/calendrier/{event}/date", change, r.showMove)
	web.Handle(rt, "POST /espaces/{space}/calendrier/{event}/date", change, r.move)
	web.Handle(rt, "GET /espaces/{space}/calendrier/{event}/annulation", change, r.showCallOff)
	web.Handle(rt, "POST /espaces/{space}/calendrier/{event}/annulation", change, r.callOff)
	web.Handle(rt, "POST /espaces/{space}/calendrier/{event}/annulation/retrait", change, r.reinstate)
	web.Handle(rt, "GET /espaces/{space}/reglages/types", animator, r.showTypes)
	web.Handle(rt, "POST /espaces/{space}/reglages/types", animator, r.saveTypes)
}

// labels are the keys of the labels of the fields of this room's forms, for the summary of what is wrong.
var labels = map[string]string{
	"title": "calendar.field.title", "type": "calendar.field.type", "theme": "calendar.field.theme", "keywords": "calendar.field.keywords",
	"start_date": "calendar.field.start_date", "start_time": "calendar.field.start_time", "end_date": "calendar.field.end_date",
	"end_time": "calendar.field.end_time", "zone": "calendar.field.zone", "zone_other": "calendar.field.zone_other", "venue": "calendar.field.place", "link": "calendar.field.link",
	"repeat": "calendar.field.repeat", "every": "calendar.field.every", "until": "calendar.field.until", "times": "calendar.field.times",
	"capacity": "calendar.field.capacity", "lead": "calendar.field.lead", "asks": "calendar.field.asks",
	"body": "calendar.field.body", "files": "writing.files.label", "reason": "calendar.field.reason", "types": "calendar.types.added",
}
