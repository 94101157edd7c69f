package documents_test

import (
	"errors"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/follows"
	"osmose/internal/services/documents"
	"osmose/internal/spaces"
)

// TestTheSameFileIsSaidAndLinkedTo deposits one content several times.
func TestTheSameFileIsSaidAndLinkedTo(t *testing.T) {
	w := boot(t)
	karim, helene := w.member("karim"), w.member("helene")
	first := w.filed("karim", 0, "Compte rendu", "La réunion a eu lieu.")
	deposit := func(again bool) (id ids.ID, twin bool, err error) {
		f := w.keep("autre nom.txt", "La réunion a eu lieu.")
		err = w.try(func(tx *db.Tx) (err error) {
			id, twin, err = w.Documents.Deposit(tx, helene, 0, documents.Draft{Title: "Compte rendu bis"}, f, again)
			return err
		})
		return id, twin, err
	}
	held := w.bytesHeld()
	var known *documents.Known
	if _, _, err := deposit(false); !errors.As(err, &known) || known.ID != first || known.Title != "Compte rendu" {
		t.Fatalf("%v, not the document that has the file", err)
	}
	if w.bytesHeld() != held {
		t.Error("what was refused takes a place in the store")
	}
	second, twin, err := deposit(true)
	if err != nil || twin || second == first {
		t.Fatalf("asked for again: %v, %v", twin, err)
	}
	// A form sent twice is one document, and takes one place.
	held = w.bytesHeld()
	if again, twin, err := deposit(true); again != second || !twin || err != nil || w.bytesHeld() != held {
		t.Errorf("sent twice: %v and %v, twin %v, %v", second, again, twin, err)
	}
	// What is in the trash is not told of: Camille could not open it.
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, karim, first) })
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, helene, second) })
	w.filed(camille, 0, "Le mien", "La réunion a eu lieu.")
}

// TestVersionsAreCountedKeptAndTakenUpAgain is the story of S58.
func TestVersionsAreCountedKeptAndTakenUpAgain(t *testing.T) {
	w := boot(t)
	karim, camilles, sophie, helene := w.member("karim"), w.member(camille), w.member("sophie"), w.member("helene")
	id := w.filed("karim", 0, "Procédure", "Première version.")
	add := func(m spaces.Member, content string) error {
		f := w.keep("note.txt", content)
		return w.try(func(tx *db.Tx) error { return w.Documents.AddVersion(tx, m, id, f, "Une note.") })
	}
	card := func(want string) {
		t.Helper()
		item, err := w.Publications.Find(w.q(), helene, id)
		w.must(err)
		if item.Card != want {
			t.Errorf("the card is %q, not %q", item.Card, want)
		}
	}
	card("plain 18")
	w.must(add(camilles, "Deuxième version.")) // whoever deposits there works on it
	card("plain 18")
	refused(t, add(sophie, "Version de Sophie."), "documents.version_refused")
	wrong(t, add(karim, "Deuxième version."), "files", "documents.version_same")
	w.do(func(tx *db.Tx) error { return w.Documents.Validate(tx, helene, id, 2) })
	card("plain 18 valid")
	if d := w.find(id); !d.Valid() || d.Number != 2 {
		t.Fatalf("valid %v, version %d", d.Valid(), d.Number)
	}
	refused(t, add(camilles, "Troisième version."), "documents.version_refused")
	w.must(add(karim, "Troisième version."))
	card("plain 19")
	if d := w.find(id); d.Valid() || d.Number != 3 {
		t.Errorf("a new version left it valid (%v), or is version %d", d.Valid(), d.Number)
	}
	held := w.bytesHeld()
	w.do(func(tx *db.Tx) error { return w.Documents.Restore(tx, camilles, id, 1, "Reprise.") })
	unfound(t, w.try(func(tx *db.Tx) error { return w.Documents.Restore(tx, karim, id, 4, "") })) // it stands
	unfound(t, w.try(func(tx *db.Tx) error { return w.Documents.Restore(tx, karim, id, 9, "") }))
	refused(t, w.try(func(tx *db.Tx) error { return w.Documents.Restore(tx, sophie, id, 2, "") }), "documents.version_refused")
	list, err := documents.Versions(w.q(), sophie, id, 100)
	w.must(err)
	if len(list) != 4 || list[0].Hash != list[3].Hash || list[0].Note != "Reprise." || list[0].Byline.ID != w.Person(camille) || w.bytesHeld() != held {
		t.Errorf("%d versions, the first taken up as %+v; %d bytes were %d", len(list), list[0], w.bytesHeld(), held)
	}
}

