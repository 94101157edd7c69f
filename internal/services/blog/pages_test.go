package blog_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/demo"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// blog is the address of the list of posts.
func (w *world) blog() string { w.Helper(); return w.key("helene").Path() + "/blog" }

func (w *world) at(name string, id ids.ID) string {
	w.Helper()
	return w.post(name, id).Path(w.key(name).Path())
}

func form(title string, more ...string) url.Values {
	values := url.Values{"title": {title}, "body": {"La **zibelinette** est un secret."}, "when": {"now"}, "do": {"publish"}}
	for i := 0; i < len(more); i += 2 {
		values.Set(more[i], more[i+1])
	}
	return values
}

func TestKarimWritesHeleneCommentsAndPaulFindsNothing(t *testing.T) {
	w := open(t)
	karim, helene, sophie, paul := w.As("karim"), w.As("helene"), w.As("sophie"), w.As("paul")
	karim.Get(w.blog()).Is(200).Shows("Écrire un billet", "SEDA 2.3")
	theme := karim.Get(w.blog() + "/nouveau").Is(200).Option("theme")
	post := karim.Post(w.blog(), form("Un nouveau billet", "theme", theme, "keywords", "zibeline, essai")).LeadsTo(w.blog() + "/")
	karim.Get(post).Is(200).Shows("Un nouveau billet", "Votre billet est publié", "zibeline", "Billet précédent", "Aucun commentaire", "Ajouter un commentaire")
	comments := helene.Get(post).Is(200).Shows("Karim Benali").Link("/commentaires")
	helene.Post(comments, url.Values{"body": {"   "}}).Is(422).Shows("Un nouveau billet", "Écrivez votre message")
	comment := helene.Post(comments, url.Values{"body": {"Merci pour ce billet."}}).LeadsTo(post + "#m-")
	w.Settle()
	karim.Get("/notifications").Is(200).Shows("Hélène Marchand a commenté votre publication", "Un nouveau billet")
	karim.Get(post).Is(200).Shows("Merci pour ce billet.", "1 commentaire")
	karim.Get(w.blog()).Is(200).Shows("1 commentaire")
	helene.Get(helene.Get(post).Link("/signaler")).Is(200).Shows("Mes espaces Archivage numérique Blog Un nouveau billet Signaler un billet")
	karim.Get(karim.Get(post).Link("/signaler")).Is(200).Shows("Blog Un nouveau billet Signaler un commentaire")
	sophie.Get(post).Is(200).Shows("Vous lisez cet espace sans pouvoir y écrire").Hides(`name="body"`)
	sophie.Post(comments, url.Values{"body": {"Moi aussi."}}).Is(403)
	home := w.key("karim").Path()
	karim.Get(home+"?voir=post").Is(200).Shows("Un nouveau billet", "1 commentaire", "Écrire un billet", "Billets")
	karim.Get(home + "?voir=thread").Is(200).Hides("Un nouveau billet")
	for _, filter := range []string{"?theme=" + theme, "?mot=Zibeline", "?auteur=Karim+Benali", "?auteur=benali", "?auteur=kar+ben"} {
		karim.Get(w.blog() + filter).Is(200).Shows("Un nouveau billet")
	}
	for _, name := range []string{"Helene", "Paul", "Personne", "%25"} {
		karim.Get(w.blog() + "?auteur=" + name).Is(200).Hides("Un nouveau billet")
	}
	nonsense := paul.Get("/espaces/0000000000001-rien/blog").Is(404).Body
	for _, address := range []string{w.blog(), post, comments, strings.SplitN(comment, "#", 2)[0], w.blog() + "/nouveau", post + "/couverture", w.blog() + "/atom"} {
		if got := paul.Get(address); got.Status != 404 || got.Body != nonsense {
			t.Errorf("%s tells Paul something: %d", address, got.Status)
		}
	}
	paul.Post(comments, url.Values{"body": {"Moi aussi."}}).Is(404)
}

func TestWhereOnlyAnimatorsWriteTheButtonIsAbsent(t *testing.T) {
	w := open(t)
	lea, marc := w.As("lea"), w.As("marc")
	blog := lea.Get("/espaces").Link("demat-ads") + "/blog"
	lea.Get(blog).Is(200).Shows("Dépôt en ligne").Hides("Écrire un billet")
	lea.Get(blog + "/nouveau").Is(403)
	lea.Post(blog, form("Non")).Is(403)
	marc.Get(blog).Is(200).Shows("Écrire un billet")
}

