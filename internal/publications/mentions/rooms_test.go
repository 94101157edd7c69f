package mentions_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/testkit"
)

// post has Karim write a post, and returns where it is read; when is « now », or « draft » for what nobody else sees.
func (s *story) post(title, body, when string) string {
	s.Helper()
	s.Clock.Advance(time.Second)
	form := url.Values{"title": {title}, "body": {body}, "when": {"now"}, "do": {"publish"}}
	if when == "draft" {
		form.Set("do", "draft")
		s.karim.Post(s.home+"/blog", form).LeadsTo(s.home + "/blog/brouillons")
		return s.karim.Get(s.home + "/blog/brouillons").Link("nos-versements")
	}
	address := s.karim.Post(s.home+"/blog", form).LeadsTo(s.home + "/blog/")
	s.Settle()
	return address
}

// comment has somebody comment a post, and returns the id of what they wrote.
func (s *story) comment(by *testkit.Visitor, post, body string) string {
	s.Helper()
	s.Clock.Advance(time.Second)
	id, _, _ := strings.Cut(strings.TrimPrefix(post, s.home+"/blog/"), "-")
	address := by.Post(s.home+"/publications/"+id+"/commentaires", url.Values{"body": {body}}).LeadsTo(post)
	_, text, _ := strings.Cut(address, "#m-")
	s.Settle()
	return text
}

func TestAPostTellsWhomItMentionsOnceItAppears(t *testing.T) {
	s := begin(t)
	post := s.post("Nos versements", "Merci à @Hélène Marchand.", "draft")
	s.Settle()
	s.unread("helene")
	s.helene.Get("/notifications").Hides("Nos versements", bell)

	// Rewritten while nobody else reads it: whoever stands in it at the end is told.
	edit := s.karim.Get(post + "/modifier").Is(200).Shows("@Hélène Marchand")
	s.karim.Post(post+"/modifier", url.Values{"version": {edit.Value("version")}, "title": {"Nos versements"}, "when": {"now"}, "do": {"draft"},
		"body": {"Merci à @Sophie Le Goff et à @Hélène Marchand."}}).Is(303)
	edit = s.karim.Get(post + "/modifier").Is(200)
	s.karim.Post(post+"/modifier", url.Values{"version": {edit.Value("version")}, "title": {"Nos versements"}, "when": {"now"}, "do": {"publish"},
		"body": {"Merci à @Hélène Marchand, @Paul Lefèvre."}}).Is(303)
	s.Settle()
	s.sophie.Get("/notifications").Hides("Nos versements", bell)
	s.paul.Get("/notifications").Hides("Nos versements", bell)
	page := s.helene.Get("/notifications").Shows("Karim Benali vous a mentionné dans « Nos versements »", "1 "+bell)
	s.helene.Get(page.Link("nos-versements")).Is(200).Shows("@Hélène Marchand", "@Paul Lefèvre").Hides(bell)
	s.Settle()

	// Withdrawn and published again, and edited since: they were told.
	s.karim.Post(post+"/publication/retrait", nil).Is(303)
	s.karim.Post(post+"/publication", nil).Is(303)
	s.Settle()
	s.helene.Get("/").Hides(bell)
}

func TestACommentUnderAPostTellsAndIsTakenBack(t *testing.T) {
	s := begin(t)
	post := s.post("Nos versements", "Bonjour à toutes et à tous.", "now")
	text := s.comment(s.karim, post, "@Hélène Marchand, un mot d’héliotrope ?")
	page := s.helene.Get("/notifications").Shows("Karim Benali vous a mentionné dans « Nos versements »", "1 "+bell)
	s.paul.Get("/notifications").Hides("Nos versements", bell)
	s.helene.Get(page.Link("depuis="+text)).Is(200).Shows("@Hélène Marchand", "un mot d’héliotrope")

	// Its author, who follows the post, is told of a comment that mentions them by the mention.
	s.silence()
	s.comment(s.helene, post, "Volontiers, @Karim Benali.")
	s.unread("karim", "mention")

	// What is taken back tells nothing any more, and leaves no row.
	other := s.comment(s.karim, post, "@Sophie Le Goff, à vous.")
	s.sophie.Get("/notifications").Shows("dans « Nos versements »", "1 "+bell)
	s.karim.Post(s.home+"/textes/"+other+"/supprimer", nil).Is(303)
	s.Settle()
	s.sophie.Get("/notifications").Hides("Nos versements", bell)
	if s.rows(other) != 0 || s.rows(text) != 1 {
		t.Errorf("%d rows of what was taken back, %d of what stands", s.rows(other), s.rows(text))
	}
}

