package app_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"osmose/internal/accounts/addresses"
	"osmose/internal/app"
	"osmose/internal/demo"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/services/blog"
	"osmose/internal/services/calendar"
	"osmose/internal/services/discussions"
	"osmose/internal/services/documents"
	"osmose/internal/services/faq"
	"osmose/internal/services/search"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// persona is somebody who knocks at every door. Role is what they are in each of the three spaces, empty for none.
type persona struct {
	Short, What, Name string
	Role              spaces.Role
}

var personas = []persona{
	{"ano", "anonymous", "", ""},
	{"str", "stranger", "paul", ""},
	{"rea", "reader", "sophie", spaces.Reader},
	{"con", "contributor", "karim", spaces.Contributor},
	{"ani", "animator", "helene", spaces.Animator},
	{"els", "animator of another space", "marc", ""},
	{"rem", "removed, with the session of before", "yves", ""},
	{"blo", "blocked contributor, with the session of before", "ines", spaces.Contributor},
	{"net", "administrator of the network", "claire", ""},
	{"pla", "platform administrator", "nadia", ""},
}

// stages are a space for each policy.
var stages = []struct {
	Policy spaces.Policy
	Title  string
}{
	{spaces.Open, "Communauté d’entraide"},
	{spaces.OnRequest, "Veille juridique et RGPD"},
	{spaces.Secret, "Archivage numérique"},
}

// cast is a world in which every persona has their place in a space of each policy, signed in.
type cast struct {
	mould    *testkit.Mould
	visitors map[string]*testkit.Visitor // by Short
	places   map[spaces.Policy]scene
	sessions map[string]string // id of a session of each persona
	karim    string            // his id
	// exception is an address let in against the lists.
	exception string
	heard     *statements
	cover     blog.Cover
	plans     []documents.File // two for each space
}

// scene is what the addresses of one space hold in the world: a thread by Karim, a post and an event of his, an entry of the FAQ, a document of
// his in a folder, a reply of his with a picture, a member, a person who waits.
type scene struct{ Space, Thread, Post, Event, Entry, Document, Folder, Text, Piece, Own, Member, Asker, Theme string }

// statements are those that ran, each once. It is safe for use by several goroutines.
type statements struct {
	mu   sync.Mutex
	seen map[string][]any // with the arguments of the first time
}

func (s *statements) hear(text string, args []any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.seen[text]; !known {
		s.seen[text] = args
	}
}

func newStatements() *statements { return &statements{seen: map[string][]any{}} }

// boot opens a copy of the cast's world, whose statements are heard.
func (c *cast) boot(t testing.TB) *testkit.World {
	t.Helper()
	return c.mould.BootWith(t, func(o *app.Options) { o.Observe = c.heard.hear })
}