// TestANewVersionIsToldToTheAuthorAndTheFollowers has Camille bring versions of Karim's document, which Hélène follows.
func TestANewVersionIsToldToTheAuthorAndTheFollowers(t *testing.T) {
	w := boot(t)
	karim, helene, camilles := w.As("karim"), w.As("helene"), w.member(camille)
	id := w.filed("karim", 0, "Procédure de tri", "Première version.")
	w.do(func(tx *db.Tx) error { return follows.Follow(tx, w.member("helene"), id) })
	for i, content := range []string{"Deuxième version.", "Troisième version."} {
		f := w.keep("note.txt", content)
		w.do(func(tx *db.Tx) error { return w.Documents.AddVersion(tx, camilles, id, f, "") })
		w.Settle()
		if i == 0 {
			karim.Get("/notifications").Shows("Camille Prévost a déposé une nouvelle version de votre document")
			helene.Get("/notifications").Shows("Camille Prévost a déposé une nouvelle version d’un document que vous suivez")
		}
	}
	karim.Get("/notifications").Shows("2 nouvelles versions de votre document, la dernière par Camille Prévost")
	for _, other := range []string{"sophie", "paul", camille} {
		w.As(other).Get("/notifications").Hides("Procédure de tri")
	}
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, w.member("karim"), id) })
	helene.Get("/notifications").Hides("Procédure de tri")
}

func TestOnlyAnimatorsValidateWhatTheySaw(t *testing.T) {
	w := boot(t)
	karim, helene := w.member("karim"), w.member("helene")
	id := w.filed("karim", 0, "Charte", "Une charte.")
	refused(t, w.try(func(tx *db.Tx) error { return w.Documents.Validate(tx, karim, id, 1) }), "documents.validate_refused")
	f := w.keep("note.txt", "Une charte, revue.")
	w.do(func(tx *db.Tx) error { return w.Documents.AddVersion(tx, karim, id, f, "") })
	refused(t, w.try(func(tx *db.Tx) error { return w.Documents.Validate(tx, helene, id, 1) }), "documents.validate_newer")
	w.do(func(tx *db.Tx) error { return w.Documents.Validate(tx, helene, id, 2) })
	refused(t, w.try(func(tx *db.Tx) error { return w.Documents.Reopen(tx, karim, id) }), "documents.validate_refused")
	w.do(func(tx *db.Tx) error { return w.Documents.Reopen(tx, helene, id) })
	if w.find(id).Valid() {
		t.Error("it is valid still")
	}
}

func TestTheAuthorAndAnimatorsKeepADocument(t *testing.T) {
	w := boot(t)
	karim, camilles, helene := w.member("karim"), w.member(camille), w.member("helene")
	id := w.filed("karim", 0, "Brouillon de note", "Une note.")
	draft := documents.Draft{Title: "Écriture d’une note", Body: "<p>À lire.</p>"}
	refused(t, w.try(func(tx *db.Tx) error { return w.Documents.Rewrite(tx, camilles, id, 1, draft) }), "documents.keep_refused")
	refused(t, w.try(func(tx *db.Tx) error { return w.Documents.Trash(tx, camilles, id) }), "documents.keep_refused")
	refused(t, w.try(func(tx *db.Tx) error { return w.Documents.Move(tx, camilles, id, 0) }), "documents.keep_refused")
	w.must(w.try(func(tx *db.Tx) error { return w.Documents.Rewrite(tx, helene, id, 1, draft) }))
	var conflict *fault.Conflict
	if err := w.try(func(tx *db.Tx) error { return w.Documents.Rewrite(tx, karim, id, 1, draft) }); !errors.As(err, &conflict) {
		t.Errorf("over a newer version: %v", err)
	}
	wrong(t, w.try(func(tx *db.Tx) error { return w.Documents.Rewrite(tx, karim, id, 2, documents.Draft{}) }), "title", "form.required")
	if d := w.find(id); d.Title != draft.Title || d.Excerpt != "À lire." || d.Key != richtext.Fold(draft.Title) {
		t.Errorf("%q, %q, %q", d.Title, d.Excerpt, d.Key)
	}
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, helene, id) })
	unfound(t, w.try(func(tx *db.Tx) error { return w.Documents.TakeBack(tx, camilles, id) }))
	w.do(func(tx *db.Tx) error { return w.Documents.TakeBack(tx, karim, id) })
	w.find(id)
}

