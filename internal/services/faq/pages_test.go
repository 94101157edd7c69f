package faq_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
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

// firstLink is the first of some addresses of a text that ends so.
func firstLink(links []string, end string) string {
	for _, link := range links {
		if strings.HasSuffix(link, end) && strings.Contains(link, "/textes/") {
			return link
		}
	}
	return ""
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
	shown := karim.Get(strings.Split(thread, "#")[0]).Is(200).Shows("FAQ\u00a0: posez vos questions", "Votre question").Hides("Votre réponse")
	if got := shown.Value("body"); got != "zygomatique du haras" {
		t.Errorf("the form holds %q", got)
	}
	w.As("paul").Get(address).Is(404)
	// What he had begun there is not lost, nor are the words.
	karim.Post(strings.TrimSuffix(w.faq(), "/faq")+"/redaction/brouillon", url.Values{"place": {shown.Value("place")}, "body": {"Un message commencé."}}).Is(200)
	if got := karim.Get(strings.Split(thread, "#")[0]).Is(200).Value("body"); got != "Un message commencé.\n\nzygomatique du haras" {
		t.Errorf("beside a draft the form holds %q", got)
	}
	// Whoever comes back with the same question finds it once.
	karim.Post(strings.TrimSuffix(w.faq(), "/faq")+"/redaction/brouillon", url.Values{"place": {shown.Value("place")}, "body": {"Bonjour, zygomatique du haras ?"}}).Is(200)
	if got := karim.Get(strings.Split(thread, "#")[0]).Is(200).Value("body"); got != "Bonjour, zygomatique du haras ?" {
		t.Errorf("with a draft that asks it the form holds %q", got)
	}
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
	for range 2 { // a job may run twice, and the thread stands once
		w.do(func(tx *db.Tx) error { return w.Queue.Put(tx, "discussions.questions", struct{}{}) })
		w.Settle()
	}
	if count() != 1 {
		t.Errorf("%d threads of questions", count())
	}
}

