package documents_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/tus"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// tusAsks sends a request of the protocol, as the script of a page does.
func tusAsks(v *testkit.Visitor, method, path string, body io.Reader, headers ...string) *testkit.Answer {
	r := httptest.NewRequest(method, testkit.BaseURL+path, body)
	r.Header.Set("Tus-Resumable", tus.Version)
	r.Header.Set("X-Requested-With", "osmose")
	r.Header.Set("Origin", testkit.BaseURL)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return v.Do(r)
}

func metadata(pairs ...string) string {
	var list []string
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, pairs[i]+" "+base64.StdEncoding.EncodeToString([]byte(pairs[i+1])))
	}
	return strings.Join(list, ",")
}

// begins asks for room for a file, and returns its address.
func (w world) begins(v *testkit.Visitor, name string, size int) string {
	w.t.Helper()
	answer := tusAsks(v, http.MethodPost, w.space()+"/envois", nil, "Upload-Length", strconv.Itoa(size), "Upload-Metadata", metadata("filename", name)).Is(201)
	return answer.Header.Get("Location")
}

func piece(v *testkit.Visitor, path string, offset int, body io.Reader) *testkit.Answer {
	return tusAsks(v, http.MethodPatch, path, body, "Upload-Offset", strconv.Itoa(offset), "Content-Type", "application/offset+octet-stream")
}

// sends sends a file whole, and returns the value of the form's field.
func (w world) sends(v *testkit.Visitor, name, content string) string {
	w.t.Helper()
	path := w.begins(v, name, len(content))
	piece(v, path, 0, strings.NewReader(content)).Is(204)
	return idOf(path)
}

func idOf(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// script posts a form as our script does.
func script(v *testkit.Visitor, path string, form url.Values) *testkit.Answer {
	r := httptest.NewRequest(http.MethodPost, testkit.BaseURL+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Requested-With", "osmose")
	r.Header.Set("Origin", testkit.BaseURL)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.Do(r)
}

// cut is a body whose line goes down.
type cut struct{ io.Reader }

func (c cut) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = errors.New("the line is down")
	}
	return n, err
}

// TestAFileThatIsCutGoesOnWhereItWas sends a text in pieces, loses the line, and deposits it by the form. Nobody else finds it.
func TestAFileThatIsCutGoesOnWhereItWas(t *testing.T) {
	w := boot(t)
	karim, paul, sophie := w.As("karim"), w.As("paul"), w.As("sophie")
	text := strings.Repeat("Une ligne du relevé.\n", 500)
	path := w.begins(karim, `C:\dossier\Relevé.txt`, len(text))
	standing := func(want int) {
		t.Helper()
		answer := tusAsks(karim, http.MethodHead, path, nil).Is(200)
		if got := answer.Header.Get("Upload-Offset"); got != strconv.Itoa(want) || answer.Header.Get("Upload-Length") != strconv.Itoa(len(text)) ||
			!strings.Contains(answer.Header.Get("Cache-Control"), "no-store") || answer.Header.Get("Upload-Expires") == "" {
			t.Errorf("it stands at %s, not %d: %v", got, want, answer.Header)
		}
	}
	standing(0)
	if piece(karim, path, 0, strings.NewReader(text[:1000])).Is(204).Header.Get("Upload-Offset") != "1000" {
		t.Error("a piece was not taken")
	}
	piece(karim, path, 0, strings.NewReader(text[:1000])).Is(409)
	piece(karim, path, 2000, strings.NewReader(text[2000:])).Is(409)
	piece(karim, path, 1000, strings.NewReader(text[1000:]+"trop")).Is(413)
	piece(karim, path, 1000, cut{strings.NewReader(text[1000:5000])}).Is(400)
	standing(5000)
	script(karim, w.shelf(), url.Values{"upload": {idOf(path)}}).Is(200).Shows("n’est pas encore arrivé en entier")
	for _, stranger := range []*testkit.Visitor{paul, w.As("helene"), w.As(camille)} {
		for _, method := range []string{http.MethodHead, http.MethodPatch, http.MethodDelete, http.MethodPost} {
			nonsense := tusAsks(stranger, method, w.space()+"/envois/0000000000001", nil, "Upload-Offset", "5000", "Content-Type", "application/offset+octet-stream").Is(404)
			got := tusAsks(stranger, method, path, nil, "Upload-Offset", "5000", "Content-Type", "application/offset+octet-stream").Is(404)
			if got.Body != nonsense.Body || fmt.Sprint(got.Header) != fmt.Sprint(nonsense.Header) {
				t.Errorf("%s tells a stranger something", method)
			}
		}
		if answer := script(stranger, w.shelf(), url.Values{"upload": {idOf(path)}}); answer.Status == 200 {
			answer.Shows("Cet envoi n’existe plus")
		}
	}
	tusAsks(sophie, http.MethodPatch, path, nil).Is(403)
	answer := tusAsks(karim, http.MethodPost, path, strings.NewReader(text[5000:]), "X-HTTP-Method-Override", "PATCH", "Upload-Offset", "5000", "Content-Type", "application/offset+octet-stream").Is(204)
	if answer.Header.Get("Upload-Offset") != strconv.Itoa(len(text)) {
		t.Errorf("at the end %v", answer.Header)
	}
	standing(len(text))
	piece(karim, path, len(text), strings.NewReader("")).Is(204)
	w.sound()
	page := karim.Post(w.shelf(), url.Values{"upload": {idOf(path)}, "title": {"Le relevé"}, "body": {"De **mars**."}}).LeadsTo(w.shelf() + "/")
	shown := sophie.Get(page).Is(200).Shows("Le relevé", "Relevé.txt", "De mars")
	if got := sophie.Get(shown.Link("/versions/1")).Is(200).Body; got != text {
		t.Errorf("%d bytes came out, %d went in", len(got), len(text))
	}
	again := karim.Post(w.shelf(), url.Values{"upload": {idOf(path)}, "title": {"Le relevé"}}).LeadsTo(w.shelf() + "/")
	if again != page {
		t.Errorf("the same upload became %s, and then %s", page, again)
	}
	tusAsks(karim, http.MethodDelete, path, nil).Is(204)
	tusAsks(karim, http.MethodHead, path, nil).Is(404)
	sophie.Get(page + "/versions/1").Is(200)
}

