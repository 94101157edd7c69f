package discussions

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

func TestKarimReadsAsksAndIsAnswered(t *testing.T) {
	s := newSite(t)
	list := s.get(s.karim, s.forum())
	s.wants(list, 200, "Questions générales", "vos retours, vos questions", "Posez une question", "<title>Espace d’échanges – Archivage numérique – Osmose</title>")
	s.wants(s.get(s.karim, s.forum()+"/nouveau"), 200, "Choisissez un thème", "Un seul sujet par fil", "bienveillant", "vos retours, vos questions")

	sent := s.post(s.karim, s.forum(), "title", "Durée d’utilité des courriels", "theme", s.theme.String(), "keywords", "courriels, DUA", "body", "Bonjour,\n\n- un an\n- cinq ans")
	s.wants(sent, 303)
	page := s.get(s.karim, sent.location)
	s.wants(page, 200, "<h1>Durée d’utilité des courriels</h1>", "<li>cinq ans</li>", "courriels", "Questions générales", "Aucune réponse",
		"<title>Durée d’utilité des courriels – Espace d’échanges – Archivage numérique – Osmose</title>")

	replied := s.post(s.helene, sent.location+"/messages", "body", "Cinq ans chez nous.")
	s.wants(replied, 303)
	if !strings.HasPrefix(replied.location, sent.location+"#m-") {
		t.Errorf("the reply leads to %s", replied.location)
	}
	s.wants(s.get(s.karim, sent.location), 200, "Cinq ans chez nous.", "Hélène Marchand", "Archives", "1 réponse")
	s.wants(s.get(s.karim, s.forum()+"?mot=dua"), 200, "Durée d’utilité des courriels")
}

func TestTheSlugIsDecoration(t *testing.T) {
	s := newSite(t)
	id := s.opened("Ancien titre")
	bare := s.forum() + "/" + id.String()
	old := s.at(id)
	body := s.opening(id)
	s.wants(s.post(s.karim, s.at(id)+"/modifier", "title", "Nouveau titre", "theme", s.theme.String(), "body", "Corrigé.", "version", "1"), 303)
	for _, path := range []string{bare, old, bare + "-n-importe-quoi"} {
		a := s.get(s.sophie, path)
		s.same(a.status, 302, path)
		s.same(a.location, s.at(id), path)
	}
	s.wants(s.get(s.sophie, s.at(id)), 200, "Modifié le", "Nouveau titre")
	s.wants(s.get(s.sophie, s.textAt(body.Text.ID, "/historique")), 200, "Quelle durée appliquez-vous", "Corrigé.")
}