func TestNothingTypedIsLost(t *testing.T) {
	w := open(t)
	karim := w.As("karim")
	for name, c := range map[string]struct {
		values url.Values
		says   []string
	}{
		"no title":        {form(""), []string{"Donnez un titre", "zibelinette"}},
		"no text":         {form("Sans texte", "body", ""), []string{"Écrivez le texte", `value="Sans texte"`}},
		"no day":          {form("Sans jour", "when", "later"), []string{"Choisissez le jour", `value="Sans jour"`}},
		"a day gone":      {form("Hier", "when", "later", "date", "2026-11-17", "time", "08:00"), []string{"à venir", `value="2026-11-17"`, `value="08:00"`}},
		"no such day":     {form("Jamais", "do", "draft", "date", "2026-02-31"), []string{"n’existe pas", `value="2026-02-31"`, "zibelinette"}},
		"a long text":     {form("Long", "body", strings.Repeat("é", 20_001)), []string{"Ramenez-le", `value="Long"`}},
		"NUL, as a draft": {form("Nul", "do", "draft", "body", "avant\x00après"), []string{"caractère invisible", "avantaprès"}},
		"many keywords":   {form("Mots", "keywords", "a,b,c,d,e,f,g,h,i"), []string{"mots-clés", "zibelinette"}},
		"a foreign theme": {form("Thème", "theme", "0000000000001"), []string{"Ce thème n’existe pas", "zibelinette"}},
		"a long alt":      {form("Alt", "cover_alt", strings.Repeat("é", 201)), []string{"201 caractères"}},
	} {
		answer := karim.Post(w.blog(), c.values).Is(422)
		for _, text := range c.says {
			if !strings.Contains(answer.Body, text) {
				t.Errorf("%s: no %q", name, text)
			}
		}
	}
	if n := len(column(t, w, `SELECT id FROM publications WHERE title IN ('Sans texte', 'Sans jour', 'Hier', 'Jamais', 'Long', 'Nul', 'Mots', 'Thème', 'Alt')`)); n != 0 {
		t.Errorf("%d were stored", n)
	}
	karim.Post(w.blog(), form("", "do", "draft", "body", "")).LeadsTo(w.blog() + "/brouillons")
	karim.Get(w.blog()+"/brouillons").Is(200).Shows("Sans titre", "Brouillon")
}

func column(t *testing.T, w *world, query string, args ...any) []ids.ID {
	t.Helper()
	list, err := db.All[ids.ID](w.DB.Read(t.Context()), query, args...)
	w.must(err)
	return list
}