// TestAnIdFromTheEditorIsAskedForItsMember sends what the editor sends: a link to whoever was chosen from its list, or to
// somebody whom it never offered.
func TestAnIdFromTheEditorIsAskedForItsMember(t *testing.T) {
	s := begin(t)
	s.As("yves").Post("/notifications/lecture", nil)
	send := func(person ids.ID, name string) (text, body string) {
		s.Clock.Advance(time.Second)
		typed := `<p>Un avis de <a href="/personnes/` + person.String() + `">@` + name + `</a>, @Sophie Le Goff ?</p>`
		address := s.karim.Post(s.thread+"/messages", url.Values{"format": {"html"}, "body": {typed}}).LeadsTo(s.home)
		_, text, _ = strings.Cut(address, "#m-")
		s.Settle()
		converted := s.karim.Post(s.home+"/redaction/conversion", url.Values{"format": {"html"}, "body": {typed}}).Is(200).Hides("Lefèvre", "Garnier")
		if !strings.Contains(converted.Body, person.String()) {
			t.Errorf("%s: the text area loses whom its author meant: %s", name, converted.Body)
		}
		_, after, _ := strings.Cut(s.helene.Get(s.thread).Body, "Un avis de ")
		shown, _, _ := strings.Cut(after, "</p>")
		return text, shown
	}
	text, shown := send(s.Person("helene"), "X")
	if s.rows(text) != 2 || !strings.Contains(shown, ">@Hélène Marchand</a>, <a") {
		t.Errorf("%d rows, shown %s", s.rows(text), shown)
	}
	s.helene.Get("/notifications").Shows(told, "1 "+bell)
	s.thread = s.opened("Qui peut relire ce plan ?", "Encore.")
	_, nobody := send(ids.New(clock.Instant(1)), "Paul")
	for _, name := range []string{"paul", "yves"} {
		s.thread = s.opened("Qui peut relire ce plan ?", "Encore, sans "+name+".")
		text, shown := send(s.Person(name), "Paul")
		if s.rows(text) != 1 || shown != nobody || !strings.HasPrefix(shown, "@Ancien membre, <a") {
			t.Errorf("%s: %d rows, shown %s, and %s for nobody", name, s.rows(text), shown, nobody)
		}
		s.As(name).Get("/notifications").Hides("Qui peut relire", bell)
	}
}

// TestTheSearchHoldsNoNameOfAMention wants a name to be written where a found text shows, as on its page, and never to be what
// finds it: the index would keep it after its person has gone.
func TestTheSearchHoldsNoNameOfAMention(t *testing.T) {
	s := begin(t)
	zelie := s.joins("Zélindre", "Obrechtovic")
	s.reply(s.karim, "@Zélindre Obrechtovic, @Obrechtovic : où est l’héliotrope ?")
	s.post("Nos versements", "Demandez l’héliotrope à @Zélindre.", "now")
	s.Settle()
	found := func(word string) string {
		return s.sophie.Get("/recherche?q=" + url.QueryEscape(word)).Is(200).Shows("@Zélindre Obrechtovic").Body
	}
	if page := found("héliotrope"); !strings.Contains(page, "2 résultats") {
		t.Errorf("the words beside the mentions are not found: %s", page)
	}
	for _, word := range []string{"obrechtovic", "Zelindre", "obrecht", zelie.String()} {
		if page := s.sophie.Get("/recherche?q=" + word).Is(200); strings.Contains(page.Body, "os-hit") {
			t.Errorf("%s is found", word)
		}
	}
	s.As("paul").Get("/recherche?q=" + url.QueryEscape("héliotrope")).Is(200).Hides("Zélindre")
	s.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM memberships WHERE person_id = $1`, zelie)
		return err
	})
	s.sophie.Get("/recherche?q="+url.QueryEscape("héliotrope")).Is(200).Shows("2 résultats").Hides("Zélindre", "Obrechtovic")
}