func assemble(t *testing.T) *cast {
	t.Helper()
	c := &cast{
		visitors: map[string]*testkit.Visitor{}, places: map[spaces.Policy]scene{}, sessions: map[string]string{},
		heard: newStatements(),
	}
	c.mould = testkit.Prepare(t, func(w *testkit.World) {
		cover, err := w.Blog.DrawCover(t.Context(), image.NewGray(image.Rect(0, 0, 60, 40)))
		if err != nil {
			t.Fatal(err)
		}
		c.cover, c.cover.Decorative = cover, true
		for range 2 * len(stages) {
			c.plans = append(c.plans, kept(t, w))
		}
		w.Write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE people SET blocked_at = 0 WHERE id = $1`, w.Person("ines"))
			return err
		})
		for _, stage := range stages {
			c.places[stage.Policy] = c.set(w, w.Space(stage.Title))
		}
		for _, p := range personas {
			c.visitors[p.Short] = w.Anonymous()
			if p.Name == "" {
				continue
			}
			c.visitors[p.Short] = w.As(p.Name)
			session, err := db.One[ids.ID](w.DB.Read(t.Context()), `SELECT id FROM sessions WHERE person_id = $1 ORDER BY id DESC LIMIT 1`, w.Person(p.Name))
			if err != nil {
				t.Fatal(err)
			}
			c.sessions[p.Short] = session.String()
		}
		c.karim = w.Person("karim").String()
		c.exception = excepted(w)
		w.Write(func(tx *db.Tx) error { // as if her session had outlived the block: the doors must see to it
			_, err := tx.Exec(`UPDATE people SET blocked_at = 1 WHERE id = $1`, w.Person("ines"))
			return err
		})
	})
	return c
}

// set gives every persona their role in a space, and puts there what addresses name.
func (c *cast) set(w *testkit.World, space ids.ID) scene {
	var s scene
	custody := spaces.TakeCustody(space, "the walk of all addresses")
	member, asker := w.Person("stephanie.lambert@urbanisme.example"), w.Person("lea")
	w.Write(func(tx *db.Tx) error {
		for _, p := range personas {
			if p.Name == "" {
				continue
			}
			if err := makeRole(w, tx, custody, w.Person(p.Name), cmp.Or(p.Role, spaces.Reader)); err != nil {
				return err
			}
		}
		for _, p := range personas {
			if p.Role == "" && p.Name != "" {
				if err := w.Spaces.Expel(tx, custody, w.Person(p.Name)); err != nil {
					return err
				}
			}
		}
		if err := makeRole(w, tx, custody, asker, spaces.Reader); err != nil {
			return err
		}
		if err := w.Spaces.Expel(tx, custody, asker); err != nil {
			return err
		}
		if err := w.Spaces.PlaceRequest(tx, custody, asker, "Je suis animatrice d’un groupe voisin."); err != nil {
			return err
		}
		return makeRole(w, tx, custody, member, spaces.Reader)
	})
	w.Write(func(tx *db.Tx) error {
		themes, err := w.Publications.ThemesOf(tx, custody)
		if err != nil {
			return err
		}
		thread, err := w.Discussions.Place(tx, custody, discussions.PlacedThread{
			Author: w.Person("karim"), Theme: themes[0].ID, Title: "Un fil que tout le monde demande", Body: "<p>Bonjour à tous</p>",
			Keywords: []string{"matrice"}, At: tx.Now, Malfunction: discussions.StateOpen,
		})
		if err != nil {
			return err
		}
		post, err := w.Blog.Place(tx, custody, blog.PlacedPost{
			Draft:  blog.Draft{Title: "Un billet que tout le monde demande", Body: "<p>Bonjour à tous</p>", Cover: c.cover},
			Author: w.Person("karim"), At: tx.Now, State: publications.Published,
		})
		if err != nil {
			return err
		}
		event, err := w.Calendar.Place(tx, custody, calendar.PlacedEvent{
			Draft: calendar.Draft{
				Title: "Une réunion que tout le monde demande", Type: "meeting", Asks: calendar.AsksOnce,
				Timing: calendar.Timing{Zone: "Europe/Paris", Begins: "2099-12-03T10:00:00", Minutes: 60, Rule: "FREQ=WEEKLY;COUNT=3"},
			},
			Author: w.Person("karim"), At: tx.Now,
		})
		if err != nil {
			return err
		}
		entry, err := w.FAQ.Place(tx, custody, faq.PlacedEntry{
			Draft:  faq.Draft{Title: "Une question que tout le monde pose", Theme: themes[0].ID, Body: "<p>Une réponse</p>"},
			Author: w.Person("helene"), At: tx.Now,
		})
		if err != nil {
			return err
		}
		folder, document, err := c.file(w, tx, custody)
		if err != nil {
			return err
		}
		text, err := w.Comments.Place(tx, custody, texts.Text{Publication: thread, Author: w.Person("karim"), Body: "<p>Une réponse</p>", CreatedAt: tx.Now})
		title, failed := db.One[string](tx, `SELECT title FROM spaces WHERE id = $1`, space)
		s = scene{
			Space: strings.TrimPrefix(spaces.Path(space, title), "/espaces/"), Theme: themes[0].ID.String(), Text: text.String(),
			Thread:   thread.String() + "-" + richtext.Slug("Un fil que tout le monde demande"),
			Post:     post.String() + "-" + richtext.Slug("Un billet que tout le monde demande"),
			Event:    event.String() + "-" + richtext.Slug("Une réunion que tout le monde demande"),
			Entry:    entry.String() + "-" + richtext.Slug("Une question que tout le monde pose"),
			Document: document.String() + "-" + richtext.Slug("Un plan que tout le monde demande"),
			Folder:   folder.String() + "-" + richtext.Slug("Plans que tout le monde demande"),
			Member:   member.String(), Asker: asker.String(),
		}
		return cmp.Or(err, failed)
	})
	s.Piece = plan(w, custody, s.Text)
	return s
}

// kept brings a picture to the disk, for a document.
func kept(t testing.TB, w *testkit.World) documents.File {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	f, err := w.Documents.Keep(t.Context(), "plan.png", bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// file puts a document by Karim, of two versions, into a folder of a space.
func (c *cast) file(w *testkit.World, tx *db.Tx, custody spaces.Custody) (folder, document ids.ID, err error) {
	if folder, err = w.Documents.PlaceFolder(tx, custody, documents.FolderDraft{Name: "Plans que tout le monde demande"}); err != nil {
		return 0, 0, err
	}
	var versions []documents.PlacedVersion
	for _, f := range c.plans[:2] {
		versions = append(versions, documents.PlacedVersion{File: f, Author: w.Person("karim"), At: tx.Now})
	}
	c.plans = c.plans[2:]
	document, err = w.Documents.Place(tx, custody, documents.PlacedDocument{
		Draft: documents.Draft{Title: "Un plan que tout le monde demande"}, Folder: folder, Author: w.Person("karim"), Versions: versions,
	})
	return folder, document, err
}

// plan hangs a picture by Karim on a text.
func plan(w *testkit.World, custody spaces.Custody, text string) string {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		panic(err) // memory holds forty pixels
	}
	id, err := ids.Parse(text)
	if err != nil {
		panic(err)
	}
	a, err := w.Attachments.Place(context.Background(), custody, w.Person("karim"), id, "plan.png", file.Bytes())
	if err != nil {
		panic(err)
	}
	return a.ID.String()
}

// excepted lets an address in against the lists; it returns the id of the exception.
func excepted(w *testkit.World) string {
	var all []addresses.Exception
	w.Write(func(tx *db.Tx) (err error) {
		if err = addresses.Except(tx, w.Person("nadia"), "mairie@un-bourg.example", "Un seul agent."); err == nil {
			all, err = addresses.Exceptions(tx, 1<<62)
		}
		return err
	})
	return all[0].ID.String()
}

func makeRole(w *testkit.World, tx *db.Tx, custody spaces.Custody, person ids.ID, role spaces.Role) error {
	if err := w.Spaces.Admit(tx, custody, person, role); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE memberships SET role = $3 WHERE space_id = $1 AND person_id = $2`, custody.SpaceID(), person, string(role))
	return err
}

var wildcard = regexp.MustCompile(`\{[a-z]+\}`)

// nowhere stands in addresses for an id that nothing has.
const nowhere = "0000000000001"

// address fills a pattern with what the world holds. A wildcard that it does not know fails the test: say here what
// stands for it.
func (c *cast) address(t testing.TB, pattern string, p persona, s scene) string {
	t.Helper()
	_, path, _ := strings.Cut(pattern, " ")
	path = strings.TrimSuffix(path, "{$}")
	if path == search.Path {
		return path + "?q=bonjour"
	}
	if strings.HasSuffix(path, "/documents/selection") {
		path += "?faire=deplacement&document=" + s.Document[:len(nowhere)]
	}
	return wildcard.ReplaceAllStringFunc(path, func(name string) string {
		switch {
		case name == "{space}":
			return s.Space
		case name == "{thread}":
			return s.Thread
		case name == "{post}":
			return s.Post
		case name == "{event}":
			return s.Event
		case name == "{entry}":
			return s.Entry
		case name == "{document}":
			return s.Document
		case name == "{folder}":
			return s.Folder
		case name == "{upload}":
			return nowhere
		case name == "{number}", name == "{page}":
			return "1"
		case name == "{publication}":
			return s.Post[:len(nowhere)]
		case name == "{text}":
			return s.Text
		case name == "{piece}":
			return s.Piece
		case name == "{kind}":
			return "useful"
		case name == "{person}" && strings.Contains(path, "/demandes/"):
			return s.Asker
		case name == "{person}":
			return s.Member
		case name == "{id}" && strings.HasPrefix(path, "/personnes/"):
			return c.karim
		case name == "{id}" && strings.HasPrefix(path, "/profil/connexions/"):
			return cmp.Or(c.sessions[p.Short], nowhere)
		case name == "{exception}":
			return c.exception
		case name == "{id}" && strings.HasPrefix(path, "/demo/"):
			return nowhere
		}
		t.Fatalf("%s: nothing stands for %s: say in cast_test.go what does", pattern, name)
		return ""
	})
}

// fields fill any form of ours plausibly, so that a route is refused for who asks and not for what they send.
func fields(s scene) url.Values {
	form := url.Values{
		"email": {"paul.lefevre@transports.example"}, "password": {demo.Password},
		"new-password": {"une-autre-phrase-2027"}, "new-password-again": {"une-autre-phrase-2027"},
		"given": {"Camille"}, "family": {"Dupont"}, "organisation": {"Département"}, "service": {"Archives"},
		"function": {"Archiviste"}, "language": {"fr"}, "theme": {s.Theme}, "version": {"1"},
		"title": {"Un titre plausible"}, "description": {"Une phrase."}, "welcome": {"Bienvenue."}, "body": {"Un texte plausible, @Hélène Marchand."},
		"keywords": {"essai"}, "reason": {"Parce que."}, "role": {"contributor"}, "state": {"progress"}, "kind": {"generic"}, "word": {"zibeline"}, "removed": {"webmail gmail.com"}, "say": {"useful"},
		"message": {"Bonjour."}, "discussions.open": {"contributors"}, "blog.write": {"contributors"}, "faq.propose": {"contributors"}, "opinion": {"useful"},
		"way": {"down"}, "review": {"2027-11-20"}, "cover_alt": {"Des collines."}, "added": {"Un thème de plus"},
		"place": {"fil"}, "name": {"Un dossier plausible"}, "deposits": {""}, "documents.deposit": {"contributors"}, "note": {"Une note."}, "number": {"2"}, "document": {s.Document}, "format": {"markdown"}, "saved": {"0"},
	}
	if s.Theme == "" {
		form.Set("theme", "auto")
	}
	return form
}

// String names a persona in failures.
func (p persona) String() string { return fmt.Sprintf("%s (%s)", p.What, p.Name) }
