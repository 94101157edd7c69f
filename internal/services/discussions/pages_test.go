package discussions

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/comments"
)

func TestKarimReadsAsksAndIsAnswered(t *testing.T) {
	s := newSite(t)
	list := s.get(s.karim, s.forum())
	s.wants(list, 200, "Questions générales", "vos retours, vos questions", "Posez une question", "<title>Espace d’échanges – Archivage numérique – Osmose</title>")
	s.wants(s.get(s.karim, s.forum()+"/nouveau"), 200, "Choisissez un thème", "Un seul sujet par fil", "bienveillant", "vos retours, vos questions")

	sent := s.post(s.karim, s.forum(), "title", "Durée d’utilité des courriels", "theme", s.theme.String(), "keywords", "courriels, DUA", "body", "Bonjour,\n\n- un an\n- cinq ans")
	s.wants(sent, 303)
	page := s.get(s.karim, sent.location)
	s.wants(page, 200, "<h1>Durée d’utilité des courriels</h1>", "<li>cinq ans</li>", "courriels", "Questions générales", "0 réponse",
		"<title>Durée d’utilité des courriels – Espace d’échanges – Archivage numérique – Osmose</title>")

	replied := s.post(s.helene, sent.location+"/messages", "body", "Cinq ans chez nous.")
	s.wants(replied, 303)
	if !strings.HasPrefix(replied.location, sent.location+"#m-") {
		t.Errorf("the reply leads to %s", replied.location)
	}
	s.wants(s.get(s.karim, sent.location), 200, "Cinq ans chez nous.", "Hélène Marchand", "Archives", "1 réponse")
	s.wants(s.get(s.karim, s.forum()+"?mot=dua"), 200, "Durée d’utilité des courriels")
}

func TestNothingTypedIsLostAndNothingWrongIsStored(t *testing.T) {
	s := newSite(t)
	theme := s.theme.String()
	for name, c := range map[string]struct {
		fields []string
		says   []string
	}{
		"nothing":         {nil, []string{"Donnez un titre", "Choisissez un thème", "Écrivez votre message"}},
		"no theme":        {[]string{"title", "Mon titre", "keywords", "courriels", "body", "Mon texte"}, []string{"Choisissez un thème", `value="Mon titre"`, `value="courriels"`, ">Mon texte</textarea>"}},
		"a theme unknown": {[]string{"title", "Mon titre", "theme", "0000000000001", "body", "Mon texte"}, []string{"Ce thème n’existe pas", `value="Mon titre"`}},
		"no id":           {[]string{"title", "Mon titre", "theme", "rien", "body", "Mon texte"}, []string{"Ce choix n’est pas proposé"}},
		"a long title":    {[]string{"title", strings.Repeat("é", 201), "theme", theme, "body", "Mon texte"}, []string{"201 caractères", ">Mon texte</textarea>"}},
		"a long text":     {[]string{"title", "Mon titre", "theme", theme, "body", strings.Repeat("é", 20_001)}, []string{"Ramenez-le", `value="Mon titre"`}},
		"NUL":             {[]string{"title", "Mon\x00 titre", "theme", theme, "body", "Mon\x00 texte"}, []string{"caractère invisible", ">Mon texte</textarea>"}},
		"broken":          {[]string{"title", "Mon titre", "theme", theme, "body", "Mon \xff texte"}, []string{"illisibles"}},
		"only marks":      {[]string{"title", "Mon titre", "theme", theme, "body", "<!-- -->"}, []string{"champ-body-erreur"}},
		"many keywords":   {[]string{"title", "Mon titre", "theme", theme, "body", "x", "keywords", "a,b,c,d,e,f,g,h,i"}, []string{"8"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := s.post(s.karim, s.forum(), c.fields...)
			s.wants(a, 422, append(c.says, "os-error-summary")...)
		})
	}
	n, err := db.One[int](s.q(), `SELECT COUNT(*) FROM texts WHERE author_id = $1`, s.karim)
	s.must(err)
	s.same(n, 0, "texts stored")
}

