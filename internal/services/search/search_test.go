package search_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/texts"
	"osmose/internal/services/discussions"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

const page = "/recherche?q="

func TestKarimFindsADiscussionAndPaulDoesNot(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	typed := url.QueryEscape("durees d'utilite")
	found := w.As("karim").Get(page+typed).Is(200).Shows("6 résultats pour « durees d'utilite »", "AppraisalRule : date de départ et héritage, un doute", "Archivage numérique")
	if !strings.Contains(found.Body, `<mark class="os-hit">durée</mark> d’<mark class="os-hit">utilité</mark>`) {
		t.Error("the words are not marked")
	}
	thread := found.Link("appraisalrule")
	w.As("karim").Get(thread).Is(200).Shows("AppraisalRule")
	w.As("paul").Get(page+typed).Is(200).Hides("AppraisalRule", "Archivage numérique", "archivage-numerique").Shows("durees d'utilite")
	w.Anonymous().Get(page + typed).LeadsTo("/connexion?suite=")
}

func TestAReplyIsFoundWhereItStands(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := w.As("karim")
	found := karim.Get(page+url.QueryEscape("bricoler la durée")).Is(200).Shows("1 résultat", "Dans une réponse :", "SEDA 2.1 ou 2.2", "Thomas Meunier")
	address := found.Link("?depuis=")
	karim.Get(address).Is(200).Shows("bricoler")
}

func TestThePageSaysWhatToDoNext(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := w.As("karim")
	karim.Get("/recherche").Is(200).Shows("Que cherchez-vous ?")
	karim.Get(page + "le").Is(200).Shows("« le » est trop courant")
	karim.Get(page+"zygomatique").Is(200).Shows("Aucun résultat pour « zygomatique »", "Vérifiez l’orthographe")
	for _, typed := range []string{"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "a & b' OR 1=1 --", "MATCH * ^ {title} : NEAR(", "\\", "%", "' | !x & y:* <-> ("} {
		answer := karim.Get(page + url.QueryEscape(typed)).Is(200)
		answer.Shows(typed)
		if strings.Contains(answer.Body, "<script>alert") || strings.Contains(answer.Body, "<img src=x") {
			t.Errorf("%s comes back as markup", typed)
		}
	}
	karim.Get(page + strings.Repeat("x", 5000)).Is(200)
	karim.Get(page + "%00seda").Is(200)
	karim.Get(page + "%ff%fe").Is(200)
	karim.Get(page + "seda&apres=nimporte&espace=quoi&genre=rien").Is(200).Shows("SEDA 2.1")
}

func TestMarkupInWhatIsFoundIsText(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	fill(t, w, 1, `Un <b onclick="x">zibelinet</b>`, "zibelinet `<script>alert(1)</script>` &lt;i&gt; zibelinet")
	answer := w.As("karim").Get(page+"zibelinet").Is(200).Shows(`Un <b onclick="x">`, "<script>alert(1)</script>")
	if strings.Contains(answer.Body, "<script>alert") || strings.Contains(answer.Body, "<b onclick") {
		t.Error("what somebody wrote is markup here")
	}
}

// fill opens n threads by Karim in « Archivage numérique », each with a reply.
func fill(t *testing.T, w *testkit.World, n int, title, body string) {
	t.Helper()
	custody := spaces.TakeCustody(w.Space("Archivage numérique"), "threads to be found")
	w.Write(func(tx *db.Tx) error {
		themes, err := w.Publications.ThemesOf(tx, custody)
		for range n {
			if err != nil {
				return err
			}
			var thread ids.ID
			thread, err = w.Discussions.Place(tx, custody, discussions.PlacedThread{
				Author: w.Person("karim"), Theme: themes[0].ID, Title: title, Body: richtext.FromMarkdown(body), At: tx.Now,
			})
			if err == nil {
				_, err = w.Comments.Place(tx, custody, texts.Text{Publication: thread, Author: w.Person("karim"), Body: richtext.FromMarkdown(body), CreatedAt: tx.Now})
			}
		}
		return err
	})
	w.Settle()
}

func TestEachPublicationIsFoundOnceHoweverManyPages(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	fill(t, w, 45, "Une zibelinette", "La zibelinette est là.")
	karim := w.As("karim")
	seen, pages := map[string]int{}, 0
	for address := page + "zibelinette"; address != ""; pages++ {
		answer := karim.Get(address).Is(200).Shows("45 résultats")
		for _, link := range answer.Links() {
			if _, id, is := strings.Cut(link, "/echanges/"); is {
				seen[id]++
			}
		}
		address = answer.Find("apres=")
	}
	if len(seen) != 45 || pages != 3 {
		t.Errorf("%d threads on %d pages", len(seen), pages)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s stands %d times", id, n)
		}
	}
}

