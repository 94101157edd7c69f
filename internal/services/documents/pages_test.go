package documents_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"osmose/internal/testkit"
)

func upload(name, content string) testkit.File {
	return testkit.File{Field: "files", Name: name, Content: []byte(content)}
}

// TestKarimDepositsAndEverybodyReads is the story of S60, S61 and S64: a form without a script, the page, the file.
func TestKarimDepositsAndEverybodyReads(t *testing.T) {
	w := boot(t)
	karim, sophie, helene, paul := w.As("karim"), w.As("sophie"), w.As("helene"), w.As("paul")
	form := karim.Get(w.shelf()).Is(200).Link("/documents/nouveau")
	karim.Get(form).Is(200).Shows("Déposer des documents", "Fichiers")
	page := karim.Send(w.shelf(), url.Values{
		"keywords": {"zibeline"}, "body": {"À relire par @Hélène Marchand."}, "folder": {""},
	}, upload(`C:\Temp\Relevé des séries.csv`, "Série;Durée\nBudget;10 ans\nzibeline;<b>5</b> ans\n")).LeadsTo(w.shelf() + "/")
	w.Settle()
	shown := sophie.Get(page).Is(200).Shows("Relevé des séries", "Document de travail", "tableau CSV, 1 Ko", "Karim Benali", "Version 1", "10 ans", "<b>5</b> ans", "Télécharger", "zibeline").
		Hides("Nouvelle version", "Mettre à la corbeille")
	helene.Get("/notifications").Shows("Relevé des séries")
	helene.Get(w.shelf()).Is(200).Shows("Relevé des séries")
	helene.Get(w.space()).Is(200).Shows("Relevé des séries", "Document")
	sophie.Get("/recherche?q=releve+series").Is(200).Shows("Relevé des séries", "Document")
	// What links to it shows its card, to whoever may see it.
	citing := helene.Send(w.shelf(), url.Values{"title": {"Mode d’emploi"}, "body": {"Voir [le relevé](" + page + ")."}}, upload("mode.txt", "À lire.")).LeadsTo(w.shelf() + "/")
	sophie.Get(citing).Is(200).Shows("Relevé des séries")

	file := shown.Link("/versions/1")
	answer := sophie.Get(file).Is(200)
	for header, want := range map[string]string{
		"Content-Type": "text/csv", "Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache",
	} {
		if got := answer.Header.Get(header); got != want {
			t.Errorf("%s: %q, not %q", header, got, want)
		}
	}
	if disposition := answer.Header.Get("Content-Disposition"); !strings.HasPrefix(disposition, "attachment") || !strings.Contains(disposition, "Relev%C3%A9%20des%20s%C3%A9ries.csv") {
		t.Errorf("Content-Disposition: %s", disposition)
	}
	part := httptest.NewRequest(http.MethodGet, testkit.BaseURL+file, nil)
	part.Header.Set("Range", "bytes=0-5")
	if answer := sophie.Do(part); answer.Status != http.StatusPartialContent || answer.Body != "Série" {
		t.Errorf("a part: %d, %q", answer.Status, answer.Body)
	}
	same := httptest.NewRequest(http.MethodGet, testkit.BaseURL+file, nil)
	same.Header.Set("If-None-Match", answer.Header.Get("ETag"))
	sophie.Do(same).Is(304)
	sophie.Get(page + "/versions/2").Is(404)
	sophie.Get(page + "/apercu").Is(404)

	for _, address := range []string{w.shelf(), page, file, page + "/vignette", page + "/apercu", form, w.shelf() + "/corbeille", w.shelf() + "?mot=zibeline"} {
		paul.Get(address).Is(404).Hides("Relevé", "zibeline")
	}
	paul.Send(w.shelf(), nil, upload("intrus.txt", "Bonjour.")).Is(404)
	sophie.Send(w.shelf(), nil, upload("lectrice.txt", "Bonjour.")).Is(403)
	paul.Get("/recherche?q=releve+series").Is(200).Hides("Relevé")
}