func TestMarkupIsText(t *testing.T) {
	s := newSite(t)
	const evil = `<script>alert(1)</script><img src=x onerror=alert(1)>`
	sent := s.post(s.karim, s.forum(), "title", "Titre "+evil, "theme", s.theme.String(), "keywords", "<b>x</b>", "body", "Texte "+evil)
	s.wants(sent, 303)
	for _, path := range []string{sent.location, s.forum()} {
		a := s.get(s.sophie, path)
		s.wants(a, 200)
		s.lacks(a, "<script>alert", "<img src=x", "<b>x")
	}
}

func TestARefusedReplyKeepsItsWords(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	long := strings.Repeat("é", 20_001)
	s.wants(s.post(s.karim, s.at(id)+"/messages", "body", " "), 422, "Écrivez votre message", "<h1>Un fil</h1>")
	s.wants(s.post(s.karim, s.at(id)+"/messages", "body", long), 422, "Ramenez-le", long)
	s.write(func(tx *db.Tx) error { return Close(tx, s.as(s.helene), id) })
	s.wants(s.post(s.karim, s.at(id)+"/messages", "body", "Trop tard, hélas."), 409, "clos pendant que vous écriviez", "Trop tard, hélas.")
	s.same(s.world.thread(id).Replies, 0, "replies stored")
}

func TestTheSlugIsDecoration(t *testing.T) {
	s := newSite(t)
	id := s.opened("Ancien titre")
	bare := s.forum() + "/" + id.String()
	old := s.at(id)
	body := s.opening(id)
	s.wants(s.post(s.karim, s.textAt(body.Text.ID, "/modifier"), "title", "Nouveau titre", "theme", s.theme.String(), "body", "Corrigé.", "version", "1"), 303)
	for _, path := range []string{bare, old, bare + "-n-importe-quoi"} {
		a := s.get(s.sophie, path)
		s.same(a.status, 302, path)
		s.same(a.location, s.at(id), path)
	}
	s.wants(s.get(s.sophie, s.at(id)), 200, "Modifié le", "Nouveau titre")
	s.wants(s.get(s.sophie, s.textAt(body.Text.ID, "/historique")), 200, "Quelle durée appliquez-vous", "Corrigé.")
}

func TestTwoEditsOfOneTextShowBoth(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	text := s.replied(s.karim, id, "Première version.")
	edit := s.textAt(text, "/modifier")
	s.wants(s.get(s.karim, edit), 200, "Première version.", `name="version" value="1"`)
	s.wants(s.post(s.karim, edit, "version", "1", "body", "Depuis le bureau."), 303)
	both := s.post(s.karim, edit, "version", "1", "body", "Depuis le train.")
	s.wants(both, 409, "Depuis le bureau.", ">Depuis le train.</textarea>", `name="version" value="2"`)
	s.wants(s.post(s.karim, edit, "version", "2", "body", "Depuis le train."), 303)
	s.same(s.words(id), "[Depuis le train.]", "what stands")
	s.wants(s.get(s.helene, edit), 403, "vos propres messages")
}

