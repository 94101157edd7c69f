package documents_test

import (
	"archive/zip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/services/documents"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// unpacked reads an archive from end to end, which checks each sum, and returns its files by path.
func unpacked(t *testing.T, a *testkit.Answer) map[string]string {
	t.Helper()
	if kind := a.Header.Get("Content-Type"); kind != "application/zip" {
		t.Fatalf("%s:\n%s", kind, a.Text())
	}
	read, err := zip.NewReader(strings.NewReader(a.Body), int64(len(a.Body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range read.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		files[f.Name] = string(text)
	}
	return files
}

func wantFiles(t *testing.T, got map[string]string, want ...string) {
	t.Helper()
	var names []string
	for name := range got {
		names = append(names, name)
	}
	slices.Sort(names)
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("the archive holds %q, not %q", names, want)
	}
}

// TestKarimFetchesAFolderWithWhatIsBelow is an archive of a folder, a selection and a space: names that clash, a document in the
// trash, a file that the disk lost; Paul gets nothing.
func TestKarimFetchesAFolderWithWhatIsBelow(t *testing.T) {
	w := boot(t)
	models := w.folder("Modèles : A/B", 0, "")
	below := w.folder("CON", models, "")
	w.folder("Vide", models, "")
	first := w.filed("karim", models, "Durées", "Un.")
	w.filed("helene", models, "durées", "Deux.")
	w.filed("karim", below, "Avis n° 3/2026", "Trois.")
	gone := w.filed("karim", models, "Jeté", "Quatre.")
	outside := w.filed("karim", 0, "Ailleurs", "Cinq.")
	lost := w.filed("karim", below, "Perdu", "Six.")
	karim := w.member("karim")
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, karim, gone) })
	hash := w.find(lost).Hash
	w.must(os.Remove(filepath.Join(w.Data, "files", hash[:2], hash[2:4], hash)))

	address := w.space() + "/dossiers/" + models.String() + "-modeles-a-b/archive"
	sophie, paul := w.As("sophie"), w.As("paul")
	answer := sophie.Post(address, nil).Is(200)
	if disposition := answer.Header.Get("Content-Disposition"); !strings.HasPrefix(disposition, "attachment") {
		t.Error(disposition)
	}
	files := unpacked(t, answer)
	wantFiles(t, files, "Durées.txt", "durées (2).txt", "_CON/Avis n° 3_2026.txt", "Documents absents.txt")
	if files["Durées.txt"] != "Un." || files["durées (2).txt"] != "Deux." || files["_CON/Avis n° 3_2026.txt"] != "Trois." ||
		!strings.Contains(files["Documents absents.txt"], "Perdu") {
		t.Errorf("%q", files)
	}

	selection := url.Values{"document": {first.String(), outside.String(), gone.String(), "rien"}}
	wantFiles(t, unpacked(t, sophie.Post(w.shelf()+"/selection/archive", selection).Is(200)), "Durées.txt", "Ailleurs.txt")

	all := unpacked(t, sophie.Post(w.shelf()+"/archive", nil).Is(200))
	for _, name := range []string{"Ailleurs.txt", "Modèles _ A_B/Durées.txt", "Modèles _ A_B/_CON/Avis n° 3_2026.txt"} {
		if all[name] == "" {
			t.Errorf("no %q in the archive of the space", name)
		}
	}
	sophie.Get(w.shelf()).Is(200).Shows("Tout télécharger (ZIP)")

	for _, hidden := range []string{address, w.shelf() + "/selection/archive", w.shelf() + "/archive"} {
		paul.Post(hidden, selection).Is(404).Hides("Durées", "PK\x03\x04")
		sophie.Get(hidden).Is(404)
	}
	empty := w.folder("Rien", 0, "")
	sophie.Post(w.space()+"/dossiers/"+empty.String()+"-rien/archive", nil).Is(403).Shows("Il n’y a aucun document à télécharger ici.")
	w.As("marc").Post(w.shelf()+"/archive", nil).Is(404)
}

// TestAnArchiveThatIsTooLargeIsRefusedBeforeItBegins has more documents than one holds, then more bytes.
func TestAnArchiveThatIsTooLargeIsRefusedBeforeItBegins(t *testing.T) {
	w := boot(t)
	sophie := w.As("sophie")
	sophie.Post(w.shelf()+"/archive", nil).Is(200)
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE document_versions SET size = $2 WHERE space_id = $1`, w.Space(archives), documents.MaxArchived)
		return err
	})
	sophie.Post(w.shelf()+"/archive", nil).Is(403).Shows("Une archive contient 2 000 documents et 2 Go au plus")
}

// TestWhoeverEmptiesASpaceIsSlowed spends the hour of Sophie; Karim has his own.
func TestWhoeverEmptiesASpaceIsSlowed(t *testing.T) {
	w := boot(t)
	sophie, karim := w.As("sophie"), w.As("karim")
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE document_versions SET size = 1 WHERE space_id = $1`, w.Space(archives))
		return err
	})
	each := len(unpacked(t, sophie.Post(w.shelf()+"/archive", nil).Is(200)))
	for spent := each; spent+each <= 4000; spent += each {
		sophie.Post(w.shelf()+"/archive", nil).Is(200)
	}
	sophie.Post(w.shelf()+"/archive", nil).Is(429).Shows("Vous avez téléchargé beaucoup de documents").Hides("PK\x03\x04")
	karim.Post(w.shelf()+"/archive", nil).Is(200)
	w.Clock.Advance(time.Hour)
	w.As("sophie").Post(w.shelf()+"/archive", nil).Is(200)
}