// TestOneRefusedFileLeavesTheOthers sends a good file, a program under a quiet name, an empty one and one that is known.
func TestOneRefusedFileLeavesTheOthers(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	w.filed("karim", 0, "Déjà là", "Un texte connu.")
	files := w.onDisk()
	answer := karim.Send(w.shelf(), url.Values{"keywords": {"essai"}, "body": {"Une description."}},
		upload("bon.txt", "Un bon texte."), upload("innocent.pdf", "MZ\x90\x00\x03\x00\x00\x00\x04\x00"), upload("logotype.png", `<svg xmlns="http://www.w3.org/2000/svg"/>`),
		upload("copie.txt", "Un texte connu.")).Is(422)
	answer.Shows("Déposé : bon", "Les fichiers « exe » ne peuvent pas être déposés", "Les fichiers « svg »", "Ce fichier est déjà dans l’espace : « Déjà là »", "Voir « Déjà là »",
		"Déposer même si l’espace contient déjà ce fichier", "Une description.")
	if answer.Value("keywords") != "essai" {
		t.Error("the keywords are lost")
	}
	if n := w.onDisk(); n != files+1 {
		t.Errorf("%d files were %d, and one was deposited", n, files)
	}
	karim.Send(w.shelf(), url.Values{"again": {"1"}}, upload("copie.txt", "Un texte connu.")).LeadsTo(w.shelf() + "/")
	karim.Get(w.shelf()).Shows("bon", "copie").Hides("innocent", "logotype")
}

// TestBadDepositsAreTold gives the form what people and programs put there; nothing is stored.
func TestBadDepositsAreTold(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	files := w.onDisk()
	good := upload("bon.txt", "Un bon texte.")
	for what, c := range map[string]struct {
		form  url.Values
		files []testkit.File
		says  string
	}{
		"nothing":            {nil, nil, "Fichiers"},
		"a title for two":    {url.Values{"title": {"Un titre"}}, []testkit.File{good, upload("autre.txt", "Un autre.")}, "Un titre convient à un seul fichier"},
		"a long title":       {url.Values{"title": {strings.Repeat("z", 201)}}, []testkit.File{good}, "200"},
		"NUL":                {url.Values{"title": {"a\x00b"}}, []testkit.File{good}, "Titre"},
		"broken UTF-8":       {url.Values{"keywords": {"a\xff"}}, []testkit.File{good}, "Mots-clés"},
		"a folder of nobody": {url.Values{"folder": {"0000000000001"}}, []testkit.File{good}, "Ce dossier n’existe plus"},
		"a broken picture":   {nil, []testkit.File{upload("plan.png", "\x89PNG\r\n\x1a\nrien du tout")}, "plan.png"},
	} {
		answer := karim.Send(w.shelf(), c.form, c.files...)
		if answer.Status != 422 || !strings.Contains(answer.Text(), c.says) || !strings.Contains(answer.Body, `aria-invalid="true"`) {
			t.Errorf("%s: %d\n%s", what, answer.Status, answer.Text())
		}
	}
	if n := w.onDisk(); n != files {
		t.Errorf("%d files were %d", n, files)
	}
	many := make([]testkit.File, 21)
	for i := range many {
		many[i] = upload("f.txt", strconv.Itoa(i))
	}
	karim.Send(w.shelf(), nil, many...).Is(422)
	markup := karim.Send(w.shelf(), url.Values{"title": {"<script>x()</script>"}, "body": {"<img src=x onerror=y()>"}}, good).LeadsTo(w.shelf() + "/")
	if page := karim.Get(markup).Is(200); strings.Contains(page.Body, "<script>x()") || strings.Contains(page.Body, "<img src=x") {
		t.Error("markup stands in the page as it is")
	}
}