func TestWhoMayNotOpenThreadsHasNoButton(t *testing.T) {
	s := newSite(t)
	s.lacks(s.get(s.sophie, s.forum()), "Posez une question")
	s.wants(s.post(s.sophie, s.forum(), "title", "x", "theme", s.theme.String(), "body", "x"), 403)
	s.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO space_settings (space_id, name, value) VALUES ($1, $2, $3)`, s.space, whoOpens, animatorsOpen)
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

func TestReactionsAreCountedWithAndWithoutScript(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	text := s.replied(s.karim, id, "Utile.")
	address := s.textAt(text, "/reactions/useful")
	a := s.post(s.sophie, address, "mine", "1")
	s.wants(a, 303)
	s.same(a.location, s.at(id)+"#m-"+text.String(), "where it leads")
	r := httptest.NewRequestWithContext(t.Context(), "POST", address, strings.NewReader("mine=1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Requested-With", "osmose")
	s.same(s.ask(s.helene, r).body, `{"count":2,"mine":true}`, "for the script")
	s.wants(s.post(s.sophie, address, "mine", ""), 303)
	s.wants(s.post(s.sophie, s.textAt(text, "/reactions/boo"), "mine", "1"), 404)
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
	s.wants(s.get(s.sophie, s.at(id)), 200, "ont été déplacés", "Nouveau fil", "0 réponse")
	s.same(s.get(s.sophie, s.textAt(one, "")).location, split.location, "the text's address")
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
		"?auteur=" + s.helene.String():              "",
		"?auteur=0000000000001":                     "",
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
		"/echanges/" + id.String() + "/fermeture", "/echanges/" + id.String() + "/etat", "/textes/" + text.String() + "/reactions/useful",
		"/textes/" + text.String() + "/signaler", "/textes/" + text.String() + "/masquer", "/textes/" + text.String() + "/masquer/retrait",
		"/textes/" + text.String() + "/modifier", "/textes/" + text.String() + "/scission", "/textes/" + text.String() + "/signaler/classement"}
	for _, rest := range gets {
		s.same(s.get(s.paul, space+rest), nonsense, "GET "+rest)
	}
	for _, rest := range posts {
		s.same(s.post(s.paul, space+rest, "title", "x", "theme", s.theme.String(), "body", "x", "reason", "x", "mine", "1", "version", "1", "state", "open"), nonsense, "POST "+rest)
	}
	// His own space's address with our text's id opens nothing either, while Sophie, a member, passes.
	other, err := s.spaces.Enter(t.Context(), s.paul, s.other)
	s.must(err)
	s.same(s.get(s.paul, other.Path()+"/textes/"+text.String()), nonsense, "across spaces")
	s.same(s.get(s.paul, other.Path()+"/echanges/"+id.String()), nonsense, "across spaces")
	s.same(s.get(s.sophie, space+"/echanges").status, 200, "Sophie")
	s.same(s.words(id), "[Chut.]", "what stands")
}

func TestKeywordsComplete(t *testing.T) {
	s := newSite(t)
	s.write(func(tx *db.Tx) error {
		d := s.draft("Un fil")
		d.Keywords = []string{"Élimination", "électronique", "DUA"}
		_, err := s.room.Open(tx, s.as(s.karim), d)
		return err
	})
	s.same(s.get(s.sophie, s.as(s.sophie).Path()+"/mots-cles?q=EL").body, `["électronique","Élimination"]`, "completion")
	s.same(s.get(s.sophie, s.as(s.sophie).Path()+"/mots-cles?q=").body, `[]`, "nothing typed")
}

func TestSendingAndWritingAnother(t *testing.T) {
	s := newSite(t)
	a := s.post(s.karim, s.forum(), "title", "Un de plusieurs", "theme", s.theme.String(), "body", "x", "again", "1")
	s.wants(a, 303)
	if !strings.HasPrefix(a.location, s.forum()+"/nouveau?") {
		t.Errorf("leads to %s", a.location)
	}
	s.wants(s.get(s.karim, a.location), 200, `value="`+s.theme.String()+`" selected`)
}

func TestAReplyAfterARemovalIsNotStored(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	address := s.at(id)
	s.wants(s.get(s.karim, address), 200)
	s.write(func(tx *db.Tx) error { return s.spaces.Remove(tx, s.as(s.helene), s.karim) })
	s.wants(s.post(s.karim, address+"/messages", "body", "Trop tard."), 404)
	s.same(len(s.words(id)), 0, "replies")
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
	opening, err := comments.New(s.recorder).Body(s.q(), s.as(s.helene), id, false)
	s.must(err)
	s.wants(s.post(s.helene, s.textAt(opening.Text.ID, "/masquer"), "reason", "Hors sujet."), 303)
	page := s.get(s.sophie, elsewhere)
	s.wants(page, 200, "Je cite.")
	s.lacks(page, "Des mots à cacher.")
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