// TestWhatIsNotPublishedIsSeenByItsAuthorAlone looks for a draft, a planned post, one taken back and one in the trash
// wherever a live one shows.
func TestWhatIsNotPublishedIsSeenByItsAuthorAlone(t *testing.T) {
	w := open(t)
	karim, helene := w.As("karim"), w.As("helene")
	feed := subscribed(w, helene)
	hour := w.Clock.Now().Add(48 * time.Hour).Time()
	karim.Post(w.blog(), form("Zibelinette en brouillon", "do", "draft", "keywords", "zibelinettes"))
	karim.Post(w.blog(), form("Zibelinette planifiée", "when", "later", "date", hour.Format("2006-01-02"))).LeadsTo(w.blog())
	withdrawn, trashed := w.published("karim", "Zibelinette retirée"), w.published("karim", "Zibelinette jetée")
	addresses := map[string]string{}
	for _, id := range []ids.ID{withdrawn, trashed} {
		addresses[w.at("karim", id)] = "/commentaires"
		comments := helene.Get(w.at("karim", id)).Is(200).Link("/commentaires")
		helene.Post(comments, url.Values{"body": {"Un mot sur la zibelinette."}}).Is(303)
	}
	w.Settle()
	helene.Get(w.blog()).Is(200).Shows("Zibelinette retirée", "Zibelinette jetée")
	helene.Get(feed).Is(200).Shows("Zibelinette retirée")
	karim.Get("/notifications").Shows("Zibelinette retirée")
	karim.Post(w.at("karim", withdrawn)+"/publication/retrait", nil).Is(303)
	karim.Post(w.at("karim", trashed)+"/corbeille", nil).LeadsTo(w.blog() + "/brouillons")
	w.Settle()
	karim.Get(w.blog()+"/brouillons").Is(200).Shows("Zibelinette en brouillon", "Zibelinette planifiée", "Zibelinette retirée", "Corbeille", "Zibelinette jetée")
	for _, id := range column(t, w, `SELECT id FROM publications WHERE title LIKE 'Zibelinette%'`) {
		addresses[w.at("karim", id)] = ""
	}
	if len(addresses) != 4 {
		t.Fatalf("%d addresses", len(addresses))
	}
	nonsense := helene.Get(w.blog() + "/0000000000001-rien").Is(404).Body
	for address := range addresses {
		karim.Get(address).Is(200).Shows("Vous seul")
		for _, end := range []string{"", "/modifier", "/couverture", "/vignette"} {
			if got := helene.Get(address + end); got.Status != 404 || got.Body != nonsense {
				t.Errorf("%s: %d for an animator", address+end, got.Status)
			}
		}
		id := address[strings.LastIndex(address, "/")+1:][:13]
		helene.Get(w.key("helene").Path() + "/publications/" + id).Is(404)
		helene.Post(w.key("helene").Path()+"/publications/"+id+"/commentaires", url.Values{"body": {"?"}}).Is(404)
	}
	for _, text := range column(t, w, `SELECT x.id FROM texts x JOIN publications p ON p.id = x.publication_id WHERE p.title LIKE 'Zibelinette%'`) {
		helene.Get(w.key("helene").Path() + "/textes/" + text.String()).Is(404)
		helene.Get(w.key("helene").Path() + "/textes/" + text.String() + "/historique").Is(404)
	}
	for _, address := range []string{w.blog(), w.blog() + "?mot=zibelinettes", w.blog() + "?auteur=Karim", "/", w.key("helene").Path(),
		"/notifications", feed, w.blog() + "/brouillons"} {
		helene.Get(address).Is(200).Hides("Zibelinette ", "zibelinette est un")
	}
	if got := helene.Get(w.key("helene").Path() + "/mots-cles?q=zibelinet").Is(200); got.Body != "[]" {
		t.Errorf("keywords of a draft complete: %s", got.Body)
	}
	karim.Get("/notifications").Is(200).Hides("Zibelinette")
}

func TestTheCoverIsServedBehindTheDoor(t *testing.T) {
	w := open(t)
	karim, helene, paul := w.As("karim"), w.As("helene"), w.As("paul")
	sent := karim.Send(w.blog(), form("Avec une image", "cover_alt", "Des collines."), coverOf(picture(2400, 1200)))
	post := sent.LeadsTo(w.blog() + "/")
	page := helene.Get(post).Is(200)
	for _, text := range []string{`alt="Des collines."`, `width="1200" height="600"`} {
		if !strings.Contains(page.Body, text) {
			t.Errorf("no %s", text)
		}
	}
	helene.Get(w.blog()).Is(200).Link("/vignette")
	cover := helene.Get(post + "/couverture").Is(200)
	tag := cover.Header.Get("ETag")
	if cover.Header.Get("Content-Type") != "image/jpeg" || cover.Header.Get("Cache-Control") != "private, no-cache" || tag == "" {
		t.Errorf("%v", cover.Header)
	}
	ask := func(v *testkit.Visitor, address string) *testkit.Answer {
		r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+address, nil)
		r.Header.Set("If-None-Match", tag)
		return v.Do(r)
	}
	ask(helene, post+"/couverture").Is(304)
	ask(paul, post+"/couverture").Is(404)
	edit := post + "/modifier"
	version := value(karim.Get(edit).Is(200), "version")
	karim.Send(edit, form("Avec une image", "cover_alt", "", "version", version), coverOf([]byte("Bonjour"))).Is(422).Shows("n’est pas une image acceptée").Hides("image.jpg")
	karim.Send(edit, form("Avec une image", "cover_alt", "é", "title", "", "version", version), coverOf([]byte("Bonjour"))).Is(422).Shows("n’est pas une image acceptée").Hides("image.jpg")
	files := onDisk(t, w)
	back := karim.Send(edit, form("Avec une image", "cover_alt", "", "version", version), coverOf(picture(800, 800))).Is(422).Shows("Décrivez l’image", "Image choisie", "image.jpg")
	ask(helene, post+"/couverture").Is(304) // nothing was replaced
	kept := value(back, "depot")
	helene.Get(w.key("helene").Path() + "/pieces/" + kept).Is(404)
	karim.Send(edit, form("Avec une image", "decorative", "1", "version", version, "depot", kept)).Is(303)
	karim.Get(w.key("helene").Path() + "/pieces/" + kept).Is(404)
	w.Clock.Advance(2 * time.Hour)
	w.Write(w.Attachments.Sweep)
	if page := w.As("karim").Get(edit).Is(200); value(page, "version") == version {
		t.Error("the post is not rewritten")
	}
	if n := onDisk(t, w); n != files {
		t.Errorf("%d files became %d: the old cover stays on disk", files, n)
	}
	ask(helene, post+"/couverture").Is(200)
	karim.Post(post+"/corbeille", nil).Is(303)
	ask(helene, post+"/couverture").Is(404)
	helene.Get(post + "/vignette").Is(404)
	karim.Get(post + "/couverture").Is(200)
}

