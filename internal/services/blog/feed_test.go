package blog_test

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/testkit"
)

// subscribed returns the address of a feed of the blog, as somebody's program asks for it.
func subscribed(w *world, v *testkit.Visitor) string {
	w.Helper()
	page := v.Post(w.blog()+"/abonnement", nil).Is(200).Shows("elle ne sera plus affichée")
	_, rest, found := strings.Cut(page.Body, `value="`+testkit.BaseURL+w.blog()+"/atom?")
	if !found {
		w.Fatal("no address is shown")
	}
	query, _, _ := strings.Cut(rest, `"`)
	return w.blog() + "/atom?" + query
}

// document is what RFC 4287 wants of a feed.
type document struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      []string `xml:"id"`
	Title   []string `xml:"title"`
	Updated []string `xml:"updated"`
	Entries []struct {
		ID      []string `xml:"id"`
		Title   []string `xml:"title"`
		Updated []string `xml:"updated"`
		Author  []string `xml:"author>name"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Content []struct {
			Type string `xml:"type,attr"`
			HTML string `xml:",chardata"`
		} `xml:"content"`
	} `xml:"entry"`
}

func TestTheFeedIsAtomAndLeadsBack(t *testing.T) {
	w := open(t)
	const evil = `<script>alert(1)</script> & « zibeline »`
	w.As("karim").Post(w.blog(), form("Titre "+evil, "body", "Texte "+evil+"\n\n[le fil](/espaces)")).Is(303)
	reader := w.Anonymous() // a program, without a cookie
	answer := reader.Get(subscribed(w, w.As("sophie"))).Is(200)
	if kind := answer.Header.Get("Content-Type"); kind != "application/atom+xml; charset=utf-8" {
		t.Error(kind)
	}
	var d document
	if err := xml.Unmarshal([]byte(answer.Body), &d); err != nil {
		t.Fatal(err)
	}
	one := func(what string, list []string) string {
		t.Helper()
		if len(list) != 1 || list[0] == "" {
			t.Errorf("%s: %q", what, list)
			return ""
		}
		return list[0]
	}
	moment := func(what string, list []string) {
		t.Helper()
		if _, err := time.Parse(time.RFC3339, one(what, list)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	one("title", d.Title)
	moment("updated", d.Updated)
	seen := map[string]bool{one("id", d.ID): true}
	if len(d.Entries) < 4 {
		t.Fatalf("%d entries", len(d.Entries))
	}
	for _, e := range d.Entries {
		id := one("id of an entry", e.ID)
		if u, err := url.Parse(id); err != nil || !u.IsAbs() || seen[id] {
			t.Errorf("id %q", id)
		}
		seen[id] = true
		one("title of an entry", e.Title)
		one("author of an entry", e.Author)
		moment("updated of an entry", e.Updated)
		if len(e.Links) != 1 || e.Links[0].Rel != "alternate" || !strings.HasPrefix(e.Links[0].Href, testkit.BaseURL+"/espaces/") {
			t.Errorf("links %v", e.Links)
		}
		if len(e.Content) != 1 || e.Content[0].Type != "html" || e.Content[0].HTML == "" || strings.Contains(e.Content[0].HTML, `href="/`) {
			t.Errorf("content %v", e.Content)
		}
	}
	first := d.Entries[0]
	if first.Title[0] != "Titre "+evil || strings.Contains(first.Content[0].HTML, "<script") || !strings.Contains(first.Content[0].HTML, testkit.BaseURL+"/espaces") {
		t.Errorf("%q", first)
	}
	if strings.Contains(answer.Body, "jeton") {
		t.Error("the document holds the secret")
	}
}

func TestAFeedIsAskedCheaplyAndChangesWithItsPosts(t *testing.T) {
	w := open(t)
	id := w.published("karim", "Un premier titre")
	feed, karim := subscribed(w, w.As("sophie")), w.key("karim")
	whole := w.Anonymous().Get(feed).Is(200)
	tag := whole.Header.Get("ETag")
	again := func() *testkit.Answer {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+feed, nil)
		r.Header.Set("If-None-Match", tag)
		answer := w.Anonymous().Do(r)
		tag = answer.Header.Get("ETag")
		return answer
	}
	if answer := again().Is(304); answer.Body != "" || answer.Queries > 3 || answer.Queries >= whole.Queries {
		t.Errorf("304 with %d bytes and %d queries, the whole with %d", len(answer.Body), answer.Queries, whole.Queries)
	}
	for name, verb := range map[string]func(tx *db.Tx) error{
		"rewritten": func(tx *db.Tx) error {
			return w.Blog.Rewrite(tx, karim, id, w.post("karim", id).Version, draft("Un second titre"))
		},
	} {
		w.must(w.try(verb))
		if answer := again(); answer.Status != 200 {
			t.Errorf("%s: %d", name, answer.Status)
		}
	}
	w.must(w.try(func(tx *db.Tx) error { return w.Blog.Trash(tx, karim, id) }))
	again().Is(200).Hides("Un second titre")
}

func TestAFeedDiesAtOnceWithTheRight(t *testing.T) {
	for name, lose := range map[string]func(w *world, v *testkit.Visitor){
		"the membership ends": func(w *world, _ *testkit.Visitor) {
			helene := w.key("helene")
			w.Write(func(tx *db.Tx) error { return w.Spaces.Remove(tx, helene, w.Person("sophie")) })
		},
		"the account is blocked": func(w *world, _ *testkit.Visitor) {
			w.Write(func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE people SET blocked_at = 1 WHERE id = $1`, w.Person("sophie"))
				return err
			})
		},
		"it is revoked":     func(w *world, v *testkit.Visitor) { v.Post(w.blog()+"/abonnement/retrait", nil).Is(303) },
		"another is made":   func(w *world, v *testkit.Visitor) { subscribed(w, v) },
		"a letter is wrong": nil,
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t)
			sophie, program := w.As("sophie"), w.Anonymous()
			feed := subscribed(w, sophie)
			program.Get(feed).Is(200).Shows("SEDA")
			w.Settle()
			sophie.Get(w.blog() + "/abonnement").Is(200).Shows("Dernière lecture le 18 novembre 2026").Hides("atom?jeton")
			if lose == nil {
				feed = feed[:len(feed)-1] + "_"
			} else {
				lose(w, sophie)
			}
			program.Get(feed).LeadsTo("/connexion?suite=")
			nonsense := w.As("paul").Get("/espaces/0000000000001/blog/atom").Is(404)
			if got := w.As("paul").Get(feed); got.Status != 404 || got.Body != nonsense.Body {
				t.Errorf("signed in: %d", got.Status)
			}
		})
	}
}

func TestAFeedOpensNothingElse(t *testing.T) {
	w := open(t)
	feed := subscribed(w, w.As("karim"))
	_, secret, _ := strings.Cut(feed, "?")
	publics := w.As("karim").Get("/espaces").Link("publics")
	for _, address := range []string{publics + "/blog/atom?" + secret, w.blog() + "?" + secret, w.key("karim").Path() + "?" + secret} {
		w.Anonymous().Get(address).LeadsTo("/connexion")
	}
	w.Anonymous().Post(w.blog()+"?"+secret, form("Non")).Is(401)
	n, err := db.One[int](w.DB.Read(t.Context()), `SELECT COUNT(*) FROM feed_tokens WHERE hash IS NOT NULL AND purpose = 'blog.atom'`)
	w.must(err)
	if n != 1 {
		t.Errorf("%d tokens", n)
	}
}
