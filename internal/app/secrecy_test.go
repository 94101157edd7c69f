package app_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"osmose/internal/app"
	"osmose/internal/platform/ids"
	"osmose/internal/testkit"
)

// withPhotos gives Hélène and Karim a photo each, lest the addresses of photos lead nowhere for anybody.
func withPhotos(t *testing.T, w *testkit.World, people ...*testkit.Visitor) {
	t.Helper()
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 400, 400)), nil); err != nil {
		t.Fatal(err)
	}
	for _, v := range people {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("photo", "moi.jpg")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(picture.Bytes()) // a bytes.Buffer never fails
		_ = form.Close()
		r := httptest.NewRequest(http.MethodPost, testkit.BaseURL+"/profil/photo", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		r.Header.Set("Origin", testkit.BaseURL)
		v.Do(r).Is(303)
	}
	w.Settle()
}

// TestWhatMembersSeeNobodyElseFinds harvests every address that Hélène and Karim can reach, and replays all of them as
// those who have no right to know.
func TestWhatMembersSeeNobodyElseFinds(t *testing.T) {
	t.Parallel()
	heard := newStatements()
	w := testkit.BootWith(t, func(o *app.Options) { o.Observe = heard.hear })
	helene, karim := w.As("helene"), w.As("karim")
	withPhotos(t, w, helene, karim)
	harvest := map[string]bool{}
	for _, v := range []*testkit.Visitor{helene, karim} {
		for _, address := range crawl(t, v, isStatic, "/").Addresses() {
			harvest[address] = true
		}
	}
	photos := 0
	for address := range harvest {
		if strings.HasSuffix(address, "/photo") || strings.HasSuffix(address, "/portrait") {
			photos++
		}
	}
	if len(harvest) < 300 || photos == 0 {
		t.Fatalf("only %d addresses, %d of photos: the crawl went astray", len(harvest), photos)
	}
	t.Logf("%d addresses, %d of photos", len(harvest), photos)
	addresses := slices.Sorted(maps.Keys(harvest))
	for _, who := range []string{"paul", "yves", "claire", "nadia"} {
		t.Run(who, func(t *testing.T) { replay(t, w, who, addresses) })
	}
	t.Run("anonymous", func(t *testing.T) { replayAnonymous(t, w, addresses) })
	scan(t, slices.Sorted(maps.Keys(heard.seen)))
}

// replay asks for each address of a secret space, or of a person whom who does not know, and wants what nonsense gives.
func replay(t *testing.T, w *testkit.World, who string, addresses []string) {
	visitor := w.As(who)
	hidden := hiddenFrom(t, w, who)
	nonsense := map[string]*testkit.Answer{}
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPost, http.MethodPut, "PROPFIND"} {
		nonsense[method] = ask(visitor, method, "/espaces/"+nowhere+"-rien/rien").Is(404)
	}
	own := ownSpace(t, w, who)
	replayed, times := 0, map[string]int{}
	for _, address := range addresses {
		id := idIn(address)
		if !hidden[id] {
			continue
		}
		replayed++
		same(t, who, visitor.Get(address), nonsense[http.MethodGet])
		if kind := idText.ReplaceAllString(shape(address), "/…"); times[kind] < 3 { // of each kind of address, a few
			times[kind]++
			for method, want := range nonsense {
				same(t, who, ask(visitor, method, address), want)
			}
			underOnes(t, visitor, own, address)
		}
	}
	if replayed < 100 {
		t.Errorf("only %d addresses were replayed", replayed)
	}
}

func replayAnonymous(t *testing.T, w *testkit.World, addresses []string) {
	anonymous := w.Anonymous()
	for _, address := range append(addresses, "/espaces/"+nowhere+"-rien", "/rien", "/espaces/"+nowhere+"/echanges/"+nowhere) {
		if strings.HasPrefix(address, "/connexion") || strings.HasPrefix(address, "/deconnexion") {
			continue
		}
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions} {
			got := ask(anonymous, method, address)
			got.Is(303)
			if got.Body != "" || !strings.HasPrefix(got.Header.Get("Location"), "/connexion?suite=") {
				t.Errorf("%s %s leads to %q with %d bytes", method, address, got.Header.Get("Location"), len(got.Body))
			}
		}
	}
}

// ask sends a bare request, as a program would.
func ask(v *testkit.Visitor, method, address string) *testkit.Answer {
	return v.Do(httptest.NewRequest(method, testkit.BaseURL+address, nil))
}

// idIn returns the id of the space or the person in an address.
func idIn(address string) string {
	for _, prefix := range []string{"/espaces/", "/personnes/"} {
		if rest, ok := strings.CutPrefix(address, prefix); ok && len(rest) >= 13 {
			return rest[:13]
		}
	}
	return ""
}

// hiddenFrom returns the ids of the secret spaces that somebody is not in, and of the people whom they do not know.
func hiddenFrom(t *testing.T, w *testkit.World, who string) map[string]bool {
	t.Helper()
	hidden := map[string]bool{}
	for _, query := range []string{
		`SELECT s.id FROM spaces s
		 WHERE s.policy = 'secret' AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.space_id = s.id AND m.person_id = $1)`,
		`SELECT p.id FROM people p
		 WHERE p.id <> $1 AND NOT EXISTS (
			SELECT 1 FROM memberships a JOIN memberships b ON b.space_id = a.space_id WHERE a.person_id = $1 AND b.person_id = p.id)`,
	} {
		for _, id := range column[ids.ID](t, w, query, int64(w.Person(who))) {
			hidden[id.String()] = true
		}
	}
	return hidden
}

