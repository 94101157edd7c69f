package mentions_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// story is a thread of « Archivage numérique » by Sophie’s neighbour Karim, whose readers’ bells are silent.
type story struct {
	*testing.T
	*testkit.World
	helene, karim, sophie, paul *testkit.Visitor
	space                       ids.ID
	home, thread                string
}

func begin(t *testing.T) *story {
	t.Helper()
	t.Parallel()
	w := testkit.Boot(t)
	s := &story{T: t, World: w, helene: w.As("helene"), karim: w.As("karim"), sophie: w.As("sophie"), paul: w.As("paul")}
	s.space = w.Space("Archivage numérique")
	s.home = strings.Split(s.karim.Get("/espaces").Link("archivage-numerique"), "?")[0]
	s.thread = s.opened("Qui peut relire ce plan ?", "Bonjour à toutes et à tous.")
	return s
}

// opened is a thread by Karim; what everybody was told before is read.
func (s *story) opened(title, body string) string {
	s.Helper()
	forum := s.home + "/echanges"
	composer := s.karim.Get(forum + "/nouveau").Is(200)
	address := s.karim.Post(forum, url.Values{"title": {title}, "theme": {composer.Option("theme")}, "body": {body}}).LeadsTo(forum)
	s.Settle()
	s.silence()
	return strings.Split(address, "#")[0]
}

func (s *story) silence() {
	s.Settle()
	for _, v := range []*testkit.Visitor{s.helene, s.karim, s.sophie, s.paul} {
		v.Post("/notifications/lecture", nil)
	}
	s.Clock.Advance(time.Minute)
}

// reply has somebody write under the thread, and returns the id of what they wrote.
func (s *story) reply(by *testkit.Visitor, body string) string {
	s.Helper()
	s.Clock.Advance(time.Second)
	address := by.Post(s.thread+"/messages", url.Values{"body": {body}}).LeadsTo(s.home)
	_, text, _ := strings.Cut(address, "#m-")
	s.Settle()
	return text
}

// edit sends a text again with a body, at the version that stands.
func (s *story) edit(by *testkit.Visitor, text, body string) {
	s.Helper()
	s.Clock.Advance(time.Minute)
	page := by.Get(s.home + "/textes/" + text + "/modifier").Is(200)
	by.Post(s.home+"/textes/"+text+"/modifier", url.Values{"version": {page.Value("version")}, "body": {body}}).Is(303)
	s.Settle()
}

// joins makes somebody new a member.
func (s *story) joins(given, family string) ids.ID {
	s.Helper()
	var id ids.ID
	s.Write(func(tx *db.Tx) (err error) {
		id, err = accounts.Create(tx, accounts.NewPerson{Email: fmt.Sprintf("n%d@essai.example", s.Clock.Now()), Given: given, Family: family, Organisation: "Archives"})
		if err != nil {
			return err
		}
		return s.Spaces.Admit(tx, spaces.TakeCustody(s.space, "test"), id, spaces.Contributor)
	})
	s.Clock.Advance(time.Second)
	return id
}

func (s *story) body(text string) string {
	s.Helper()
	id, err := ids.Parse(text)
	if err != nil {
		s.Fatal(err)
	}
	body, err := db.One[string](s.DB.Read(s.Context()), `SELECT body FROM texts WHERE id = $1`, id)
	if err != nil {
		s.Fatal(err)
	}
	return body
}

func (s *story) rows(text string) int {
	s.Helper()
	id, _ := ids.Parse(text)
	n, err := db.One[int](s.DB.Read(s.Context()), `SELECT COUNT(*) FROM mentions WHERE text_id = $1`, id)
	if err != nil {
		s.Fatal(err)
	}
	return n
}

// unread wants these reasons of what the bell of somebody shows.
func (s *story) unread(name string, want ...string) {
	s.Helper()
	got, err := db.All[string](s.DB.Read(s.Context()), `SELECT reason FROM notifications WHERE person_id = $1 AND read_at = 0 ORDER BY reason LIMIT 50`, s.Person(name))
	if err != nil || !slices.Equal(got, want) {
		s.Errorf("%s is told of %v, want %v (%v)", name, got, want, err)
	}
}