func TestTheSearchNarrowsToASpaceOfOnesOwn(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := w.As("karim")
	all := karim.Get(page + "archives").Is(200).Shows("Tous mes espaces")
	one := karim.Get(all.Link("espace=" + w.Space("Archivage numérique").String())).Is(200).Shows("Reprise d’un vrac bureautique")
	one.Hides("Communauté d’entraide")
	nobodys := karim.Get(page + "archives&espace=0000000000001").Is(404)
	secret := karim.Get(page + "archives&espace=" + w.Space("Démat.ADS").String()).Is(404)
	if nobodys.Body != secret.Body {
		t.Error("a space of others answers otherwise than one that nobody has")
	}
	karim.Get(page + "zygomatique&espace=" + w.Space("Archivage numérique").String()).Is(200).Shows("Chercher dans tous mes espaces")
}

// TestNothingOfASecretSpaceIsFoundByAStranger tries every word that stands in « Archivage numérique » and in no space of
// Paul's, and its first letters.
func TestNothingOfASecretSpaceIsFoundByAStranger(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	paul, karim := w.As("paul"), w.As("karim")
	theirs, his := wordsOf(t, w, true), wordsOf(t, w, false)
	prefixes, tried, found := map[string]bool{}, 0, 0
	for word := range theirs {
		for n := 1; n <= 3 && n <= len(word); n++ {
			prefixes[word[:n]] = true
		}
		if tried == 400 || his[word] || len(word) < 8 {
			continue
		}
		tried++
		if answer := paul.Get(page + url.QueryEscape("\""+word+"\"")).Is(200); strings.Contains(answer.Body, "os-feed__item") {
			t.Errorf("Paul finds %s", word)
		}
		if tried <= 40 && strings.Contains(karim.Get(page+url.QueryEscape("\""+word+"\"")).Body, "os-feed__item") {
			found++
		}
	}
	if tried < 300 || found < 30 {
		t.Fatalf("%d words tried, of which Karim found %d of 40", tried, found)
	}
	secret := w.Space("Archivage numérique").String()
	w.Clock.Advance(time.Minute) // so many searches are a budget
	for prefix := range prefixes {
		paul.Get(page+url.QueryEscape(prefix)).Is(200).Hides(secret, "Archivage numérique")
	}
	t.Logf("%d words, %d beginnings", tried, len(prefixes))
}

// wordsOf returns the ASCII words of « Archivage numérique », or of all other spaces.
func wordsOf(t *testing.T, w *testkit.World, within bool) map[string]bool {
	t.Helper()
	bodies, err := db.All[string](w.DB.Read(t.Context()), fmt.Sprintf(`
		SELECT x.body || ' ' || l.title
		FROM texts x
		JOIN live_publications l ON l.id = x.publication_id
		WHERE (x.space_id = $1) = %v
		LIMIT 10000`, within), w.Space("Archivage numérique"))
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for _, body := range bodies {
		for _, word := range strings.FieldsFunc(richtext.Fold(richtext.PlainText(richtext.HTML(body))), func(r rune) bool { return r < 'a' || r > 'z' }) {
			words[word] = true
		}
	}
	return words
}

