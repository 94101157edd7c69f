package documents_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"osmose/internal/app"
	"osmose/internal/testkit"
)

// TestFilesInABucketAreThoseOfTheFolder keeps the files of a world in a bucket: deposited by form and in pieces, fetched in parts and
// in an archive, examined, swept. Paul gets nothing, as ever.
func TestFilesInABucketAreThoseOfTheFolder(t *testing.T) {
	t.Setenv("OSMOSE_FILES_KEY", "key")
	t.Setenv("OSMOSE_FILES_SECRET", "secret")
	backend := s3mem.New()
	if err := backend.CreateBucket("osmose"); err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(front.Close)
	w := world{testkit.BootWith(t, func(o *app.Options) {
		o.Files = strings.Replace(front.URL, "http://", "s3+http://", 1) + "/osmose?region=fr-par"
	}), t}
	local := w.onDisk()
	folder := w.folder("Au bucket", 0, "")
	karim, sophie, paul := w.As("karim"), w.As("sophie"), w.As("paul")
	form := map[string][]string{"folder": {folder.String()}}
	note := karim.Send(w.shelf(), form, upload("note.txt", "Une note.")).LeadsTo(w.shelf() + "/")
	plan := karim.Send(w.shelf(), form, upload("plan.png", string(drawing(400, 300)))).LeadsTo(w.shelf() + "/")
	piecewise := w.sends(karim, "relevé.txt", "Un relevé en morceaux.")
	pieces := karim.Post(w.shelf(), map[string][]string{"folder": {folder.String()}, "upload": {piecewise}}).LeadsTo(w.shelf() + "/")
	if n := w.onDisk(); n != local {
		t.Errorf("%d files are left on this machine, %d were", n, local)
	}

	part := httptest.NewRequest(http.MethodGet, testkit.BaseURL+note+"/versions/1", nil)
	part.Header.Set("Range", "bytes=4-7")
	if answer := sophie.Do(part); answer.Status != http.StatusPartialContent || answer.Body != "note" {
		t.Errorf("a part: %d, %q", answer.Status, answer.Body)
	}
	sophie.Get(plan + "/vignette").Is(200)
	if got := sophie.Get(pieces + "/versions/1").Is(200).Body; got != "Un relevé en morceaux." {
		t.Errorf("%q", got)
	}
	archive := w.space() + "/dossiers/" + folder.String() + "-au-bucket/archive"
	wantFiles(t, unpacked(t, sophie.Post(archive, nil).Is(200)), "note.txt", "plan.jpg", "relevé.txt")
	for _, address := range []string{note + "/versions/1", plan + "/vignette"} {
		paul.Get(address).Is(404)
	}
	paul.Post(archive, nil).Is(404)

	// The files of the demo world are in the folder that this world left: the bucket has those of Karim.
	found, err := w.Examine(t.Context(), 0, nil)
	w.must(err)
	if len(found.Altered)+len(found.Unreferenced) > 0 || found.Files < 4 || len(found.Missing) == 0 {
		t.Errorf("%+v", found)
	}
}