const (
	bell = "notification non lue"
	told = "Karim Benali vous a mentionné dans « Qui peut relire ce plan ? »"
)

func link(person ids.ID) string { return `<a href="/personnes/` + person.String() + `"></a>` }

func TestAMentionTellsItsPersonAndNobodyElse(t *testing.T) {
	s := begin(t)
	text := s.reply(s.karim, "@Hélène Marchand, pouvez-vous relire ? Moi, @Karim Benali, je n’y arrive pas.")
	if body := s.body(text); strings.Contains(body, "Marchand") || !strings.Contains(body, link(s.Person("helene"))) {
		t.Errorf("stored as %s", body)
	}
	page := s.helene.Get("/notifications").Shows(told, "1 "+bell)
	s.karim.Get("/notifications").Hides(told, bell)
	s.sophie.Get("/notifications").Hides(told, bell)
	s.paul.Get("/notifications").Hides("Qui peut relire", bell)

	// The link leads to the text, which silences the bell at once.
	thread := s.helene.Get(page.Link("depuis=" + text)).Is(200).Shows("@Hélène Marchand").Hides(bell)
	if !strings.Contains(thread.Body, `<a href="/personnes/`+s.Person("helene").String()+`">@Hélène Marchand</a>`) {
		t.Error("the name is no link to the profile")
	}
	s.Settle()
	s.helene.Get("/").Hides(bell)

	// However often it is edited, without the name in between too.
	for i := range 10 {
		body := fmt.Sprintf("@Hélène Marchand, pouvez-vous relire ? Version %d.", i)
		if i%3 == 2 {
			body = "Ce n’est plus la peine."
		}
		s.edit(s.karim, text, body)
		s.helene.Get("/").Hides(bell)
	}
	if s.rows(text) != 1 {
		t.Errorf("%d rows", s.rows(text))
	}
	// An edit that mentions somebody else tells them only.
	s.edit(s.karim, text, "@Hélène Marchand, @sophie le goff, pouvez-vous relire ?")
	s.sophie.Get("/notifications").Shows(told, "1 "+bell)
	s.helene.Get("/").Hides(bell)
	// Whoever is not mentioned any more is told so no more.
	s.edit(s.karim, text, "Merci @Hélène Marchand.")
	s.sophie.Get("/notifications").Hides(told, bell)
}