// TestTheStoreOfASpaceIsNeverOverfilled has sixteen writers deposit a little more than a third of it each.
func TestTheStoreOfASpaceIsNeverOverfilled(t *testing.T) {
	w := bootWith(t, 1)
	karim := w.member("karim")
	var files []documents.File
	for i := range 16 {
		f, err := w.Documents.Keep(t.Context(), "long.txt", &letters{head: string(rune('a' + i)), size: 350_000})
		w.must(err)
		files = append(files, f)
	}
	errs := w.together(16, func(i int, tx *db.Tx) error {
		_, _, err := w.Documents.Deposit(tx, karim, 0, documents.Draft{Title: "Long"}, files[i], false)
		return err
	})
	in := 0
	for _, err := range errs {
		if err == nil {
			in++
			continue
		}
		wrong(t, err, "files", "documents.store_full")
	}
	if held := w.bytesHeld(); in != 2 || held > 1_000_000 {
		t.Errorf("%d files of 350 kB are in a store of 1 MB, which counts %d bytes", in, held)
	}
}

// TestTheTrashIsEmptiedWithItsFiles follows a document of two versions out of the house: rows, place in the store, files.
func TestTheTrashIsEmptiedWithItsFiles(t *testing.T) {
	w := boot(t)
	karim := w.member("karim")
	held, files := w.bytesHeld(), w.onDisk()
	id := w.filed("karim", 0, "Jetable", "À jeter.")
	f := w.keep("note.txt", "À jeter aussi.")
	w.do(func(tx *db.Tx) error { return w.Documents.AddVersion(tx, karim, id, f, "") })
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, karim, id) })
	empty := func() {
		w.do(w.Publications.EmptyTrash)
		w.do(w.Documents.Sweep)
	}
	w.Clock.Advance(publications.TrashKept - time.Hour)
	empty()
	if w.onDisk() != files+2 || w.bytesHeld() == held {
		t.Fatal("the trash was emptied too early")
	}
	w.Clock.Advance(2 * time.Hour)
	empty()
	if w.onDisk() != files || w.bytesHeld() != held {
		t.Errorf("%d files were %d, %d bytes were %d", w.onDisk(), files, w.bytesHeld(), held)
	}
	unfound(t, w.try(func(tx *db.Tx) error { return w.Documents.TakeBack(tx, karim, id) }))
	if n, err := db.One[int](w.q(), `SELECT COUNT(*) FROM document_versions WHERE document_id = $1`, id); n != 0 || err != nil {
		t.Errorf("%d versions are left, %v", n, err)
	}
}

// TestALargeFileIsNeverInMemory keeps one of 90 MB, and refuses one that is too large without leaving anything.
func TestALargeFileIsNeverInMemory(t *testing.T) {
	w := boot(t)
	files := w.onDisk()
	content := &letters{size: 90_000_000}
	f, err := w.Documents.Keep(t.Context(), "long.txt", content)
	w.must(err)
	if f.Size != content.size || content.most > 1<<20 {
		t.Errorf("%d bytes kept, read by pieces of up to %d", f.Size, content.most)
	}
	_, err = w.Documents.Keep(t.Context(), "long.txt", &letters{size: documents.MaxSize + 1})
	wrong(t, err, "files", "form.file_too_large")
	if n := w.onDisk(); n != files+1 {
		t.Errorf("%d files were %d", n, files)
	}
}

// TestNobodyFillsTheStoreByTakingUpVersions has Karim take up one version after the other: each is kept with its words, though its
// file weighs nothing more. What he took up and sent counts together; Camille has an hour of her own.
func TestNobodyFillsTheStoreByTakingUpVersions(t *testing.T) {
	w := boot(t)
	id := w.filed("karim", 0, "Allers et retours", "Un.")
	karim, camilles := w.member("karim"), w.member(camille)
	f := w.keep("note.txt", "Deux.")
	w.do(func(tx *db.Tx) error { return w.Documents.AddVersion(tx, karim, id, f, "") })
	again := func(m spaces.Member, i int) error {
		return w.try(func(tx *db.Tx) error { return w.Documents.Restore(tx, m, id, int64(1+i%2), "") })
	}
	var err error
	took := 0
	for ; took < 1000 && err == nil; took++ {
		err = again(karim, took)
	}
	var spent *fault.TooMany
	if took != 201 || !errors.As(err, &spent) {
		t.Fatalf("%d times, then %v", took, err)
	}
	w.must(again(camilles, took+1))
	w.As("karim").Post(w.shelf()+"/"+id.String()+"-allers-et-retours/versions/1/reprise", nil).Is(429)
	w.Clock.Advance(time.Hour)
	w.must(again(karim, took))
}