// TestAPictureIsDrawnAnew wants ours in place of the one that came, shown and fetched.
func TestAPictureIsDrawnAnew(t *testing.T) {
	w := boot(t)
	karim, sophie := w.As("karim"), w.As("sophie")
	came := drawing(400, 300)
	page := karim.Send(w.shelf(), nil, testkit.File{Field: "files", Name: "Plan.png", Content: came}).LeadsTo(w.shelf() + "/")
	shown := sophie.Get(page).Is(200).Shows("Plan.jpg", "image, ")
	large := sophie.Get(shown.Link("/apercu")).Is(200)
	if !strings.HasPrefix(large.Header.Get("Content-Disposition"), "inline") || large.Header.Get("Content-Type") != "image/jpeg" || bytes.Equal([]byte(large.Body), came) {
		t.Errorf("%v", large.Header)
	}
	if fetched := sophie.Get(page + "/versions/1").Is(200); !strings.HasPrefix(fetched.Header.Get("Content-Disposition"), "attachment") || fetched.Body != large.Body {
		t.Errorf("fetched %v", fetched.Header)
	}
	small := sophie.Get(sophie.Get(w.shelf()).Is(200).Link("-plan/vignette")).Is(200)
	if len(small.Body) >= len(large.Body) {
		t.Error("the thumbnail is no smaller")
	}
	w.As("paul").Get(page + "/vignette").Is(404)
}

// TestTextsAreShownSafely previews Markdown, plain text in an old encoding, and a text that is long.
func TestTextsAreShownSafely(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	see := func(name, content string) *testkit.Answer {
		t.Helper()
		return karim.Get(karim.Send(w.shelf(), nil, upload(name, content)).LeadsTo(w.shelf() + "/")).Is(200)
	}
	if body := see("note.md", "# Titre\n\n**gras** [lien](javascript:x()) <script>y()</script>").Shows("gras", "lien").Body; !strings.Contains(body, "<strong>gras</strong>") ||
		strings.Contains(body, "javascript:") || strings.Contains(body, "<script>y") {
		t.Error("the Markdown is not drawn, or not safely")
	}
	see("ancien.txt", "\xc9t\xe9 \xe0 Paris, \x80 et \xab guillemets \xbb").Shows("Été à Paris, € et « guillemets »")
	see("long.txt", strings.Repeat("Une ligne de plus. ", 5000)+"LAFIN").Shows("Seul le début du document est affiché").Hides("LAFIN")
	see("vide.csv", "a\n").Shows("a")
	see("note.pdf", "%PDF-1.4\n%%EOF\n").Shows("Ce serveur ne prépare pas l’aperçu", "Télécharger")
}

// TestVersionsOnThePage adds one by the form, fetches both, takes the first up again.
func TestVersionsOnThePage(t *testing.T) {
	w := boot(t)
	karim, helene, sophie := w.As("karim"), w.As("helene"), w.As("sophie")
	page := karim.Send(w.shelf(), url.Values{"title": {"Procédure"}}, upload("procedure.txt", "Un.")).LeadsTo(w.shelf() + "/")
	form := karim.Get(page).Is(200).Link("/versions/nouvelle")
	karim.Get(form).Is(200).Shows("Déposer une nouvelle version", "Ce qui a changé")
	karim.Send(page+"/versions", url.Values{"note": {"Une correction."}}).Is(422).Shows("Fichier", "Une correction.")
	karim.Send(page+"/versions", url.Values{"note": {strings.Repeat("z", 301)}}, upload("procedure.txt", "Deux.")).Is(422)
	karim.Send(page+"/versions", nil, upload("procedure.txt", "Un.")).Is(422).Shows("identique à la version actuelle")
	karim.Send(page+"/versions", url.Values{"note": {"Une correction."}}, upload("procedure-2.txt", "Deux.")).LeadsTo(page)
	sophie.Get(page).Is(200).Shows("Version 2", "Version actuelle", "Une correction.", "procedure-2.txt").Hides("Reprendre la version")
	if first, second := sophie.Get(page+"/versions/1").Is(200).Body, sophie.Get(page+"/versions/2").Is(200).Body; first != "Un." || second != "Deux." {
		t.Errorf("fetched %q and %q", first, second)
	}
	helene.Post(page+"/validation", url.Values{"number": {"2"}}).LeadsTo(page)
	sophie.Get(page).Shows("Validé", "Validé par Hélène Marchand")
	karim.Get(form).Is(200).Shows("Ce document est validé")
	karim.Post(page+"/versions/1/reprise", nil).LeadsTo(page)
	sophie.Get(page).Shows("Version 3", "Reprise de la version 1", "Document de travail")
	sophie.Post(page+"/versions/2/reprise", nil).Is(403)
	sophie.Get(form).Is(403)
}

