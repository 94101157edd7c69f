package accounts

import (
	"cmp"
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"osmose/internal/platform/brake"
	"osmose/internal/platform/budgets"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/files"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/marks"
	"osmose/internal/platform/web"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() fs.FS { return migrations }

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

// Assets are the styles of this package.
//
//go:embed *.css
var Assets embed.FS

// Deps is what the room stands on.
type Deps struct {
	DB      *db.DB
	Clock   clock.Clock
	Queue   *jobs.Queue
	Events  *events.Recorder
	Budgets *budgets.Budgets
	Files   files.Store
	Log     *slog.Logger
	// BaseURL decides whether the cookie is for https only.
	BaseURL string
	// Contact is the address that blocked people write to.
	Contact string
	// MostRead is how many different things an account opens in an hour before the brake; zero is MostRead.
	MostRead int
}

// Room is the place where people sign in and keep their profile. It is safe for use by several goroutines.
type Room struct {
	db       *db.DB
	clock    clock.Clock
	events   *events.Recorder
	budgets  *budgets.Budgets
	files    files.Store
	log      *slog.Logger
	contact  string
	secure   bool
	marks    *marks.Marks
	brake    *brake.Brake
	upstairs Upstairs
}

// New opens the room and registers its sweep in the queue.
func New(d Deps) *Room {
	r := &Room{
		db: d.DB, clock: d.Clock, events: d.Events, budgets: d.Budgets, files: d.Files, log: d.Log, contact: d.Contact,
		secure: strings.HasPrefix(d.BaseURL, "https://"), marks: marks.New(d.DB, writeMark),
		brake: brake.New(d.Clock, cmp.Or(d.MostRead, MostRead)),
	}
	d.Queue.Every("accounts/sweep", time.Hour, r.sweep)
	return r
}

// Answer gives the answers of the floors above; it is called before anything is served.
func (r *Room) Answer(u Upstairs) { r.upstairs = u }

// Marks are the visits and the last uses of sessions that wait to be written.
func (r *Room) Marks() *marks.Marks { return r.marks }

// Routes registers the pages.
func (r *Room) Routes(rt *web.Router) {
	web.Handle(rt, "GET /connexion", web.Public, r.showSignIn)
	web.Handle(rt, "POST /connexion", web.Public, r.postSignIn)
	web.Handle(rt, "POST /deconnexion", web.Public, r.postSignOut)
	web.Handle(rt, "GET /profil", SignedIn, r.showOwnProfile)
	web.Handle(rt, "POST /profil", SignedIn, r.postProfile)
	web.Handle(rt, "POST /profil/photo", SignedIn, r.postPhoto)
	web.Handle(rt, "POST /profil/photo/retrait", SignedIn, r.postPhotoRemoval)
	web.Handle(rt, "GET /profil/connexions", SignedIn, r.showConnections)
	web.Handle(rt, "POST /profil/connexions/{id}/fin", SignedIn, r.postDisconnection)
	web.Handle(rt, "POST /profil/connexions/fin", SignedIn, r.postDisconnectionOfOthers)
	web.Handle(rt, "GET /profil/mot-de-passe", SignedIn, r.showPassword)
	web.Handle(rt, "POST /profil/mot-de-passe", SignedIn, r.postPassword)
	web.Handle(rt, "GET /personnes/{id}", SignedIn, r.showPerson)
	web.Handle(rt, "GET /personnes/{id}/photo", SignedIn, r.showPhoto)
	web.Handle(rt, "GET /personnes/{id}/portrait", SignedIn, r.showPortrait)
}

// who is the key of the session in an exchange.
type who struct{}

// Of returns the session of the person who asks, nil when nobody is signed in.
func Of(x *web.Exchange) *Session {
	s, _ := x.Value(who{}).(*Session)
	return s
}

// SignedIn is the door of what every signed-in person may open. Errors: web.ErrSignedOut.
func SignedIn(x *web.Exchange) (*Session, error) {
	if s := Of(x); s != nil {
		return s, nil
	}
	return nil, web.ErrSignedOut
}

// IsSignedIn tells whether somebody is signed in.
func IsSignedIn(x *web.Exchange) bool { return Of(x) != nil }

// Who names the person who asks, "" when nobody is signed in.
func Who(x *web.Exchange) string {
	if s := Of(x); s != nil {
		return s.Person().ID.String()
	}
	return ""
}

// Language returns the language that the person chose, "" for none.
func Language(x *web.Exchange) string {
	if s := Of(x); s != nil {
		return s.Person().Language
	}
	return ""
}

// Identify finds out who asks, by one query for whoever brings a cookie and none for others. A session that ended, and
// one of somebody who was blocked, is nobody's. The dead cookie stays: taking it away could take a new one, of which
// this request did not know.
func (r *Room) Identify(x *web.Exchange) error {
	secret := r.secretOf(x)
	if secret == "" {
		return nil
	}
	// Our script fetches by itself when something is pushed to an open page; nobody need be there.
	byItself := x.Script() && x.R.Method == "GET"
	var ahead func(session []byte) func(q db.Querier) error
	if look := r.upstairs.Ahead; look != nil {
		ahead = func(session []byte) func(q db.Querier) error { return look(x, session) }
	}
	s, err := r.enter(x.Context(), secret, byItself, ahead)
	if s == nil || err != nil {
		return err
	}
	r.keep(x, s)
	x.Note(slog.String("person", s.Person().ID.String()))
	return nil
}

// identify makes the rest of an exchange that of a session which has just begun.
func (r *Room) identify(ctx context.Context, x *web.Exchange, secret string) error {
	s, err := r.enter(ctx, secret, false, nil)
	if s != nil {
		r.keep(x, s)
	}
	return err
}

// keep makes an exchange that of a session.
func (r *Room) keep(x *web.Exchange, s *Session) {
	s.header = func(q db.Querier) error {
		if r.upstairs.Header == nil {
			return nil
		}
		return r.upstairs.Header(x, q)
	}
	s.opens = func(subjects []ids.ID) error { return r.opened(x, s, subjects) }
	x.Set(who{}, s)
}
