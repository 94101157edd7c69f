package discussions

import (
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"testing"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/networks"
	"osmose/internal/platform/budgets"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/events"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/index"
	"osmose/internal/publications/mentions"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/texts"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
)

// world is the secret space « Archivage numérique »: Hélène animates it, Karim contributes, Sophie reads. Paul belongs
// to another space only.
type world struct {
	*testing.T
	db       *db.DB
	clock    *clock.Manual
	spaces   *spaces.Room
	room     *Room
	recorder *events.Recorder

	space, other                ids.ID
	helene, karim, sophie, paul ids.ID
	theme                       ids.ID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	c := clock.NewManual(time.Date(2026, 11, 18, 9, 12, 0, 0, time.UTC))
	w := &world{T: t, clock: c, db: dbtest.Open(t, c)}
	w.must(w.db.Migrate(t.Context(), []fs.FS{
		jobs.Migrations(), accounts.Migrations(), networks.Migrations(), spaces.Migrations(), publications.Migrations(),
		texts.Migrations(), reactions.Migrations(), moderation.Migrations(), comments.Migrations(), follows.Migrations(), mentions.Migrations(),
		drafts.Migrations(), attachments.Migrations(), budgets.Migrations(), Migrations(),
	}))
	queue := jobs.New(w.db, c, slog.New(slog.DiscardHandler))
	recorder := events.New(queue)
	w.recorder = recorder
	published := publications.New(w.db, recorder, []publications.Kind{Kind("Osmose")})
	written := texts.New(recorder, mentions.New(recorder).Step())
	w.room = New(Deps{
		DB: w.db, Clock: c, Publications: published, Comments: comments.New(recorder, written), Index: index.New(w.db, queue, budgets.New(w.db, c)), Queue: queue, Name: "Osmose",
		Texts: written, Writing: writing.New(writing.Deps{DB: w.db, Publications: published, Budgets: budgets.New(w.db, c)}),
	})
	w.spaces = spaces.New(spaces.Deps{
		DB: w.db, Clock: c, Events: recorder,
		Rules:    slices.Concat(spaces.Rules(), Rules(), comments.Rules(), moderation.Rules(), reactions.Rules()),
		Settings: Settings(), Services: []spaces.Service{Service(), moderation.Service}, Founders: []spaces.Founder{w.room.Found},
	})
	w.settle()
	return w
}

func (w *world) settle() {
	w.Helper()
	w.write(func(tx *db.Tx) error {
		network, err := networks.Create(tx, networks.Network{Name: "SIAF", Title: "SIAF", Mailbox: "espaces@culture.example"})
		w.must(err)
		w.space, err = w.spaces.Found(tx, spaces.Foundation{
			Network: network, Kind: spaces.Community, Policy: spaces.Secret, Title: "Archivage numérique",
		})
		w.must(err)
		w.other, err = w.spaces.Found(tx, spaces.Foundation{
			Network: network, Kind: spaces.Community, Policy: spaces.Secret, Title: "Démat.ADS", Themes: []string{"Dossiers"},
		})
		w.must(err)
		w.helene = w.person(tx, "Hélène", "Marchand", w.space, spaces.Animator)
		w.karim = w.person(tx, "Karim", "Benali", w.space, spaces.Contributor)
		w.sophie = w.person(tx, "Sophie", "Le Goff", w.space, spaces.Reader)
		w.paul = w.person(tx, "Paul", "Lefèvre", w.other, spaces.Contributor)
		w.theme, err = db.One[ids.ID](tx, `SELECT id FROM themes WHERE space_id = $1 AND key = $2`, w.space, richtext.Fold("Questions générales"))
		return err
	})
}

func (w *world) person(tx *db.Tx, given, family string, space ids.ID, role spaces.Role) ids.ID {
	w.Helper()
	email := fmt.Sprintf("%s@osmose.example", richtext.Slug(given+" "+family))
	id, err := accounts.Create(tx, accounts.NewPerson{Email: email, Given: given, Family: family, Organisation: "Archives"})
	w.must(err)
	w.must(w.spaces.Admit(tx, spaces.TakeCustody(space, "the test's world"), id, role))
	return id
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) q() db.Querier { return w.db.Read(w.Context()) }

// try runs a verb in a transaction.
func (w *world) try(verb func(tx *db.Tx) error) error { return w.db.Write(w.Context(), verb) }

func (w *world) write(verb func(tx *db.Tx) error) {
	w.Helper()
	w.must(w.try(verb))
}

// as is the key of a person to the space.
func (w *world) as(person ids.ID) spaces.Member {
	w.Helper()
	m, err := w.spaces.Enter(w.Context(), person, w.space)
	w.must(err)
	return m
}

// opened is a thread by Karim.
func (w *world) opened(title string) ids.ID {
	w.Helper()
	var id ids.ID
	w.write(func(tx *db.Tx) (err error) {
		id, err = w.room.Open(tx, w.as(w.karim), w.draft(title))
		return err
	})
	return id
}

func (w *world) draft(title string) Draft {
	return Draft{Title: title, Theme: w.theme, Body: richtext.FromMarkdown("Quelle durée appliquez-vous ?")}
}

// replied is a reply, a second after what came before.
func (w *world) replied(person, thread ids.ID, words string) ids.ID {
	w.Helper()
	w.clock.Advance(time.Second)
	var text ids.ID
	m := w.as(person)
	w.write(func(tx *db.Tx) (err error) {
		text, err = w.room.Reply(tx, m, thread, richtext.FromMarkdown(words), 0)
		return err
	})
	return text
}

func (w *world) thread(id ids.ID) Thread {
	w.Helper()
	t, err := Find(w.q(), w.as(w.helene), id)
	w.must(err)
	return t
}

func (w *world) opening(thread ids.ID) comments.View {
	w.Helper()
	v, err := w.room.comments.Body(w.q(), w.as(w.helene), thread, true)
	w.must(err)
	return v
}

// words are the replies of a thread in order.
func (w *world) words(thread ids.ID) []string {
	w.Helper()
	list, err := w.room.comments.List(w.q(), w.as(w.helene), thread, 0, true)
	w.must(err)
	var all []string
	for _, v := range list {
		all = append(all, richtext.PlainText(v.Body))
	}
	return all
}

func (w *world) same(got, want any, what string) {
	w.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.Errorf("%s: %v, want %v", what, got, want)
	}
}