// TestTheProtocolIsSpokenExactly sends what clients must not.
func TestTheProtocolIsSpokenExactly(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	begin := w.space() + "/envois"
	for what, c := range map[string]struct {
		headers []string
		status  int
	}{
		"another version": {[]string{"Tus-Resumable", "0.2.2", "Upload-Length", "5"}, 412},
		"no length":       {nil, 400},
		"a sign":          {[]string{"Upload-Length", "-5"}, 400},
		"a late length":   {[]string{"Upload-Defer-Length", "1"}, 400},
		"too much":        {[]string{"Upload-Length", "2000000001"}, 413},
		"nothing":         {[]string{"Upload-Length", "0"}, 422},
		"no base64":       {[]string{"Upload-Length", "5", "Upload-Metadata", "filename ***"}, 400},
		"a key twice":     {[]string{"Upload-Length", "5", "Upload-Metadata", "a YQ==,a YQ=="}, 400},
		"no folder":       {[]string{"Upload-Length", "5", "Upload-Metadata", metadata("folder", "0000000000001")}, 422},
		"no id":           {[]string{"Upload-Length", "5", "Upload-Metadata", metadata("document", "../1")}, 404},
		"no document":     {[]string{"Upload-Length", "5", "Upload-Metadata", metadata("document", "0000000000001")}, 404},
		"NUL in a name":   {[]string{"Upload-Length", "5", "Upload-Metadata", metadata("filename", "note.txt\x00.html")}, 422},
		"no name":         {[]string{"Upload-Length", "5"}, 201},
	} {
		if answer := tusAsks(karim, http.MethodPost, begin, nil, c.headers...); answer.Status != c.status {
			t.Errorf("%s: %d, not %d: %s", what, answer.Status, c.status, answer.Body)
		}
	}
	path := w.begins(karim, "a.txt", 5)
	tusAsks(karim, http.MethodPatch, path, strings.NewReader("abcde"), "Upload-Offset", "0").Is(415)
	tusAsks(karim, http.MethodPatch, path, strings.NewReader("abcde"), "Upload-Offset", "x", "Content-Type", "application/offset+octet-stream").Is(400)
	tusAsks(karim, http.MethodHead, path, nil, "Tus-Resumable", "2.0.0").Is(412)
	foreign := httptest.NewRequest(http.MethodDelete, testkit.BaseURL+path, nil)
	foreign.Header.Set("Tus-Resumable", tus.Version)
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	karim.Do(foreign).Is(403)
	tusAsks(karim, http.MethodDelete, path, nil).Is(204)
	tusAsks(karim, http.MethodHead, path, nil).Is(404)
}

