package documents_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/services/documents"
	"osmose/internal/spaces"
)

// TestAFileStopsWithTheMembership expels Karim while he fetches a file that no connection takes at once, and ends Camille's
// session; what Sophie fetches goes on, until the document is thrown away.
func TestAFileStopsWithTheMembership(t *testing.T) {
	w := boot(t)
	helene := w.member("helene")
	long := func(title string) (id ids.ID, path string) {
		f, err := w.Documents.Keep(t.Context(), "audition.pdf", &letters{head: "%PDF-1.7\n" + title, size: 32 << 20})
		w.must(err)
		w.do(func(tx *db.Tx) (err error) {
			id, _, err = w.Documents.Deposit(tx, helene, 0, documents.Draft{Title: title}, f, false)
			return err
		})
		return id, w.shelf() + "/" + id.String() + "-" + title + "/versions/1"
	}
	_, path := long("audition")
	thrown, lost := long("brouillon")
	karims, sophies, camilles := w.fetching("karim", path), w.fetching("sophie", path), w.fetching(camille, path)
	losts := w.fetching("sophie", lost)
	w.do(func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM sessions WHERE person_id = $1`, w.Person(camille)); err != nil {
			return err
		}
		return w.Spaces.Expel(tx, spaces.TakeCustody(w.Space(archives), "a removal"), w.Person("karim"))
	})
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, helene, thrown) })
	w.Clock.Advance(time.Second)
	for who, answer := range map[string]*http.Response{"karim": karims, "camille": camilles, "sophie, of what is in the trash": losts} {
		n, err := io.Copy(io.Discard, answer.Body)
		if err == nil || n >= 24<<20 {
			t.Errorf("%s read %d bytes more, %v", who, n, err)
		}
	}
	if n, err := io.Copy(io.Discard, sophies.Body); err != nil || n != 32<<20-1<<10 {
		t.Errorf("a member reads %d bytes more, %v", n, err)
	}
}

// fetching asks for a file over a real connection, and reads its first bytes.
func (w world) fetching(name, path string) *http.Response {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodGet, w.Serve()+path, nil)
	w.must(err)
	return w.begun(name, r)
}