// TestAFoundTextNamesWhomItMentions has Karim mention Hélène, and as a browser could send it Paul, who is no member, and somebody
// whom Hélène knows from another space: what a search shows names her as the page does, and tells nothing of the others, who are
// not known here; the lines of the text stay apart.
func TestAFoundTextNamesWhomItMentions(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := w.As("karim")
	space := spaces.Path(w.Space("Archivage numérique"), "Archivage numérique")
	theme := karim.Get(space + "/echanges/nouveau").Is(200).Option("theme")
	elsewhere, err := db.One[struct {
		ID     ids.ID `db:"id"`
		Family string `db:"family_name"`
	}](w.DB.Read(t.Context()), `
		SELECT p.id, p.family_name
		FROM people p
		JOIN memberships a ON a.person_id = p.id
		JOIN memberships h ON h.space_id = a.space_id AND h.person_id = $2
		WHERE p.family_name <> 'Benali' AND NOT EXISTS (SELECT 1 FROM memberships b WHERE b.space_id = $1 AND b.person_id = p.id)
		ORDER BY p.id
		LIMIT 1`, w.Space("Archivage numérique"), w.Person("helene"))
	if err != nil {
		t.Fatal(err)
	}
	karim.Post(space+"/echanges", url.Values{"title": {"Les zibelinettes"}, "theme": {theme}, "body": {
		"## Contexte\n\nMerci [@X](/personnes/" + w.Person("helene").String() + ") et [@Y](/personnes/" + w.Person("paul").String() + "), [@Z](/personnes/" + elsewhere.ID.String() + ") pour les zibelinettes.\n\n- un\n- deux",
	}}).LeadsTo(space)
	w.Settle()
	found := w.As("helene").Get(page+"zibelinettes").Is(200).Hides("Lefèvre", elsewhere.Family, "@X", "@Y", "@Z")
	if !strings.Contains(found.Body, `Contexte Merci @Hélène Marchand et @…, @… pour les <mark class="os-hit">zibelinettes</mark>. un deux`) {
		t.Errorf("shown: %s", found.Text())
	}
	w.As("paul").Get(page + "zibelinettes").Is(200).Hides("Hélène Marchand")
}

// TestALoopOfSearchesIsStopped has Karim's account search fifteen times a second for a minute, here and in the FAQ, which share
// one budget; Hélène, who searches as people do, is not slowed.
func TestALoopOfSearchesIsStopped(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim, helene := w.As("karim"), w.As("helene")
	space := spaces.Path(w.Space("Archivage numérique"), "Archivage numérique")
	near, found := space+"/faq/proches?q=seda", space+"/faq?q=seda"
	ask := func(v *testkit.Visitor, path, header, value string) *testkit.Answer {
		r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+path, nil)
		r.Header.Set(header, value)
		return v.Do(r)
	}
	for range 450 {
		ask(karim, near, "X-Requested-With", "osmose").Is(200)
		ask(karim, found, "X-Requested-With", "osmose").Is(200)
	}
	const says = "Vous avez lancé beaucoup de recherches en peu de temps. Recommencez dans "
	refused := karim.Get(page+"seda").Is(429).Shows(says, "Karim Benali")
	if after := refused.Header.Get("Retry-After"); after != "60" {
		t.Errorf("come back after %q seconds", after)
	}
	for _, path := range []string{page + "seda", near, found, space + "/echanges?texte=seda", space + "/echanges?auteur=hel", space + "/blog?auteur=hel"} {
		for header, value := range map[string]string{"X-Requested-With": "osmose", "Accept": "application/json"} {
			if path == near && header == "Accept" {
				continue // leads whoever is no script to the list
			}
			if answer := ask(karim, path, header, value).Is(429).Shows(says); strings.Contains(answer.Body, "<") {
				t.Errorf("%s: a page for what reads none", path)
			}
		}
		ask(helene, path, "X-Requested-With", "osmose").Is(200)
	}
	karim.Get("/recherche").Is(200)
	karim.Get(space + "/echanges").Is(200)
	karim.Get(space + "/blog?mot=seda").Is(200)
	w.Clock.Advance(time.Minute)
	karim.Get(page + "seda").Is(200)
}