func TestReactionsAreCountedWithAndWithoutScript(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	text := s.replied(s.karim, id, "Utile.")
	address := s.textAt(text, "/reactions")
	a := s.post(s.sophie, address, "say", "useful")
	s.wants(a, 303)
	s.same(a.location, s.at(id)+"#m-"+text.String(), "where it leads")
	r := httptest.NewRequestWithContext(t.Context(), "POST", address, strings.NewReader("say=useful"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Requested-With", "osmose")
	s.same(s.ask(s.helene, r).body, `{"count":2,"mine":true}`, "for the script")
	s.wants(s.post(s.sophie, address, "unsay", "useful"), 303)
	s.wants(s.post(s.sophie, address, "say", "boo"), 404)
}

func TestFiltersNarrowTheList(t *testing.T) {
	s := newSite(t)
	s.clock.Advance(-40 * 24 * 3600e9)
	old := s.opened("Ancien et seul")
	s.clock.Advance(40 * 24 * 3600e9)
	fresh := s.opened("Nouveau et répondu")
	s.replied(s.helene, fresh, "Oui.")
	titles := map[string]ids.ID{"Ancien et seul": old, "Nouveau et répondu": fresh}
	for query, want := range map[string]string{
		"?sans-reponse=0":                           "Ancien et seul",
		"?sans-reponse=30":                          "Ancien et seul",
		"?periode=7":                                "Nouveau et répondu",
		"?auteur=helene&sans-reponse=0":             "",
		"?auteur=Karim+Benali&periode=7":            "Nouveau et répondu",
		"?auteur=Nobody":                            "",
		"?mot=inconnu":                              "",
		"?periode=7&sans-reponse=0":                 "",
		"?theme=" + s.theme.String() + "&periode=7": "Nouveau et répondu",
	} {
		a := s.get(s.sophie, s.forum()+query)
		s.wants(a, 200)
		for title := range titles {
			if got := a.has(">" + title + "</a>"); got != (title == want) {
				t.Errorf("%s: « %s » shows: %t", query, title, got)
			}
		}
	}
	s.wants(s.get(s.sophie, s.forum()), 200, "Sans réponse depuis 40 jours", "Ancien et seul")
}

func TestTheListAndAThreadGoOnPageByPage(t *testing.T) {
	s := newSite(t)
	id := s.opened("Long fil")
	var last ids.ID
	for i := range 60 {
		last = s.replied(s.karim, id, fmt.Sprintf("Réponse %d.", i+1))
	}
	for i := range 25 {
		s.opened(fmt.Sprintf("Fil %d.", i+1))
	}
	first := s.get(s.sophie, s.at(id))
	s.wants(first, 200, "60 réponses", "Réponse 50.", "Afficher plus")
	s.lacks(first, "Réponse 51.", "Messages précédents")
	place := s.get(s.sophie, s.textAt(last, ""))
	s.wants(place, 302)
	path, _, _ := strings.Cut(place.location, "#")
	second := s.get(s.sophie, path)
	s.wants(second, 200, "Réponse 51.", "Réponse 60.", "Messages précédents")
	s.lacks(second, "Réponse 50.")

	list := s.get(s.sophie, s.forum())
	s.lacks(list, "Fil 5.<")
	_, rest, _ := strings.Cut(list.body, "?apres=")
	cursor, _, _ := strings.Cut(rest, `"`)
	next := s.get(s.sophie, s.forum()+"?apres="+cursor)
	s.wants(next, 200, "Fil 5.<", "Long fil")
	s.lacks(next, "Fil 6.<", "vos retours, vos questions</a>")
}

func TestAPageCostsTheSameHoweverMuchItHolds(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	cost := func(person ids.ID, path string) int64 {
		s.counter = &db.Counter{}
		s.wants(s.get(person, path), 200)
		return s.counter.Count()
	}
	paths := []string{s.at(id), s.forum(), s.forum() + "?mot=x", s.forum() + "/nouveau", s.as(s.helene).Path() + "/mots-cles?q=x"}
	fill := func(n int) {
		for i := range n {
			s.replied(s.karim, id, fmt.Sprintf("Réponse %d.", i))
			s.opened(fmt.Sprintf("Fil %d.", i))
		}
	}
	fill(3)
	before := map[string]int64{}
	for _, path := range paths {
		before[path] = cost(s.helene, path)
	}
	fill(60)
	for _, path := range paths {
		after := cost(s.helene, path)
		t.Logf("%d queries for %s", after, strings.TrimPrefix(path, s.as(s.helene).Path()))
		if after != before[path] || after > 12 {
			t.Errorf("%s: %d queries, then %d", path, before[path], after)
		}
	}
}

func TestQuotesPointWhereTheTextHasGone(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	one := s.replied(s.karim, id, "À citer puis à déplacer.")
	s.wants(s.get(s.helene, s.at(id)+"?citer="+one.String()), 200, "Karim Benali a écrit", `name="quote" value="`+one.String()+`"`)
	s.wants(s.post(s.helene, s.at(id)+"/messages", "body", "Je cite.", "quote", one.String()), 303)
	s.wants(s.post(s.helene, s.textAt(one, "/scission"), "title", "Ailleurs", "theme", s.theme.String()), 303)
	page := s.get(s.sophie, s.at(id))
	s.wants(page, 200, "Karim Benali a écrit", s.textAt(one, "")+`"`)
	if n := strings.Count(page.body, "À citer puis à déplacer."); n != 1 {
		t.Errorf("the moved words show %d times, want in the quote only", n)
	}
}