// TestTwoPiecesAtOnceAreNotBothTaken has sixteen requests go on from the same place.
func TestTwoPiecesAtOnceAreNotBothTaken(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	path := w.begins(karim, "a.txt", 20)
	reading, going := io.Pipe()
	done := make(chan int)
	for range 16 {
		other := karim.Clone()
		go func() { done <- piece(other, path, 0, reading).Status }()
	}
	for range 15 { // whoever waits for its body lets the others be answered
		if status := <-done; status != http.StatusLocked && status != http.StatusConflict {
			t.Errorf("one of sixteen: %d", status)
		}
	}
	if _, err := going.Write([]byte("Dix signes")); err != nil {
		t.Fatal(err)
	}
	w.must(going.Close())
	if status := <-done; status != 204 {
		t.Errorf("the one that goes on: %d", status)
	}
	piece(karim, path, 10, strings.NewReader(" et encore")).Is(204)
	page := karim.Post(w.shelf(), url.Values{"upload": {idOf(path)}}).LeadsTo(w.shelf() + "/")
	if got := karim.Get(page + "/versions/1").Body; got != "Dix signes et encore" {
		t.Errorf("%q", got)
	}
}

// TestWhatIsWrongWithAFileIsSaidAndTheRestWaits sends a program, a file that the space has, and one to a document.
func TestWhatIsWrongWithAFileIsSaidAndTheRestWaits(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	w.filed("karim", 0, "Déjà là", "Un texte connu.")
	files := w.onDisk()
	program := "MZ\x90\x00\x03\x00\x00\x00\x04\x00" + strings.Repeat("\x00", 9000)
	path := w.begins(karim, "innocent.pdf", len(program))
	piece(karim, path, 0, strings.NewReader(program[:5000])).Is(204)
	refused := piece(karim, path, 5000, strings.NewReader(program[5000:]))
	if refused.Status != 422 || !strings.Contains(refused.Body, "exe") || !strings.Contains(refused.Body, "ne peuvent pas être déposés") {
		t.Errorf("%d: %s", refused.Status, refused.Body)
	}
	tusAsks(karim, http.MethodHead, path, nil).Is(404)
	if n := w.onDisk(); n != files {
		t.Errorf("%d files were %d", n, files)
	}
	known := w.sends(karim, "copie.txt", "Un texte connu.")
	script(karim, w.shelf(), url.Values{"upload": {known}}).Is(200).Shows("Ce fichier est déjà dans l’espace", "Déjà là")
	karim.Post(w.shelf(), url.Values{"upload": {known}, "title": {"Copie"}}).Is(422).Shows("Ce fichier est déjà dans l’espace", "copie.txt")
	page := karim.Post(w.shelf(), url.Values{"upload": {known}, "title": {"Copie"}, "again": {"1"}}).LeadsTo(w.shelf() + "/")
	karim.Post(page+"/versions", url.Values{"upload": {w.sends(karim, "copie.txt", "Un texte connu.")}}).Is(422).Shows("identique à la version actuelle")
	karim.Post(page+"/versions", url.Values{"upload": {w.sends(karim, "suite.txt", "La suite.")}, "note": {"La suite."}}).LeadsTo(page)
	if got := karim.Get(page + "/versions/2").Is(200).Body; got != "La suite." {
		t.Errorf("%q", got)
	}
	drawn := w.sends(karim, "plan.png", string(drawing(400, 300)))
	picture := karim.Post(w.shelf(), url.Values{"upload": {drawn}}).LeadsTo(w.shelf() + "/")
	if answer := karim.Get(picture + "/apercu").Is(200); answer.Header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("the picture is %v", answer.Header)
	}
	karim.Post(w.shelf(), url.Values{"upload": {"0000000000001"}}).Is(422).Shows("Cet envoi n’existe plus")
	karim.Post(w.shelf(), url.Values{"upload": {"<b>"}}).Is(422)
}

// TestAnUploadEndsWithItsRight removes Karim from the space while he sends, and lets another of his be forgotten.
func TestAnUploadEndsWithItsRight(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	text := strings.Repeat("a", 40<<20)
	path := w.begins(karim, "long.txt", len(text))
	custody := spaces.TakeCustody(w.Space(archives), "the test removes him")
	removed := false
	answer := piece(karim, path, 0, io.MultiReader(strings.NewReader(text[:33<<20]), &when{func() {
		if !removed {
			removed = true
			w.do(func(tx *db.Tx) error { return w.Spaces.Expel(tx, custody, w.Person("karim")) })
		}
	}}, strings.NewReader(text[33<<20:])))
	answer.Is(404)
	tusAsks(karim, http.MethodHead, path, nil).Is(404)
	if n := w.number(`SELECT COUNT(*) FROM uploads`); n != 1 {
		t.Errorf("%d uploads", n)
	}
	w.Clock.Advance(25 * time.Hour)
	w.do(w.Documents.Sweep)
	if n := w.number(`SELECT COUNT(*) FROM uploads`); n != 0 {
		t.Errorf("%d uploads after a day", n)
	}
	if left := w.arrivingFiles(); left != 0 {
		t.Errorf("%d arrivals are left", left)
	}
}

// when does something once it is read, and holds nothing.
type when struct{ act func() }