// ownSpace returns the id of a space that somebody belongs to, or "".
func ownSpace(t *testing.T, w *testkit.World, who string) string {
	t.Helper()
	id := column[ids.ID](t, w, `SELECT COALESCE(MAX(space_id), 0) FROM memberships WHERE person_id = $1`, int64(w.Person(who)))[0]
	if id == 0 {
		return ""
	}
	return id.String()
}

var idText = regexp.MustCompile(`/0[0-9a-z]{12}(-[a-z0-9-]*)?`)

// underOnes asks for what stands in a secret space under a space of one's own: it gives what an id gives that nothing
// has.
func underOnes(t *testing.T, visitor *testkit.Visitor, own, address string) {
	t.Helper()
	rest, inSpace := strings.CutPrefix(address, "/espaces/")
	_, rest, deeper := strings.Cut(rest, "/")
	if own == "" || !inSpace || !deeper || !idText.MatchString(rest) {
		return
	}
	got := visitor.Get("/espaces/" + own + "/" + rest)
	if got.Status == 302 { // the slug of one's own space is put right first
		got = visitor.Get(withoutAnchor(got.Header.Get("Location")))
	}
	base, _, _ := strings.Cut(strings.TrimPrefix(got.Path, "/espaces/"), "/")
	none := visitor.Get("/espaces/" + base + "/" + idText.ReplaceAllString("/"+rest, "/"+nowhere)[1:])
	if got.Status != none.Status || got.Body != none.Body || got.Status < 400 {
		t.Errorf("%s, asked for under a space of one's own, gives %d, and %d with an id that nothing has", address, got.Status, none.Status)
	}
}

// column returns the one column of a query, asked beside the world, so that the scan of statements does not hear it.
func column[T any](t *testing.T, w *testkit.World, query string, args ...any) []T {
	t.Helper()
	pool := w.SQL()
	defer pool.Close()
	rows, err := pool.Query(query, args...)
	if err != nil {
		t.Fatalf("%v in %s", err, query)
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		var one T
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// plant has Karim publish a word of nobody's in a secret space: as a title, a keyword, a text. It returns the word.
func plant(w *testkit.World) string {
	const word = "zibelinette"
	karim := w.As("karim")
	forum := karim.Get("/espaces").Link("archivage-numerique") + "/echanges"
	theme := karim.Get(forum).Link("theme=")
	_, theme, _ = strings.Cut(theme, "theme=")
	thread := karim.Post(forum, url.Values{
		"title": {"Une " + word}, "theme": {theme}, "keywords": {word}, "body": {"La " + word + " est un secret."},
	}).LeadsTo(forum)
	karim.Get(thread).Is(200).Shows(word)
	w.Settle()
	return word
}

// TestPaulsPagesSayNothingOfSecretSpaces crawls what Paul can see: no title, name or id of a space that he may not know.
func TestPaulsPagesSayNothingOfSecretSpaces(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	paul := int64(w.Person("paul"))
	const hisOwn = `SELECT m.space_id FROM memberships m WHERE m.person_id = $1`
	const secret = `SELECT s.id FROM spaces s WHERE s.policy = 'secret' AND s.id NOT IN (` + hisOwn + `)`
	words := []string{plant(w)}
	for _, query := range []string{
		`SELECT s.title FROM spaces s WHERE s.id IN (` + secret + `)`,
		`SELECT p.title FROM publications p WHERE p.space_id IN (` + secret + `) AND p.title NOT IN (
			SELECT o.title FROM publications o WHERE o.space_id IN (` + hisOwn + `))`,
		`SELECT p.given_name || ' ' || p.family_name FROM people p WHERE p.id <> $1 AND NOT EXISTS (
			SELECT 1 FROM memberships a JOIN memberships b ON b.space_id = a.space_id WHERE a.person_id = $1 AND b.person_id = p.id)
			AND p.id NOT IN (SELECT a.person_id FROM memberships a JOIN spaces s ON s.id = a.space_id WHERE a.role = 'animator' AND s.policy <> 'secret')`,
	} {
		words = append(words, column[string](t, w, query, paul)...)
	}
	for _, query := range []string{
		secret,
		`SELECT p.id FROM publications p WHERE p.space_id IN (` + secret + `)`,
		`SELECT x.id FROM texts x WHERE x.space_id IN (` + secret + `)`,
	} {
		for _, id := range column[ids.ID](t, w, query, paul) {
			words = append(words, id.String())
		}
	}
	if len(words) < 200 {
		t.Fatalf("only %d words to look for", len(words))
	}
	seen := crawl(t, w.As("paul"), isStatic, "/", "/espaces/0000000000001-rien")
	if len(seen.Order) < 50 {
		t.Fatalf("Paul sees %d pages only: the crawl went astray", len(seen.Order))
	}
	for _, page := range seen.Pages {
		said := page.Text()
		for _, word := range words {
			if strings.Contains(page.Body, word) || strings.Contains(said, word) {
				t.Errorf("%s shows Paul %q", page.Path, word)
			}
		}
	}
}