// heavy are two files of sixteen megabytes each, which no connection takes at once.
func (w world) heavy(folder ids.ID) {
	w.t.Helper()
	m := w.member("karim")
	for i := range 2 {
		content := &letters{head: "%PDF-1.7\n" + strconv.Itoa(i), size: 16 << 20}
		f, err := w.Documents.Keep(w.t.Context(), "audition.pdf", content)
		w.must(err)
		w.do(func(tx *db.Tx) error {
			_, _, err := w.Documents.Deposit(tx, m, folder, documents.Draft{Title: "Audition"}, f, false)
			return err
		})
	}
}

// began asks for an archive over a real connection, and reads its first bytes.
func (w world) began(name, path string) *http.Response {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodPost, w.Serve()+path, nil)
	w.must(err)
	return w.begun(name, r)
}

// begun sends a request of somebody's, and reads the first bytes of the answer.
func (w world) begun(name string, r *http.Request) *http.Response {
	w.t.Helper()
	r.Header = w.As(name).Handshake()
	answer, err := http.DefaultClient.Do(r)
	w.must(err)
	w.t.Cleanup(func() { _ = answer.Body.Close() })
	if answer.StatusCode != http.StatusOK {
		w.t.Fatal(answer.Status)
	}
	_, err = io.ReadFull(answer.Body, make([]byte, 1<<10))
	w.must(err)
	return answer
}

// TestAnArchiveStopsWithTheMembership expels Karim while he fetches; what Sophie fetches goes on, without what is thrown away
// meanwhile. An ended session stops it too.
func TestAnArchiveStopsWithTheMembership(t *testing.T) {
	w := boot(t)
	folder := w.folder("Auditions", 0, "")
	w.heavy(folder)
	path := w.space() + "/dossiers/" + folder.String() + "-auditions/archive"
	thrown := w.filed("helene", folder, "Z à jeter", "Ceci part à la corbeille.")
	karims, sophies, camilles := w.began("karim", path), w.began("sophie", path), w.began(camille, path)
	helene := w.member("helene")
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, helene, thrown) })
	w.do(func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM sessions WHERE person_id = $1`, w.Person(camille)); err != nil {
			return err
		}
		return w.Spaces.Expel(tx, spaces.TakeCustody(w.Space(archives), "a removal"), w.Person("karim"))
	})
	w.Clock.Advance(time.Second)
	for who, answer := range map[string]*http.Response{"karim": karims, "camille": camilles} {
		n, err := io.Copy(io.Discard, answer.Body)
		if err == nil || n >= 16<<20 {
			t.Errorf("%s read %d bytes more, %v", who, n, err)
		}
	}
	if whole, err := io.ReadAll(sophies.Body); err != nil || len(whole) < 32<<20-1<<10 || strings.Contains(string(whole), "Z à jeter") {
		t.Errorf("a member reads %d bytes, %v", len(whole), err)
	}
}

// TestAnArchiveTakesNoMemory weighs what one of thirty megabytes allocates.
func TestAnArchiveTakesNoMemory(t *testing.T) {
	w := world{testkit.Boot(t), t} // not beside others: it counts what the whole program allocates
	folder := w.folder("Auditions", 0, "")
	w.heavy(folder)
	r := httptest.NewRequest(http.MethodPost, testkit.BaseURL+w.space()+"/dossiers/"+folder.String()+"-auditions/archive", nil)
	r.Header = w.As("sophie").Handshake()
	read := &weighed{header: http.Header{}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	w.Handler().ServeHTTP(read, r)
	runtime.ReadMemStats(&after)
	if read.n < 32<<20 {
		t.Fatalf("%d bytes", read.n)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 4<<20 {
		t.Errorf("%d bytes were allocated for an archive of %d", took, read.n)
	}
}

// weighed is an answer of which nothing is kept but its length.
type weighed struct {
	header http.Header
	n      int
}

func (a *weighed) Header() http.Header { return a.header }

func (a *weighed) WriteHeader(int) {}

func (a *weighed) Write(p []byte) (int, error) {
	a.n += len(p)
	return len(p), nil
}
