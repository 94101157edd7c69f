package mentions_test

import (
	"net/url"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/spaces"
)

// TestListsNameWhomAnExcerptMentions has Karim mention Sophie at the beginning of a thread, a post and an answer of the FAQ: every
// list and home names her by the name that she has. Once she has left the space, they name a former member, and no list
// tells Paul anything.
func TestListsNameWhomAnExcerptMentions(t *testing.T) {
	s := begin(t)
	s.opened("Le plan de classement", "Merci à @Sophie Le Goff pour la relecture.")
	s.post("Nos versements", "Merci à @Sophie Le Goff pour le bilan.", "now")
	composer := s.helene.Get(s.home + "/faq/nouveau").Is(200)
	s.helene.Post(s.home+"/faq", url.Values{"title": {"Qui relit un plan ?"}, "theme": {composer.Option("theme")}, "body": {"@Sophie Le Goff le relit."}, "do": {"publish"}}).Is(303)
	s.Settle()
	lists := map[string][]string{
		"/":                  {"Merci à @%s pour la relecture.", "Merci à @%s pour le bilan.", "@%s le relit."},
		s.home:               {"Merci à @%s pour la relecture.", "Merci à @%s pour le bilan.", "@%s le relit."},
		s.home + "/echanges": {"Merci à @%s pour la relecture."},
		s.home + "/blog":     {"Merci à @%s pour le bilan."},
		s.home + "/faq":      {"@%s le relit."},
	}
	shown := func(name string) {
		t.Helper()
		for path, sentences := range lists {
			page := s.karim.Get(path).Is(200)
			for _, sentence := range sentences {
				page.Shows(strings.Replace(sentence, "%s", name, 1))
			}
		}
	}
	shown("Sophie Le Goff")
	for path := range lists {
		if answer := s.paul.Get(path); answer.Status == 200 {
			answer.Hides("pour la relecture", "pour le bilan", "le relit", "Sophie")
		}
	}
	s.Write(func(tx *db.Tx) error {
		return s.Spaces.Expel(tx, spaces.TakeCustody(s.space, "she leaves"), s.Person("sophie"))
	})
	shown("Ancien membre")
}
