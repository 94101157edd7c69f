package discussions

import (
	"fmt"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

func TestWhoMayNotOpenThreadsHasNoButton(t *testing.T) {
	s := newSite(t)
	s.lacks(s.get(s.sophie, s.forum()), "Posez une question")
	s.wants(s.post(s.sophie, s.forum(), "title", "x", "theme", s.theme.String(), "body", "x"), 403)
	s.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO space_settings (space_id, name, value) VALUES ($1, $2, $3)`, s.space, whoOpens, "animators")
		return err
	})
	s.lacks(s.get(s.karim, s.forum()), "Posez une question")
	s.wants(s.get(s.karim, s.forum()+"/nouveau"), 403)
	s.wants(s.post(s.karim, s.forum(), "title", "x", "theme", s.theme.String(), "body", "x"), 403)
	s.wants(s.get(s.helene, s.forum()), 200, "Posez une question")
}

func TestAReaderIsToldWhyThereIsNoForm(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	page := s.get(s.sophie, s.at(id))
	s.wants(page, 200, "demandez à l’animateur")
	s.lacks(page, "/messages\"")
	s.wants(s.post(s.sophie, s.at(id)+"/messages", "body", "Bonjour"), 403)
}

func TestHiddenWordsShowTheReasonOnly(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	text := s.replied(s.karim, id, "Le numéro de ma voisine.")
	s.write(func(tx *db.Tx) error {
		_, err := s.room.Reply(tx, s.as(s.helene), id, "<p>Je réponds.</p>", text)
		return err
	})
	s.wants(s.get(s.sophie, s.at(id)), 200, "Karim Benali a écrit", "Le numéro de ma voisine.")
	s.wants(s.post(s.sophie, s.textAt(text, "/signaler"), "reason", "Une donnée personnelle"), 303)
	s.wants(s.get(s.helene, s.as(s.helene).Path()+"/moderation"), 200, "Une donnée personnelle", "Sophie Le Goff", "Le numéro de ma voisine.")
	s.wants(s.post(s.helene, s.textAt(text, "/masquer"), "reason", " "), 422, "Donnez une raison")
	s.wants(s.post(s.helene, s.textAt(text, "/masquer"), "reason", "Vie privée"), 303)

	for _, path := range []string{s.at(id), s.at(id) + "?citer=" + text.String(), s.forum()} {
		for _, person := range []ids.ID{s.sophie, s.karim} {
			a := s.get(person, path)
			s.wants(a, 200)
			s.lacks(a, "ma voisine")
		}
	}
	s.wants(s.get(s.karim, s.at(id)), 200, "Message masqué par l’animation\u00a0: Vie privée")
	for _, rest := range []string{"/historique", "/signaler"} {
		s.wants(s.get(s.sophie, s.textAt(text, rest)), 404)
	}
	s.lacks(s.get(s.karim, s.textAt(text, "/modifier")), "ma voisine")
	s.wants(s.get(s.helene, s.at(id)), 200, "Le numéro de ma voisine.", "Rétablir")
	s.wants(s.post(s.helene, s.textAt(text, "/masquer/retrait")), 303)
	s.wants(s.get(s.sophie, s.at(id)), 200, "Le numéro de ma voisine.")
}

func TestAnimatorsPinCloseFollowUpAndSplit(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	one := s.replied(s.karim, id, "À part.")
	for _, act := range []string{"/epingle", "/fermeture", "/fermeture/retrait", "/epingle/retrait", "/suivi", "/suivi/retrait"} {
		s.wants(s.post(s.helene, s.at(id)+act), 303)
	}
	s.wants(s.post(s.helene, s.at(id)+"/etat", "state", "resolved"), 303)
	s.wants(s.get(s.sophie, s.forum()), 200, "Signalement résolu")
	s.wants(s.post(s.helene, s.at(id)+"/etat", "state", "perdu"), 422)
	s.wants(s.post(s.karim, s.at(id)+"/epingle"), 403)
	s.wants(s.get(s.helene, s.textAt(one, "/scission")), 200, "À part.")
	s.wants(s.post(s.helene, s.textAt(one, "/scission"), "title", "", "theme", ""), 422, "Donnez un titre", "Choisissez un thème")
	split := s.post(s.helene, s.textAt(one, "/scission"), "title", "Nouveau fil", "theme", s.theme.String())
	s.wants(split, 303)
	s.wants(s.get(s.sophie, split.location), 200, "Ce fil prolonge", "Un fil", "À part.")
	s.wants(s.get(s.sophie, s.at(id)), 200, "ont été déplacés", "Nouveau fil", "Aucune réponse")
	s.same(s.get(s.sophie, s.textAt(one, "")).location, split.location, "the text's address")
}

func TestPaulLearnsNothing(t *testing.T) {
	s := newSite(t)
	id := s.opened("Secret")
	text := s.replied(s.karim, id, "Chut.")
	space := s.as(s.helene).Path()
	nonsense := s.get(s.paul, "/espaces/0000000000001-rien/echanges")
	s.wants(nonsense, 404)
	gets := []string{"/echanges", "/echanges?theme=" + s.theme.String(), "/echanges/nouveau", "/echanges/" + id.String(), "/mots-cles?q=a", "/moderation",
		"/textes/" + text.String(), "/textes/" + text.String() + "/historique", "/textes/" + text.String() + "/signaler",
		"/textes/" + text.String() + "/masquer", "/textes/" + text.String() + "/modifier", "/textes/" + text.String() + "/scission"}
	posts := []string{"/echanges", "/echanges/" + id.String() + "/messages", "/echanges/" + id.String() + "/suivi", "/echanges/" + id.String() + "/epingle",
		"/echanges/" + id.String() + "/fermeture", "/echanges/" + id.String() + "/etat", "/textes/" + text.String() + "/reactions",
		"/textes/" + text.String() + "/signaler", "/textes/" + text.String() + "/masquer", "/textes/" + text.String() + "/masquer/retrait",
		"/textes/" + text.String() + "/modifier", "/textes/" + text.String() + "/scission", "/textes/" + text.String() + "/signaler/classement"}
	for _, rest := range gets {
		s.same(s.get(s.paul, space+rest), nonsense, "GET "+rest)
	}
	for _, rest := range posts {
		s.same(s.post(s.paul, space+rest, "title", "x", "theme", s.theme.String(), "body", "x", "reason", "x", "say", "useful", "version", "1", "state", "open"), nonsense, "POST "+rest)
	}
	// His own space's address with our text's id opens nothing either, while Sophie, a member, passes.
	other, err := s.spaces.Enter(t.Context(), s.paul, s.other)
	s.must(err)
	s.same(s.get(s.paul, other.Path()+"/textes/"+text.String()), nonsense, "across spaces")
	s.same(s.get(s.paul, other.Path()+"/echanges/"+id.String()), nonsense, "across spaces")
	s.same(s.get(s.sophie, space+"/echanges").status, 200, "Sophie")
	s.same(s.words(id), "[Chut.]", "what stands")
}

func TestAMentionTellsTheNamesOfMembersOnly(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	text := s.replied(s.karim, id, fmt.Sprintf("Voir avec [x](/personnes/%s) et [y](/personnes/%s).", s.helene, s.paul))
	for _, path := range []string{s.at(id), s.textAt(text, "/signaler"), s.textAt(text, "/historique")} {
		page := s.get(s.sophie, path)
		s.wants(page, 200, ">@Hélène Marchand</a>", "@Ancien membre")
		s.lacks(page, "Paul")
	}
	s.wants(s.get(s.karim, s.textAt(text, "/modifier")), 200, "@Hélène Marchand")
}

func TestHidingAnOpeningMessageHidesItsThread(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil à masquer")
	address, text := s.at(id), s.opening(id).Text.ID
	s.wants(s.get(s.helene, s.textAt(text, "/masquer")), 200, "toute la publication")
	hidden := s.post(s.helene, s.textAt(text, "/masquer"), "reason", "Hors sujet")
	s.wants(hidden, 303)
	s.wants(s.get(s.karim, address), 404)
	s.lacks(s.get(s.karim, s.forum()), "Un fil à masquer")
	s.wants(s.post(s.karim, address+"/messages", "body", "Tiens ?"), 404)
	s.wants(s.get(s.helene, hidden.location), 200, "Un fil à masquer", "Hors sujet", "Rétablir")
	s.wants(s.get(s.karim, hidden.location), 403)
	s.wants(s.post(s.helene, s.textAt(text, "/masquer/retrait")), 303)
	s.wants(s.get(s.karim, address), 200, "Un fil à masquer")
}

func TestAHiddenThreadIsNotReadThroughAQuote(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	one := s.replied(s.karim, id, "Des mots à cacher.")
	two := s.replied(s.karim, id, "Une autre piste.")
	s.wants(s.post(s.helene, s.at(id)+"/messages", "body", "Je cite.", "quote", one.String()), 303)
	moved := s.post(s.helene, s.textAt(two, "/scission"), "title", "Ailleurs", "theme", s.theme.String(), "following", "1")
	s.wants(moved, 303)
	elsewhere := moved.location
	s.wants(s.get(s.sophie, elsewhere), 200, "Je cite.", "Des mots à cacher.")
	opening, err := s.room.comments.Body(s.q(), s.as(s.helene), id, false)
	s.must(err)
	s.wants(s.post(s.helene, s.textAt(opening.Text.ID, "/masquer"), "reason", "Hors sujet."), 303)
	page := s.get(s.sophie, elsewhere)
	s.wants(page, 200, "Je cite.")
	s.lacks(page, "Des mots à cacher.")
}