func TestTheTrashIsTheAuthorsAndTheAnimators(t *testing.T) {
	w := boot(t)
	karim, helene, other, paul := w.As("karim"), w.As("helene"), w.As(camille), w.As("paul")
	page := karim.Send(w.shelf(), url.Values{"title": {"Note jetable"}}, upload("note.txt", "À jeter.")).LeadsTo(w.shelf() + "/")
	file := page + "/versions/1"
	other.Post(page+"/corbeille", nil).Is(403)
	karim.Post(page+"/corbeille", nil).LeadsTo(w.shelf())
	for _, v := range []*testkit.Visitor{other, paul, w.As("sophie")} {
		v.Get(page).Is(404).Hides("jetable")
		v.Get(file).Is(404)
	}
	other.Get(w.shelf() + "/corbeille").Is(200).Hides("jetable")
	other.Get(w.shelf()).Hides("jetable")
	helene.Get(w.shelf()+"/corbeille").Is(200).Shows("Note jetable", "Karim Benali", "Reprendre")
	karim.Get(page).Is(200).Shows("Ce document est à la corbeille", "Reprendre").Hides("Publier", "Nouvelle version")
	karim.Get(page + "/modifier").Is(404)
	helene.Post(page+"/corbeille/retrait", nil).LeadsTo(page)
	other.Get(page).Is(200).Shows("Note jetable")
}

// TestTheListIsSortedFilteredAndGoesOn looks at more documents than a page shows.
func TestTheListIsSortedFilteredAndGoesOn(t *testing.T) {
	w := boot(t)
	folder := w.folder("Série", 0, "")
	for i := range 35 {
		w.filed("karim", folder, "Note "+strconv.Itoa(100+i), "Note numéro "+strconv.Itoa(i))
	}
	sophie := w.As("sophie")
	page := sophie.Get(w.shelf()).Is(200).Link("-serie")
	for order, first := range map[string]string{"": "Note 100", "?tri=nom": "Note 100", "?tri=date": "Note 134", "?tri=type": "Note 100", "?tri=rien": "Note 100"} {
		seen := map[string]bool{}
		answer := sophie.Get(page + order).Is(200)
		if at := strings.Index(answer.Text(), first); at < 0 {
			t.Fatalf("%s does not show %s", order, first)
		}
		for pages := 0; ; pages++ {
			for i := range 35 {
				title := "Note " + strconv.Itoa(100+i)
				if strings.Contains(answer.Text(), title) {
					if seen[title] {
						t.Errorf("%s shows %s twice", order, title)
					}
					seen[title] = true
				}
			}
			next := answer.Find("apres=")
			if next == "" || pages > 3 {
				break
			}
			answer = sophie.Get(next).Is(200)
		}
		if len(seen) != 35 {
			t.Errorf("%s shows %d of 35", order, len(seen))
		}
	}
	few, many := sophie.Get(w.shelf()).Is(200), sophie.Get(page).Is(200)
	if many.Queries != few.Queries+2 { // a folder finds itself and those around it
		t.Errorf("%d queries, and %d in a folder of 35", few.Queries, many.Queries)
	}
	sophie.Get(w.shelf() + "?etat=valide").Is(200).Shows("Charte de nommage").Hides("Note 1")
	sophie.Get(w.shelf()+"?type=picture").Is(200).Shows("Schéma de la chaîne").Hides("Note 1", "Charte")
	sophie.Get(w.shelf()+"?auteur=Karim&type=table").Is(200).Shows("Bordereau de versement").Hides("Charte", "Note 1")
	sophie.Get(w.shelf() + "?auteur=Personne").Is(200).Shows("Aucun document ne correspond à ces critères")
	w.As("paul").Get(page).Is(404).Hides("Série", "Note")
}