func TestAProposalIsSeenByItsAuthorAndTheAnimators(t *testing.T) {
	w := boot(t)
	karim, helene, sophie := w.As("karim"), w.As("helene"), w.As("sophie")
	proposal := url.Values{"title": {"Une proposition de Karim ?"}, "theme": {w.theme("Outils").ID.String()}, "body": {"Oui."}, "do": {"publish"}}
	karim.Post(w.faq(), url.Values{"title": {"Une proposition de Karim ?"}, "do": {"draft"}}).Is(422).Shows("Écrivez la réponse.")
	entry := karim.Post(w.faq(), proposal).LeadsTo(w.faq())
	if twin := karim.Post(w.faq(), proposal).LeadsTo(w.faq()); twin != entry {
		t.Errorf("sent twice, it is proposed twice: %s", twin)
	}
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

func TestTheAnimatorsAreToldOnceOfAProposal(t *testing.T) {
	w := boot(t)
	karim, helene, sophie, paul := w.As("karim"), w.As("helene"), w.As("sophie"), w.As("paul")
	everybody := []string{"karim", "helene", "sophie", "paul"}
	w.Settle()
	for _, name := range everybody {
		w.As(name).Post("/notifications/lecture", nil).Is(303)
	}
	proposal := url.Values{"title": {"Peut-on détruire les doublons ?"}, "theme": {w.theme("Outils").ID.String()}, "body": {"Oui, sans visa."}}
	entry := karim.Post(w.faq(), proposal).LeadsTo(w.faq())
	karim.Post(w.faq(), proposal).LeadsTo(w.faq())
	helene.Post(w.faq(), url.Values{"title": {"Un brouillon d’Hélène ?"}, "do": {"draft"}}).LeadsTo(w.faq())
	w.Settle()
	told := helene.Get("/notifications").Is(200).
		Shows("Karim Benali propose une question pour la FAQ", "Peut-on détruire les doublons ?", "1 notification non lue").
		Hides("Un brouillon d’Hélène")
	for _, v := range []*testkit.Visitor{karim, sophie, paul} {
		v.Get("/notifications").Is(200).Hides("propose une question", "Peut-on détruire", "notification non lue")
	}
	if told.Link("/faq/") != entry {
		t.Errorf("the bell leads to %s instead of %s", told.Link("/faq/"), entry)
	}

	// The right is asked for again: who animates no more is told no more, and what waits no more is told to nobody.
	role := func(role string) {
		w.do(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE memberships SET role = $3 WHERE space_id = $1 AND person_id = $2`, w.Space(archives), w.Person("helene"), role)
			return err
		})
	}
	role("contributor")
	helene.Get("/notifications").Hides("Peut-on détruire", "notification non lue")
	role("animator")
	helene.Get(entry).Is(200) // which silences the bell
	w.Settle()
	helene.Get("/notifications").Shows("Peut-on détruire les doublons ?").Hides("notification non lue")
	karim.Post(entry+"/corbeille", nil).Is(303)
	helene.Get("/notifications").Hides("Peut-on détruire")
	karim.Post(entry+"/corbeille/retrait", nil).Is(303)
	helene.Get("/notifications").Shows("Peut-on détruire les doublons ?")
	helene.Post(entry+"/publication", nil).Is(303)
	w.Settle()
	helene.Get("/notifications").Hides("propose une question")
}

func TestFilesOfAMessageComeAlong(t *testing.T) {
	w := boot(t)
	helene, karim, sophie, paul := w.As("helene"), w.As("karim"), w.As("sophie"), w.As("paul")
	space := strings.TrimSuffix(w.faq(), "/faq")
	forum := space + "/echanges"
	thread := karim.Post(forum, url.Values{"title": {"Quel plan de classement ?"}, "theme": {w.theme("Outils").ID.String()}, "body": {"Qui en a un ?"}}).LeadsTo(forum)
	var plan bytes.Buffer
	if err := png.Encode(&plan, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	receive := karim.Send(space+"/pieces", nil, testkit.File{Field: "files", Name: "plan.png", Content: plan.Bytes()}).Is(200)
	var sent struct{ ID, URL string }
	if err := json.Unmarshal([]byte(receive.Body), &sent); err != nil || sent.URL == "" {
		t.Fatal(receive.Body, err)
	}
	karim.Send(thread+"/messages", url.Values{"body": {"Voici le nôtre : ![Le plan](" + sent.URL + ")"}, "piece": {sent.ID}},
		testkit.File{Field: "files", Name: "cotes.txt", Content: []byte("A : direction")},
		testkit.File{Field: "files", Name: "brouillon.txt", Content: []byte("à oublier")}).Is(303)

	pour := lastLink(helene.Get(thread).Is(200).Links(), "/faq")
	form := helene.Get(pour).Is(200).Shows("Fichiers du message à reprendre", "cotes.txt", "brouillon.txt").Hides("plan.png")
	wanted := form.Value("reprise") // the first of them
	fields := url.Values{
		"title": {"Quel plan de classement ?"}, "theme": {w.theme("Outils").ID.String()}, "body": {form.Value("body")}, "reprise": {wanted}, "do": {"publish"},
	}
	entry := helene.Post(pour, fields).LeadsTo(w.faq())
	if twin := helene.Post(pour, fields).LeadsTo(w.faq()); twin != entry {
		t.Errorf("sent twice, it is poured twice: %s", twin)
	}
	page := sophie.Get(entry).Is(200).Shows("cotes.txt").Hides("brouillon.txt", "plan.png")
	_, picture, _ := strings.Cut(page.Body, `<img src="`+space[:len("/espaces/0000000000000")]+"/pieces/")
	picture, _, _ = strings.Cut(picture, `"`)
	picture, file := sent.URL[:len(sent.URL)-13]+picture, page.Link("/pieces/")
	if picture == sent.URL || strings.Count(page.Body, "cotes.txt") != 1 {
		t.Errorf("the picture is %q, that of the message %q", picture, sent.URL)
	}
	// They outlive what happens to the message, and are nobody's without a key.
	helene.Post(strings.TrimSuffix(pour, "/faq")+"/masquer", url.Values{"reason": {"Erreur."}}).Is(303)
	sophie.Get(sent.URL).Is(404)
	for _, address := range []string{picture, file} {
		sophie.Get(address).Is(200)
		paul.Get(address).Is(404)
	}
	helene.Post(entry+"/publication/retrait", nil).Is(303)
	for _, address := range []string{picture, file} {
		helene.Get(address).Is(200)
		sophie.Get(address).Is(404)
	}
}

func TestWhatNobodyWroteCreditsNobody(t *testing.T) {
	w := boot(t)
	helene := w.As("helene")
	forum := strings.TrimSuffix(w.faq(), "/faq") + "/echanges"
	thread := strings.Split(helene.Get(forum+"/questions").LeadsTo(forum+"/"), "?")[0]
	text := firstLink(helene.Get(thread).Is(200).Links(), "/faq")
	helene.Get(text).Is(200).Shows("La question mènera au message d’origine").Hides("Ancien membre", "D’après la réponse")
	entry := helene.Post(text, url.Values{"title": {"Où poser une question ?"}, "theme": {w.theme("Outils").ID.String()}, "body": {"Ici."}, "do": {"publish"}}).LeadsTo(w.faq())
	helene.Get(entry).Is(200).Shows("D’après un message de l’espace dans FAQ\u00a0: posez vos questions").Hides("Ancien membre")
}

func TestTheHistoryOfAnEntryShowsItsWords(t *testing.T) {
	w := boot(t)
	helene, sophie := w.As("helene"), w.As("sophie")
	fields := url.Values{"title": {"Quel délai ?"}, "theme": {w.theme("Outils").ID.String()}, "body": {"Le délai est de deux mois."}, "do": {"publish"}}
	entry := helene.Post(w.faq(), fields).LeadsTo(w.faq())
	fields.Set("version", helene.Get(entry+"/modifier").Value("version"))
	fields.Set("body", "Le délai est de trois mois.")
	helene.Post(entry+"/modifier", fields).LeadsTo(w.faq())
	history := sophie.Get(entry).Is(200).Link("/historique")
	if page := sophie.Get(history).Is(200); !strings.Contains(page.Body, "</span>deux <span") || !strings.Contains(page.Body, "</span>trois <span") {
		t.Errorf("the words that changed are not shown:\n%s", page.Text())
	}
	sophie.Get(history).Is(200).Shows("Mes espaces Archivage numérique FAQ Quel délai ? Historique de la question")
	w.As("paul").Get(history).Is(404)
}

func TestAThemeWhoseQuestionsAllStandThereIsArrangedAndNotSeenWhole(t *testing.T) {
	w := boot(t)
	w.As("karim").Get(w.faq()).Is(200).Shows("Un service peut-il verser par clé USB ?").Hides("Ranger ces questions", "Voir les 2 questions")
	w.As("helene").Get(w.faq()).Is(200).Shows("Ranger ces questions").Hides("Voir les 2 questions")
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