// onDisk counts the files of the program.
func onDisk(t *testing.T, w *world) (n int) {
	t.Helper()
	w.must(filepath.WalkDir(filepath.Join(w.Data, "files"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			n++
		}
		return err
	}))
	return n
}

func picture(width, height int) []byte {
	var out bytes.Buffer
	_ = jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, width, height)), nil) // a bytes.Buffer never fails
	return out.Bytes()
}

func coverOf(content []byte) testkit.File {
	return testkit.File{Field: "cover", Name: "image.jpg", Content: content}
}

func value(a *testkit.Answer, name string) string {
	_, rest, _ := strings.Cut(a.Body, `name="`+name+`" value="`)
	found, _, _ := strings.Cut(rest, `"`)
	return found
}

func TestWhatAPostCitesShowsToThoseWhoMaySeeIt(t *testing.T) {
	w := open(t)
	karim := w.As("karim") // of « Archivage numérique » and « Publics »; Hélène is not in « Publics »
	publics := karim.Get("/espaces").Link("publics") + "/blog"
	elsewhere := strings.TrimSuffix(karim.Get(publics).Is(200).Link("/vignette"), "/vignette")
	here := strings.TrimSuffix(karim.Get(w.blog()).Is(200).Link("/vignette"), "/vignette")
	post := karim.Post(w.blog(), form("Lectures", "body", "Lire ["+"ceci]("+elsewhere+"), cela : "+testkit.BaseURL+here+" et [rien](/espaces/0000000000001/blog/0000000000001).")).LeadsTo(w.blog())
	karim.Get(post).Is(200).Shows("Cités dans ce texte", "Une exposition sans vitrine", "dans Publics")
	seen := w.As("sophie").Get(post).Is(200).Shows("Cités dans ce texte", "ceci", "rien")
	if cards := strings.Count(seen.Body, "os-cited__card"); cards != 1 {
		t.Errorf("Sophie sees %d cards", cards)
	}
	seen.Hides("Une exposition sans vitrine", ">Publics<")
}

func TestAnimatorsCloseCommentsAndWhoWasWritingLosesNothing(t *testing.T) {
	w := open(t)
	post := w.at("karim", w.published("karim", "Bientôt clos"))
	helene, gaelle := w.As("helene"), w.As("thomas.meunier@hautvernois.example")
	comments := gaelle.Get(post).Is(200).Link("/commentaires")
	shut := strings.TrimSuffix(comments, "/commentaires") + "/fermeture"
	gaelle.Post(shut, nil).Is(403)
	helene.Post(shut, nil).Is(303)
	gaelle.Post(comments, url.Values{"body": {"Trop tard, hélas."}}).Is(409).Shows("clos pendant que vous écriviez", "Trop tard, hélas.", "Bientôt clos")
	gaelle.Get(post).Is(200).Shows("Les commentaires sont clos depuis le 18 novembre 2026")
	helene.Post(comments, url.Values{"body": {"Un dernier mot."}}).Is(303)
	helene.Post(shut+"/retrait", nil).Is(303)
	gaelle.Post(comments, url.Values{"body": {"À temps."}}).Is(303)
}