func (z *when) Read([]byte) (int, error) {
	z.act()
	return 0, io.EOF
}

// TestForgottenUploadsAreSwept leaves a whole and a half one for a day, one goes on, and one whose file is gone.
func TestForgottenUploadsAreSwept(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	files := w.onDisk()
	half, whole, kept := w.begins(karim, "moitie.txt", 20), w.sends(karim, "entier.txt", "Tout est là."), w.begins(karim, "suivi.txt", 10)
	piece(karim, half, 0, strings.NewReader("La moitié ")).Is(204)
	lost := w.begins(karim, "perdu.txt", 10)
	part, err := db.One[string](w.q(), `SELECT part FROM uploads ORDER BY id DESC LIMIT 1`)
	w.must(err)
	w.must(os.Remove(filepath.Join(w.Data, "files", "arriving", part)))
	w.Clock.Advance(13 * time.Hour)
	piece(karim, kept, 0, strings.NewReader("12345")).Is(204)
	w.do(w.Documents.Sweep)
	tusAsks(karim, http.MethodHead, lost, nil).Is(404)
	tusAsks(karim, http.MethodHead, half, nil).Is(200)
	w.Clock.Advance(12 * time.Hour)
	w.do(w.Documents.Sweep)
	karim = w.As("karim")
	tusAsks(karim, http.MethodHead, half, nil).Is(404)
	script(karim, w.shelf(), url.Values{"upload": {whole}}).Is(200).Shows("Cet envoi n’existe plus")
	piece(karim, kept, 5, strings.NewReader("67890")).Is(204)
	if n := w.onDisk(); n != files+1 {
		t.Errorf("%d files were %d, and one upload is left", n, files)
	}
}

// TestUploadsAreBounded fills the space with what is on its way, and asks for too many at a time.
func TestUploadsAreBounded(t *testing.T) {
	w := bootWith(t, 10)
	karim, other := w.As("karim"), w.As(camille)
	first := w.begins(karim, "a.txt", 6_000_000)
	asks := func(v *testkit.Visitor, size int) *testkit.Answer {
		return tusAsks(v, http.MethodPost, w.space()+"/envois", nil, "Upload-Length", strconv.Itoa(size), "Upload-Metadata", metadata("filename", "b.txt"))
	}
	full := asks(other, 6_000_000)
	if full.Status != 422 || !strings.Contains(full.Body, "Les documents de cet espace atteignent") {
		t.Errorf("%d: %s", full.Status, full.Body)
	}
	tusAsks(karim, http.MethodDelete, first, nil).Is(204)
	asks(other, 6_000_000).Is(201)
	for range 60 {
		asks(karim, 1).Is(201)
	}
	if many := asks(karim, 1); many.Status != 422 || !strings.Contains(many.Body, "60 envois au plus") {
		t.Errorf("%d: %s", many.Status, many.Body)
	}
	if left := w.arrivingFiles(); left != 61 {
		t.Errorf("%d arrivals", left)
	}
}

// TestAFolderIsDepositedWhole has Hélène's script make folders, and Karim's told that he may not.
func TestAFolderIsDepositedWhole(t *testing.T) {
	w := boot(t)
	helene, karim, paul := w.As("helene"), w.As("karim"), w.As("paul")
	way := w.space() + "/dossiers/chemin"
	karim.Post(way, url.Values{"name": {"Série W", "2024"}}).Is(200).Shows(`"folder":""`, "Seuls les animateurs de l’espace rangent ses dossiers")
	made := helene.Post(way, url.Values{"name": {"Série W", "2024"}}).Is(200).Hides("why").Body
	if again := helene.Post(way, url.Values{"name": {"serie w", "2024"}}).Is(200).Body; again != made {
		t.Errorf("%s, and then %s", made, again)
	}
	if his := karim.Post(way, url.Values{"name": {"Série W", "2024"}}).Is(200).Body; his != made {
		t.Errorf("Karim is led to %s", his)
	}
	helene.Post(way, url.Values{"name": {strings.Repeat("z", 200)}}).Is(200).Shows("why")
	helene.Post(way, url.Values{"name": {"a\x00b"}}).Is(200).Shows("why")
	helene.Post(way, url.Values{"folder": {"0000000000001"}, "name": {"A"}}).Is(404)
	paul.Post(way, url.Values{"name": {"Série W"}}).Is(404).Hides("Série")
}

func (w world) number(query string) int {
	w.t.Helper()
	n, err := db.One[int](w.q(), query)
	w.must(err)
	return n
}

func (w world) arrivingFiles() int {
	w.t.Helper()
	list, err := os.ReadDir(filepath.Join(w.Data, "files", "arriving"))
	w.must(err)
	return len(list)
}