// TestHeleneArrangesByThePages makes, changes and deletes a folder, and moves a document.
func TestHeleneArrangesByThePages(t *testing.T) {
	w := boot(t)
	helene, karim := w.As("helene"), w.As("karim")
	karim.Get(w.shelf()).Is(200).Hides("Créer un dossier")
	helene.Get(helene.Get(w.shelf()).Is(200).Link("/dossiers/nouveau")).Is(200).Shows("Nom du dossier")
	helene.Post(w.space()+"/dossiers", url.Values{"name": {""}}).Is(422).Shows("Donnez un nom au dossier")
	helene.Post(w.space()+"/dossiers", url.Values{"name": {"modeles"}}).Is(422).Shows("Un dossier porte déjà ce nom")
	folder := helene.Get(helene.Post(w.space()+"/dossiers", url.Values{"name": {"Rangées"}, "deposits": {"animators"}}).LeadsTo(w.space()+"/dossiers/")).Is(200).
		Shows("Rangées", "Dépôt réservé aux animateurs", "Aucun document ici")
	address := folder.Path
	karim.Get(address).Is(200).Shows("Rangées").Hides("Déposer des documents", "Modifier le dossier")
	karim.Send(w.shelf(), url.Values{"folder": {strings.Split(address, "/")[4][:13]}}, upload("non.txt", "Non.")).Is(403)
	page := karim.Send(w.shelf(), url.Values{"title": {"À ranger"}}, upload("ranger.txt", "À ranger.")).LeadsTo(w.shelf() + "/")
	karim.Get(page + "/deplacer").Is(200).Shows("Modèles › Bordereaux").Hides("Rangées")
	helene.Get(page+"/deplacer").Is(200).Shows("Modèles › Bordereaux", "Rangées")
	helene.Post(page+"/deplacer", url.Values{"folder": {strings.Split(address, "/")[4][:13]}}).LeadsTo(page)
	helene.Get(address).Shows("À ranger")
	helene.Post(address+"/suppression", nil).Is(403).Shows("Ce dossier n’est pas vide")
	helene.Post(address+"/modifier", url.Values{"name": {"Rayons"}}).LeadsTo(w.space() + "/dossiers/")
	helene.Post(page+"/corbeille", nil)
	helene.Post(address+"/suppression", nil).LeadsTo(w.shelf())
	helene.Get(address).Is(404)
}

// TestADescriptionIsRewrittenAndConflictsAreShown edits what is said of a document, by its author and by somebody else at once.
func TestADescriptionIsRewrittenAndConflictsAreShown(t *testing.T) {
	w := boot(t)
	karim, helene := w.As("karim"), w.As("helene")
	page := karim.Send(w.shelf(), url.Values{"title": {"Note"}, "body": {"Avant."}}, upload("note.txt", "Une note.")).LeadsTo(w.shelf() + "/")
	form := karim.Get(page + "/modifier").Is(200)
	if form.Value("title") != "Note" || form.Value("body") != "Avant." {
		t.Errorf("the form holds %q and %q", form.Value("title"), form.Value("body"))
	}
	version := form.Value("version")
	renamed := helene.Post(page+"/modifier", url.Values{"title": {"Note revue"}, "body": {"Après."}, "version": {version}}).LeadsTo(w.shelf() + "/")
	karim.Post(page+"/modifier", url.Values{"title": {"Ma note"}, "body": {"Mes mots."}, "version": {version}}).Is(409).Shows("Après.", "Mes mots.")
	karim.Get(renamed).Is(200).Shows("Note revue", "Après.", "description modifiée")
	karim.Post(renamed+"/modifier", url.Values{"title": {""}, "body": {"x"}, "version": {"2"}}).Is(422)
	w.As(camille).Get(renamed + "/modifier").Is(403)
	comments := karim.Get(renamed).Link("/commentaires")
	w.As(camille).Post(comments, url.Values{"body": {"Bonne note."}}).Is(303)
	karim.Get(renamed).Shows("Bonne note.", "1 commentaire")
	w.As(camille).Post(comments, url.Values{"body": {""}}).Is(422).Shows("Note revue")
}
