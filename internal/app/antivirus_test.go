package app_test

import (
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"osmose/internal/app"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
	"osmose/internal/testkit/antivirus"
)

// TestWhatTheAntivirusFindsOrDoesNotSeeStaysOut brings a file that it finds to each door, then an honest one while it is away.
// Nothing is kept of them. What came in pieces while it was away is not lost.
func TestWhatTheAntivirusFindsOrDoesNotSeeStaysOut(t *testing.T) {
	t.Parallel()
	fake := antivirus.Start(t)
	w := testkit.BootWith(t, func(o *app.Options) { o.Clamd = fake.Address })
	karim := w.As("karim")
	space := spaces.Path(w.Space("Archivage numérique"), "Archivage numérique")
	post := url.Values{"title": {"Un billet"}, "body": {"Son texte."}, "when": {"now"}, "do": {"publish"}, "decorative": {"1"}}
	doors := []struct {
		path, field string
		form        url.Values
		status      int
	}{
		{space + "/documents", "files", url.Values{"folder": {""}}, 422},
		{space + "/pieces", "files", nil, 200},
		{space + "/blog", "cover", post, 422},
		{"/profil/photo", "photo", nil, 422},
	}
	kept := filesKept(t, w)
	for _, content := range []struct{ text, said string }{
		{antivirus.EICAR, "l’antivirus y a trouvé Eicar-Test-Signature"},
		{"Une note honnête.", "L’antivirus ne répond pas"},
	} {
		for _, door := range doors {
			answer := karim.Send(door.path, door.form, testkit.File{Field: door.field, Name: "note.txt", Content: []byte(content.text)})
			if answer.Status != door.status || !strings.Contains(answer.Body, content.said) {
				t.Errorf("%s: %d, and not %q:\n%.600s", door.path, answer.Status, content.said, answer.Body)
			}
		}
		fake.Away.Store(true)
	}
	fake.Away.Store(false)
	_, refused := inPieces(karim, space, "note.txt", []byte(antivirus.EICAR))
	if refused == nil || refused.Status != 422 || !strings.Contains(refused.Body, "Eicar-Test-Signature") {
		t.Fatalf("in pieces: %+v", refused)
	}
	if now := filesKept(t, w); now != kept {
		t.Errorf("%d files are kept, not %d", now, kept)
	}

	fake.Away.Store(true)
	id, refused := inPieces(karim, space, "note-en-morceaux.txt", []byte("Une note honnête, en morceaux."))
	if refused != nil {
		t.Fatalf("what came in pieces is lost: %+v", refused)
	}
	file := func() *testkit.Answer { return karim.Post(space+"/documents", url.Values{"upload": {id}}) }
	file().Is(422).Shows("L’antivirus ne répond pas")
	fake.Away.Store(false)
	file().LeadsTo(space + "/documents/")
	karim.Send(space+"/documents", url.Values{"folder": {""}}, testkit.File{Field: "files", Name: "autre.txt", Content: []byte("Une autre.")}).LeadsTo(space + "/documents/")
	w.As("paul").Send(space+"/documents", url.Values{"folder": {""}}, testkit.File{Field: "files", Name: "autre.txt", Content: []byte(antivirus.EICAR)}).Is(404)
}

// filesKept counts the files of an installation, those that are arriving too.
func filesKept(t *testing.T, w *testkit.World) (n int) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(w.Data, "files"), func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
