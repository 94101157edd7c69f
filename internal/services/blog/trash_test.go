package blog_test

import (
	"net/url"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/publications"
)

// TestTheTrashIsEmptiedAfterThirtyDays has Karim throw a post away that has a cover, a comment of Hélène's and hits in the
// search. Until the last hour he may take it back; then nothing is left of it, and nothing else has gone.
func TestTheTrashIsEmptiedAfterThirtyDays(t *testing.T) {
	w := open(t)
	before := onDisk(t, w)
	karim, helene := w.As("karim"), w.As("helene")
	post := karim.Send(w.blog(), form("Jetable", "decorative", "1"), coverOf(picture(900, 600))).LeadsTo(w.blog() + "/")
	helene.Post(helene.Get(post).Is(200).Link("/commentaires"), url.Values{"body": {"Un mot sous la zibelinette."}}).Is(303)
	kept, draft := w.published("karim", "À garder"), w.written("karim", "Brouillon ancien")
	w.Settle()
	rows := func(table string) int {
		n, err := db.One[int](w.DB.Read(t.Context()), `SELECT COUNT(*) FROM `+table)
		w.must(err)
		return n
	}
	all, texts, files := rows("publications"), rows("texts"), onDisk(t, w)
	karim.Post(post+"/corbeille", nil).Is(303)
	w.Clock.Advance(publications.TrashKept - time.Hour)
	w.must(w.try(w.Publications.EmptyTrash))
	if rows("publications") != all || onDisk(t, w) != files {
		t.Fatal("the trash was emptied too early")
	}
	w.As("karim").Get(post).Is(200)
	w.Clock.Advance(2 * time.Hour)
	w.must(w.try(w.Publications.EmptyTrash))
	if rows("publications") != all-1 || rows("texts") != texts-2 {
		t.Errorf("%d publications of %d and %d texts of %d are left", rows("publications"), all, rows("texts"), texts)
	}
	if n := onDisk(t, w); n != before {
		t.Errorf("%d files became %d: the cover stays on disk", before, n)
	}
	w.As("karim").Get(post).Is(404)
	if w.post("karim", kept).Title == "" || w.post("karim", draft).Title == "" {
		t.Error("what was not in the trash has gone")
	}
}