// TestFiftyPeopleAtOnceLoseNoWord has fifty people edit and comment one post together, through the real handlers: its author in
// ten windows, all others with a comment each, which they then edit from two windows at once.
func TestFiftyPeopleAtOnceLoseNoWord(t *testing.T) {
	w := open(t)
	id := w.published("karim", "À cinquante")
	post, people := w.at("karim", id), crowd(w, 49)
	karim := w.As("karim")
	version := value(karim.Get(post+"/modifier").Is(200), "version")
	comments := karim.Get(post).Link("/commentaires")
	var edited, told atomic.Int64
	var group sync.WaitGroup
	for i := range 10 {
		group.Go(func() {
			words := fmt.Sprintf("Fenêtre %d de Karim.", i)
			answer := karim.Clone().Post(post+"/modifier", form("À cinquante", "body", words, "version", version))
			switch answer.Status {
			case http.StatusSeeOther:
				edited.Add(1)
			case http.StatusConflict:
				told.Add(1)
				if !strings.Contains(answer.Body, ">"+words+"</textarea>") || !strings.Contains(answer.Body, "Version enregistrée") {
					t.Errorf("window %d lost its words, or does not see the others", i)
				}
			default:
				t.Errorf("window %d: %d", i, answer.Status)
			}
		})
	}
	for i, v := range people {
		group.Go(func() {
			said := v.Post(comments, url.Values{"body": {fmt.Sprintf("Commentaire du numéro %d.", i)}})
			if said.Status != http.StatusSeeOther {
				t.Errorf("person %d: %d", i, said.Status)
				return
			}
			_, text, _ := strings.Cut(said.Header.Get("Location"), "#m-")
			edit := w.key("helene").Path() + "/textes/" + text + "/modifier"
			statuses := make([]int, 2)
			var windows sync.WaitGroup
			for k := range 2 {
				windows.Go(func() {
					words := fmt.Sprintf("Le numéro %d, corrigé depuis la fenêtre %d.", i, k)
					answer := v.Clone().Post(edit, url.Values{"version": {"1"}, "body": {words}})
					statuses[k] = answer.Status
					if answer.Status == http.StatusConflict && !strings.Contains(answer.Body, ">"+words+"</textarea>") {
						t.Errorf("person %d lost the words of window %d", i, k)
					}
				})
			}
			windows.Wait()
			if statuses[0]+statuses[1] != http.StatusSeeOther+http.StatusConflict {
				t.Errorf("person %d: %v", i, statuses)
			}
		})
	}
	group.Wait()
	if edited.Load() != 1 || told.Load() != 9 {
		t.Errorf("of ten windows %d were stored and %d told of it", edited.Load(), told.Load())
	}
	if p := w.post("karim", id); p.Comments != 49 {
		t.Errorf("%d comments are counted", p.Comments)
	}
	bodies, err := db.All[string](w.DB.Read(t.Context()), `SELECT body FROM texts WHERE publication_id = $1 AND role = 'comment'`, id)
	w.must(err)
	all := strings.Join(bodies, "\n")
	for i := range people {
		if !strings.Contains(all, fmt.Sprintf("Le numéro %d, corrigé", i)) {
			t.Errorf("the words of person %d are lost", i)
		}
	}
	kept := column(t, w, `SELECT COUNT(*) FROM revisions r JOIN texts x ON x.id = r.text_id WHERE x.publication_id = $1`, id)
	if kept[0] != 50 {
		t.Errorf("%d former versions are kept", kept[0])
	}
}

// crowd makes some people of nowhere contributors, and signs them in.
func crowd(w *world, n int) []*testkit.Visitor {
	w.Helper()
	hash, err := db.One[string](w.DB.Read(w.Context()), `SELECT password_hash FROM people WHERE id = $1`, w.Person("karim"))
	w.must(err)
	custody := spaces.TakeCustody(w.space, "a crowd")
	w.Write(func(tx *db.Tx) error {
		for i := range n {
			person, err := accounts.Create(tx, accounts.NewPerson{
				Email: fmt.Sprintf("agent%d@essai.example", i), Given: "Agent", Family: fmt.Sprint(i), PasswordHash: hash,
			})
			if err != nil {
				return err
			}
			if err := w.Spaces.Admit(tx, custody, person, spaces.Contributor); err != nil {
				return err
			}
		}
		return nil
	})
	people := make([]*testkit.Visitor, n)
	for i := range people {
		people[i] = w.Anonymous()
		people[i].Post("/connexion", url.Values{"email": {fmt.Sprintf("agent%d@essai.example", i)}, "password": {demo.Password}}).Is(303)
	}
	return people
}
