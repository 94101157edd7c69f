package accounts_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"testing"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/budgets"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/events"
	"osmose/internal/platform/files"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	front "osmose/web"
)

// house is an installation with the people of the stories.
type house struct {
	*testing.T
	db     *db.DB
	clock  *clock.Manual
	files  string // the folder of photos
	queue  *jobs.Queue
	room   *accounts.Room
	router *web.Router

	karim, helene ids.ID
	paul          ids.ID // shares no space with the others
	nadia         ids.ID // administrator of the platform
	ines          ids.ID // blocked
}

const password = "demo-osmose-2026"

// passwordHash is computed once: it is what costs.
var passwordHash = func() string {
	hash, err := accounts.HashPassword(context.Background(), password)
	if err != nil {
		panic(err)
	}
	return hash
}()

const loopback = "http://127.0.0.1:8080"

func open(t *testing.T) *house { return openAt(t, loopback) }

func openAt(t *testing.T, baseURL string) *house {
	t.Helper()
	c := clock.NewManual(time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC))
	h := &house{T: t, db: dbtest.Open(t, c), clock: c, files: t.TempDir()}
	h.must(h.db.Migrate(t.Context(), []fs.FS{jobs.Migrations(), budgets.Migrations(), accounts.Migrations()}))
	h.people()
	h.serve(baseURL)
	h.write(func(tx *db.Tx) error { return h.room.Block(tx, h.ines) })
	return h
}

func (h *house) people() {
	h.karim = h.create(accounts.NewPerson{Email: "karim.benali@herault.example", Given: "Karim", Family: "Benali",
		Organisation: "Archives départementales de l’Hérault", Service: "Archives numériques", Function: "Archiviste"})
	h.helene = h.create(accounts.NewPerson{Email: "helene.marchand@culture.example", Given: "Hélène", Family: "Marchand",
		Organisation: "SIAF", Service: "Bureau du contrôle", Function: "Cheffe de bureau", Presentation: "Archiviste depuis 2004."})
	h.paul = h.create(accounts.NewPerson{Email: "paul.lefevre@transports.example", Given: "Paul", Family: "Lefèvre"})
	h.nadia = h.create(accounts.NewPerson{Email: "nadia.rousseau@osmose.example", Given: "Nadia", Family: "Rousseau", PlatformAdmin: true})
	h.ines = h.create(accounts.NewPerson{Email: "ines.robert@culture.example", Given: "Inès", Family: "Robert"})
}

func (h *house) serve(baseURL string) {
	h.Helper()
	log := slog.New(slog.DiscardHandler)
	folder, err := files.OpenFolder(h.files)
	h.must(err)
	h.Cleanup(func() { h.must(folder.Close()) })
	h.queue = jobs.New(h.db, h.clock, log)
	h.room = accounts.New(accounts.Deps{DB: h.db, Clock: h.clock, Queue: h.queue, Events: events.New(h.queue), Budgets: budgets.New(h.db, h.clock),
		Files: folder, Log: log, BaseURL: baseURL, Contact: "aide@osmose.example"})
	h.room.Answer(accounts.Upstairs{Acquaintances: acquaintances{h}})
	texts := i18n.New("fr")
	texts.Strict = true
	h.must(errors.Join(texts.Load(ui.Texts), texts.Load(web.Texts), texts.Load(accounts.Texts), texts.Finish()))
	assets, err := web.NewAssets(front.Files(), ui.Assets, accounts.Assets)
	h.must(err)
	h.router, err = web.New(web.Config{
		BaseURL: baseURL, Service: "Osmose", Log: log, Texts: texts, Assets: assets,
		Identify: h.room.Identify, SignedIn: accounts.IsSignedIn, Language: accounts.Language, Chrome: h.chrome,
		PutFlash: h.room.PutFlash, SignInPage: h.room.SignInPage,
	})
	h.must(err)
	h.room.Routes(h.router)
	web.Handle(h.router, "POST /espaces/{id}/messages", accounts.SignedIn, h.reply)
}

// chrome is what app fills.
func (h *house) chrome(x *web.Exchange, _ web.Page) (ui.Chrome, error) {
	s := accounts.Of(x)
	if s == nil {
		return ui.Chrome{}, nil
	}
	flash, err := h.room.TakeFlash(x)
	p := s.Person()
	return ui.Chrome{Theme: p.Theme, Flash: flash, SignOutURL: "/deconnexion",
		Person: &ui.ChromePerson{Name: p.Name(), Initials: p.Initials(), PhotoURL: p.PhotoURL(), URL: "/profil"}}, err
}

// reply is a form of another room.
func (h *house) reply(x *web.Exchange, s *accounts.Session) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	return x.JSON(map[string]string{"from": s.Person().Name(), "body": form.Text("body", 1000)})
}

// acquaintances: Karim and Hélène share a space.
type acquaintances struct{ h *house }

func (a acquaintances) Common(_ context.Context, viewer, person ids.ID) (bool, []accounts.Link, error) {
	met := viewer == a.h.karim && person == a.h.helene || viewer == a.h.helene && person == a.h.karim
	if !met {
		return false, nil, nil
	}
	return true, []accounts.Link{{Title: "Archivage numérique", URL: "/espaces/1"}}, nil
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) write(work func(tx *db.Tx) error) {
	h.Helper()
	h.must(h.db.Write(h.Context(), work))
}

func (h *house) create(n accounts.NewPerson) (id ids.ID) {
	h.Helper()
	n.PasswordHash = passwordHash
	h.write(func(tx *db.Tx) (err error) {
		id, err = accounts.Create(tx, n)
		return err
	})
	return id
}

func (h *house) person(id ids.ID) accounts.Person {
	h.Helper()
	p, err := accounts.Find(h.db.Read(h.Context()), id)
	h.must(err)
	return p
}

func (h *house) count(query string, args ...any) int {
	h.Helper()
	n, err := db.One[int](h.db.Read(h.Context()), query, args...)
	h.must(err)
	return n
}