func TestANameAloneIsThatOfItsOnlyBearer(t *testing.T) {
	s := begin(t)
	zelie := s.joins("Zélie", "Quintard-Roux")
	for _, typed := range []string{"@Zélie", "@zelie", "@Quintard-Roux", "@Quintard-Roux Zélie", "@ZÉLIE QUINTARD-ROUX", "@Zélie Quintard-Roux"} {
		if body := s.body(s.reply(s.karim, "Merci "+typed+", c’est noté.")); body != "<p>Merci "+link(zelie)+", c’est noté.</p>" {
			t.Errorf("%s: %s", typed, body)
		}
	}
	other := s.joins("Zélie", "Obrecht")
	for typed, want := range map[string]string{
		"@Zélie":           "@Zélie",
		"@Zélie Obrecht":   link(other),
		"@Obrecht":         link(other),
		"@Zélie Dubreuil":  "@Zélie Dubreuil", // nobody here
		"@Obrecht Lucille": "@Obrecht Lucille",
		"@Quintard":        "@Quintard",
		"x@Obrecht":        "x@Obrecht",
		"`@Obrecht`":       "<code>@Obrecht</code>",
	} {
		if body := s.body(s.reply(s.karim, "Merci "+typed+", c’est bien noté.")); body != "<p>Merci "+want+", c’est bien noté.</p>" {
			t.Errorf("%s: %s", typed, body)
		}
	}
	// A name that changed is called by the new one.
	s.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE people SET given_name = 'Œdipe', family_name = 'Obrecht', given_key = 'oedipe' WHERE id = $1`, other)
		return err
	})
	if body := s.body(s.reply(s.karim, "@Zélie et @Œdipe")); body != "<p>"+link(zelie)+" et "+link(other)+"</p>" {
		t.Errorf("after the change: %s", body)
	}
}

// TestNobodyOutsideIsToldOrShown writes the names and the ids of people who are no members, and of nobody: the bytes are
// the same.
func TestNobodyOutsideIsToldOrShown(t *testing.T) {
	s := begin(t)
	yves := s.As("yves")
	yves.Post("/notifications/lecture", nil)
	for _, name := range []string{"Paul Lefèvre", "Yves Garnier", "Inès Robert", "Gontran Inexistant"} {
		if body := s.body(s.reply(s.karim, "Qu’en pense @"+name+" ?")); body != "<p>Qu’en pense @"+name+" ?</p>" {
			t.Errorf("%s: %s", name, body)
		}
	}
	shown := map[string]string{}
	nobody := ids.New(s.Clock.Now())
	for name, person := range map[string]ids.ID{"paul": s.Person("paul"), "yves": s.Person("yves"), "nobody": nobody} {
		text := s.reply(s.karim, "Un avis de [@X](/personnes/"+person.String()+") ?")
		if s.rows(text) != 0 {
			t.Errorf("%s has a row", name)
		}
		_, after, _ := strings.Cut(s.sophie.Get(s.thread).Body, "Un avis de ")
		shown[name], _, _ = strings.Cut(after, "</p>")
		// Its author edits without losing whom they meant.
		form := s.karim.Get(s.home + "/textes/" + text + "/modifier").Is(200)
		before := s.body(text)
		s.edit(s.karim, text, form.Value("body"))
		if s.body(text) != before {
			t.Errorf("%s: %s became %s", name, before, s.body(text))
		}
	}
	if shown["paul"] != "@Ancien membre ?" || shown["yves"] != shown["paul"] || shown["nobody"] != shown["paul"] {
		t.Errorf("shown: %q", shown)
	}
	s.paul.Get("/notifications").Hides("Qui peut relire", bell)
	yves.Get("/notifications").Hides("Qui peut relire", bell)
	if n, err := db.One[int](s.DB.Read(t.Context()), `SELECT COUNT(*) FROM notifications WHERE person_id = $1 AND reason = 'mention'`, s.Person("ines")); n != 0 || err != nil {
		t.Errorf("Inès, who is blocked, has %d rows, %v", n, err)
	}
	// The same words do mention who belongs to the space.
	if s.rows(s.reply(s.karim, "Qu’en pense @Sophie Le Goff ?")) != 1 {
		t.Error("Sophie is not mentioned")
	}
}

func TestAMentionKeepsItsPersonWhenANamesakeJoins(t *testing.T) {
	s := begin(t)
	zelie := s.joins("Zélie", "Obrecht")
	text := s.reply(s.karim, "@Zélie Obrecht relit **aussi**.")
	want := "<p>" + link(zelie) + " relit <strong>aussi</strong>.</p>"
	namesake := s.joins("Zélie", "Obrecht")
	form := s.karim.Get(s.home + "/textes/" + text + "/modifier").Is(200)
	if typed := form.Value("body"); !strings.Contains(typed, "@Zélie Obrecht") {
		t.Fatalf("the text area shows %q", typed)
	}
	s.edit(s.karim, text, form.Value("body"))
	if body := s.body(text); body != want {
		t.Errorf("after an edit: %s, want %s", body, want)
	}
	// The name alone is nobody’s any more; what was chosen by id is the namesake’s.
	if body := s.body(s.reply(s.karim, "Merci @Zélie Obrecht.")); body != "<p>Merci @Zélie Obrecht.</p>" {
		t.Errorf("of two: %s", body)
	}
	if body := s.body(s.reply(s.karim, "Merci [@Zélie Obrecht](/personnes/"+namesake.String()+").")); body != "<p>Merci "+link(namesake)+".</p>" {
		t.Errorf("by id: %s", body)
	}
}

func TestOfAReplyThatMentionsAFollowerTheMentionIsTold(t *testing.T) {
	s := begin(t)
	s.reply(s.helene, "Je suis ce fil.")
	s.silence()
	s.reply(s.karim, "Merci @Hélène Marchand.")
	s.helene.Get("/notifications").Shows(told, "1 "+bell)
	s.unread("helene", "mention")

	// Who follows and is not mentioned is told of the reply, and of the mention in its place once there is one.
	s.silence()
	text := s.reply(s.karim, "Je reprends la main.")
	s.unread("helene", "followed")
	s.edit(s.karim, text, "Je reprends la main, @Hélène Marchand.")
	s.unread("helene", "mention")

	// A second reply counts beside it.
	s.reply(s.karim, "Autre chose.")
	s.unread("helene", "followed", "mention")
	s.helene.Get("/notifications").Shows("2 notifications non lues")
}

func TestAMentionInWhatCannotBeReadIsNotShown(t *testing.T) {
	s := begin(t)
	text := s.reply(s.karim, "@Sophie Le Goff, un mot d’héliotrope.")
	s.sophie.Get("/notifications").Shows(told, "1 "+bell)
	s.helene.Post(s.home+"/textes/"+text+"/masquer", url.Values{"reason": {"Hors sujet."}}).Is(303)
	s.sophie.Get("/notifications").Hides(told, bell)
	s.helene.Post(s.home+"/textes/"+text+"/masquer/retrait", nil).Is(303)
	s.sophie.Get("/notifications").Shows(told, "1 "+bell)
	// Whoever is removed finds nothing, whether they were told before or after.
	s.Write(func(tx *db.Tx) error {
		return s.Spaces.Expel(tx, spaces.TakeCustody(s.space, "test"), s.Person("sophie"))
	})
	s.sophie.Get("/notifications").Is(200).Hides("Qui peut relire", bell, s.space.String())
	s.reply(s.karim, "[@Sophie Le Goff](/personnes/"+s.Person("sophie").String()+"), encore un mot.")
	s.sophie.Get("/notifications").Hides("Qui peut relire", bell, s.space.String())
}

func TestAMentionFollowsItsText(t *testing.T) {
	s := begin(t)
	text := s.reply(s.karim, "@Sophie Le Goff, c’est un autre sujet.")
	form := s.helene.Get(s.home + "/textes/" + text + "/scission").Is(200)
	moved := s.helene.Post(s.home+"/textes/"+text+"/scission", url.Values{"title": {"Un autre sujet"}, "theme": {form.Option("theme")}}).LeadsTo(s.home)
	s.Settle()
	page := s.sophie.Get("/notifications").Shows("Karim Benali vous a mentionné dans « Un autre sujet »", "1 "+bell).Hides(told)
	if !strings.HasPrefix(moved, page.Link("un-autre-sujet")) {
		t.Errorf("the link leads to %s, the text is at %s", page.Link("un-autre-sujet"), moved)
	}
	s.sophie.Get(page.Link("un-autre-sujet")).Is(200).Hides(bell)
	s.Settle()
	s.sophie.Get("/").Hides(bell)
	// Its quote shows the name, its history keeps the mention.
	s.thread = strings.Split(moved, "#")[0]
	s.karim.Post(s.thread+"/messages", url.Values{"body": {"Je complète."}, "quote": {text}}).Is(303)
	s.sophie.Get(s.thread).Shows("@Sophie Le Goff", "c’est un autre sujet.")
	edit := s.karim.Get(s.home + "/textes/" + text + "/modifier").LeadsTo(s.thread)
	page = s.karim.Get(edit).Is(200)
	s.karim.Post(edit, url.Values{
		"version": {page.Value("version")}, "title": {page.Value("title")}, "theme": {page.Option("theme")}, "body": {"Rien."},
	}).Is(303)
	s.sophie.Get(s.home+"/textes/"+text+"/historique").Shows("@Sophie Le Goff", "c’est un autre sujet.")
}
