package faq_test

import (
	"net/url"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/spaces"
)

// TestHelenePoursKarimsReply is the story of S81: the asker, whoever answered and who follows are told, once.
func TestHelenePoursKarimsReply(t *testing.T) {
	w := boot(t)
	helene, karim, sophie, paul := w.As("helene"), w.As("karim"), w.As("sophie"), w.As("paul")
	camille := w.As("camille.prevost@pezac.example")
	forum := strings.TrimSuffix(w.faq(), "/faq") + "/echanges"
	thread := camille.Post(forum, url.Values{
		"title": {"Comment numéroter les boîtes d’archives numériques ?"}, "theme": {w.theme("Outils").ID.String()}, "keywords": {"numérotation"},
		"body": {"Bonjour, qui a une règle ?"},
	}).LeadsTo(forum)
	karim.Post(thread+"/messages", url.Values{"body": {"Nous numérotons par **service** et par année."}}).Is(303)
	w.Settle()
	karim.Post("/notifications/lecture", nil)
	camille.Post("/notifications/lecture", nil)

	pour := lastLink(helene.Get(thread).Is(200).Links(), "/faq")
	form := helene.Get(pour).Is(200).Shows("D’après la réponse de Karim Benali")
	if got := form.Value("title"); got != "Comment numéroter les boîtes d’archives numériques ?" {
		t.Errorf("the question is %q", got)
	}
	if got := form.Value("theme"); got != w.theme("Outils").ID.String() {
		t.Errorf("the theme is %q", got)
	}
	form.Shows("Nous numérotons par **service** et par année.")
	paul.Get(pour).Is(404).Hides("numérot")
	sophie.Get(pour).Is(403)
	entry := helene.Post(pour, url.Values{
		"title": {"Comment numéroter les boîtes ?"}, "theme": {w.theme("Outils").ID.String()}, "keywords": {"numérotation"},
		"body": {"Par **service** et par année."}, "do": {"publish"},
	}).LeadsTo(w.faq())
	w.Settle()

	helene.Get(entry).Is(200).Shows("D’après la réponse de Karim Benali dans Comment numéroter les boîtes d’archives numériques ?")
	sophie.Get(thread).Is(200).Shows("Versé à la FAQ\u00a0: Comment numéroter les boîtes ?")
	karim.Get("/notifications").Shows("Hélène Marchand a versé votre réponse à la FAQ", "1 notification non lue")
	camille.Get("/notifications").Shows("Hélène Marchand a versé à la FAQ la réponse à votre question", "1 notification non lue")
	helene.Get("/notifications").Hides("a versé")
	paul.Get("/notifications").Hides("a versé")
	paul.Get(entry).Is(404).Hides("numéroter")

	// Told once, even when it is withdrawn and published anew; and opening it silences the bell.
	helene.Post(entry+"/publication/retrait", nil).Is(303)
	karim.Get("/notifications").Hides("a versé", "Comment numéroter les boîtes ?")
	sophie.Get(thread).Hides("Versé à la FAQ")
	helene.Post(entry+"/publication", nil).Is(303)
	w.Settle()
	karim.Get(entry).Is(200)
	w.Settle()
	karim.Get("/notifications").Shows("a versé votre réponse").Hides("notification non lue")

	// Found with a plural and without its accent by whoever may, by nobody else.
	found := typed(sophie, w.faq(), "numeroter la boite").Is(200)
	found.Shows("question", "numéroter")
	if !strings.Contains(found.Body, "<mark") || strings.Contains(found.Body, "<html") {
		t.Errorf("no hit is marked, or it is a whole page:\n%s", found.Body)
	}
	typed(paul, w.faq(), "numeroter la boite").Is(404).Hides("numéroter")
	typed(paul, w.faq()+"/proches", "numéroter la boîte").Is(404).Hides("numéroter")
	typed(karim, w.faq()+"/proches", "Comment numéroter une boîte ?").Is(200).Shows("La FAQ répond peut-être déjà", "Comment numéroter les boîtes ?")
	paul.Get("/recherche?q=numeroter+boites").Is(200).Hides("Comment numéroter")
	sophie.Get("/recherche?q=numeroter+boites").Is(200).Shows("Comment numéroter les boîtes ?")

	// A hidden reply names nobody any more.
	text := strings.TrimSuffix(pour, "/faq")
	helene.Post(text+"/masquer", url.Values{"reason": {"Erreur."}}).Is(303)
	sophie.Get(entry).Is(200).Hides("D’après la réponse", "Karim Benali")
}

// lastLink is the last of some addresses that ends so.
func lastLink(links []string, end string) string {
	for i := len(links) - 1; i >= 0; i-- {
		if strings.HasSuffix(links[i], end) && strings.Contains(links[i], "/textes/") {
			return links[i]
		}
	}
	return ""
}

func TestNothingFoundLeadsToTheThreadOfQuestionsWithTheWords(t *testing.T) {
	w := boot(t)
	karim, sophie := w.As("karim"), w.As("sophie")
	page := karim.Get(w.faq()+"?q=zygomatique+du+haras").Is(200).Shows("Aucune question trouvée pour «\u00a0zygomatique du haras\u00a0»", "Poser la question")
	address := page.Link("/echanges/questions")
	thread := karim.Get(address).LeadsTo(strings.TrimSuffix(w.faq(), "/faq") + "/echanges/")
	shown := karim.Get(strings.Split(thread, "#")[0]).Is(200).Shows("FAQ\u00a0: posez vos questions")
	if got := shown.Value("body"); got != "zygomatique du haras" {
		t.Errorf("the form holds %q", got)
	}
	w.As("paul").Get(address).Is(404)
	// Who writes nothing is not sent to a form, and loses nothing by the address.
	sophie.Get(w.faq() + "?q=zygomatique").Is(200).Shows("Essayez d’autres mots, ou parcourez les thèmes").Hides("/echanges/questions")
	sophie.Get(strings.Split(thread, "#")[0]).Is(200).Hides("zygomatique du haras</textarea>")
}

func TestASpaceFoundedBeforeGetsItsThreadOfQuestions(t *testing.T) {
	w := boot(t)
	space := w.Space(archives)
	count := func() int {
		n, err := db.One[int](w.q(), `SELECT COUNT(*) FROM threads t JOIN pins p ON p.publication_id = t.id WHERE t.space_id = $1 AND t.standing = 'questions'`, space)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM publications WHERE space_id = $1 AND id IN (SELECT id FROM threads WHERE standing = 'questions')`, space)
		return err
	})
	if count() != 0 {
		t.Fatal("it stands still")
	}
	w.As("karim").Get(strings.TrimSuffix(w.faq(), "/faq") + "/echanges/questions").LeadsTo(strings.TrimSuffix(w.faq(), "/faq") + "/echanges/nouveau")
	for range 2 { // its hour comes again and again, and it stands once
		w.do(func(tx *db.Tx) error { return w.Queue.Put(tx, "discussions/questions", struct{}{}) })
		w.Settle()
	}
	if count() != 1 {
		t.Errorf("%d threads of questions", count())
	}
}

func TestAProposalIsSeenByItsAuthorAndTheAnimators(t *testing.T) {
	w := boot(t)
	karim, helene, sophie := w.As("karim"), w.As("helene"), w.As("sophie")
	entry := karim.Post(w.faq(), url.Values{
		"title": {"Une proposition de Karim ?"}, "theme": {w.theme("Outils").ID.String()}, "body": {"Oui."}, "do": {"publish"},
	}).LeadsTo(w.faq())
	karim.Get(entry).Is(200).Shows("Proposition de Karim Benali, non publiée").Hides("/publication\"")
	helene.Get(w.faq()+"/brouillons").Is(200).Shows("Une proposition de Karim ?", "Karim Benali")
	karim.Get(w.faq() + "/brouillons").Is(200).Shows("Une proposition de Karim ?")
	for _, outsider := range []string{"sophie", "thomas.meunier@hautvernois.example", "paul"} {
		w.As(outsider).Get(entry).Is(404).Hides("Une proposition")
	}
	w.As("thomas.meunier@hautvernois.example").Get(w.faq() + "/brouillons").Is(200).Hides("Une proposition de Karim")
	typed(sophie, w.faq(), "proposition").Hides("Une proposition de Karim")
	// Renamed, its former address leads to it; a reader who is not a member of the space learns neither.
	helene.Post(entry+"/publication", nil).Is(303)
	version := helene.Get(entry + "/modifier").Value("version")
	helene.Post(entry+"/modifier", url.Values{
		"title": {"Un autre intitulé ?"}, "theme": {w.theme("Outils").ID.String()}, "body": {"Oui, toujours."}, "version": {version}, "do": {"publish"},
	}).LeadsTo(w.faq())
	now := sophie.Get(entry).LeadsTo(w.faq())
	sophie.Get(now).Is(200).Shows("Un autre intitulé ?", "Mis à jour le", "Nouveau")
	w.As("paul").Get(now).Is(404)
}

func TestWhatIsWrongInTheFormIsToldAndNothingIsLost(t *testing.T) {
	w := boot(t)
	helene := w.As("helene")
	sent := url.Values{"title": {"Une question ?"}, "theme": {""}, "body": {"Une réponse."}, "review": {"31/02/2027"}, "do": {"publish"}}
	page := helene.Post(w.faq(), sent).Is(422).Shows("Cette date n’existe pas")
	if page.Value("title") != "Une question ?" || page.Value("review") != "31/02/2027" {
		t.Error("something typed was lost")
	}
	sent.Set("review", "28/02/2027")
	helene.Post(w.faq(), sent).Is(422).Shows("Choisissez un thème")
	sent.Set("theme", w.theme("Outils").ID.String())
	for _, bad := range []string{"", "a\x00b", "\xff", strings.Repeat("z", 20_001)} {
		sent.Set("body", bad)
		if answer := helene.Post(w.faq(), sent); answer.Status != 422 && answer.Status != 400 && answer.Status != 413 {
			t.Errorf("body %.10q: %d", bad, answer.Status)
		}
	}
	if n := w.theme("Outils").Live; n != 1 {
		t.Errorf("%d entries under « Outils »", n)
	}
}

func TestTheFeedsShowEntries(t *testing.T) {
	w := boot(t)
	space := spaces.Path(w.Space(archives), archives)
	w.As("sophie").Get(space+"?voir=faq_entry").Is(200).Shows("Pourquoi l’outil refuse-t-il certains chemins", "Question de la FAQ")
	w.As("helene").Get(space).Is(200).Shows("Proposer une question pour la FAQ")
	w.As("sophie").Get(space).Is(200).Hides("Proposer une question pour la FAQ")
}
