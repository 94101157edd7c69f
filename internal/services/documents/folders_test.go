package documents_test

import (
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/services/documents"
	"osmose/internal/spaces"
)

// TestOnlyAnimatorsArrangeFolders makes, renames, moves and deletes them as Hélène; Karim and Sophie may not, Paul finds nothing.
func TestOnlyAnimatorsArrangeFolders(t *testing.T) {
	w := boot(t)
	helene := w.member("helene")
	plans := w.folder("Plans de classement", 0, "")
	make := func(m spaces.Member, d documents.FolderDraft) error {
		return w.try(func(tx *db.Tx) error { _, err := w.Documents.MakeFolder(tx, m, d); return err })
	}
	change := func(m spaces.Member, id ids.ID, d documents.FolderDraft) error {
		return w.try(func(tx *db.Tx) error { return w.Documents.ChangeFolder(tx, m, id, d) })
	}
	for _, name := range []string{"karim", "sophie"} {
		m := w.member(name)
		refused(t, make(m, documents.FolderDraft{Name: "À moi"}), "documents.tend_refused")
		refused(t, change(m, plans, documents.FolderDraft{Name: "À moi"}), "documents.tend_refused")
		refused(t, w.try(func(tx *db.Tx) error { return w.Documents.DeleteFolder(tx, m, plans) }), "documents.tend_refused")
	}
	if _, err := w.Spaces.Enter(t.Context(), w.Person("paul"), w.Space(archives)); err == nil {
		t.Error("Paul came in")
	}
	// A name is unique beside its siblings, whatever its accents and case; elsewhere it may stand again.
	wrong(t, make(helene, documents.FolderDraft{Name: "PLANS DE  CLASSEMENT"}), "name", "documents.folder_taken")
	w.must(make(helene, documents.FolderDraft{Name: "Plans de classement", Parent: plans}))
	wrong(t, make(helene, documents.FolderDraft{Name: " "}), "name", "documents.folder_name_required")
	wrong(t, make(helene, documents.FolderDraft{Name: "x", Deposits: "tous"}), "deposits", "form.choice")
	wrong(t, make(helene, documents.FolderDraft{Name: "x", Parent: 12}), "parent", "documents.folder_unknown")
	other := w.folder("Autres", 0, "")
	wrong(t, change(helene, other, documents.FolderDraft{Name: "plans de classement"}), "name", "documents.folder_taken")
	w.must(change(helene, other, documents.FolderDraft{Name: "autres", Parent: plans})) // its own name, elsewhere
}

func TestAFolderStandsNeitherInItselfNorTooDeep(t *testing.T) {
	w := boot(t)
	helene := w.member("helene")
	first := w.folder("Un", 0, "")
	chain := []ids.ID{first}
	for range documents.MaxDepth - 1 {
		chain = append(chain, w.folder("Dedans", chain[len(chain)-1], ""))
	}
	last := chain[len(chain)-1]
	err := w.try(func(tx *db.Tx) error {
		_, err := w.Documents.MakeFolder(tx, helene, documents.FolderDraft{Name: "Trop", Parent: last})
		return err
	})
	wrong(t, err, "parent", "documents.folder_deep")
	for _, parent := range []ids.ID{first, chain[1], last} {
		err := w.try(func(tx *db.Tx) error {
			return w.Documents.ChangeFolder(tx, helene, first, documents.FolderDraft{Name: "Un", Parent: parent})
		})
		wrong(t, err, "parent", "documents.folder_in_itself")
	}
	// A folder takes along what stands in it: that must fit too.
	other := w.folder("Autre", 0, "")
	err = w.try(func(tx *db.Tx) error {
		return w.Documents.ChangeFolder(tx, helene, first, documents.FolderDraft{Name: "Un", Parent: other})
	})
	wrong(t, err, "parent", "documents.folder_deep")
	w.do(func(tx *db.Tx) error {
		return w.Documents.ChangeFolder(tx, helene, chain[1], documents.FolderDraft{Name: "Dedans", Parent: other})
	})
}

// TestTwoMovesAtOnceMakeNoCircle has two folders moved one into the other by sixteen writers.
func TestTwoMovesAtOnceMakeNoCircle(t *testing.T) {
	w := boot(t)
	helene := w.member("helene")
	one, two := w.folder("Un", 0, ""), w.folder("Deux", 0, "")
	errs := w.together(16, func(i int, tx *db.Tx) error {
		if i%2 == 0 {
			return w.Documents.ChangeFolder(tx, helene, one, documents.FolderDraft{Name: "Un", Parent: two})
		}
		return w.Documents.ChangeFolder(tx, helene, two, documents.FolderDraft{Name: "Deux", Parent: one})
	})
	moved := 0
	for _, err := range errs {
		if err == nil {
			moved++
			continue
		}
		wrong(t, err, "parent", "documents.folder_in_itself")
	}
	free, err := db.One[int](w.q(), `SELECT COUNT(*) FROM folders WHERE space_id = $1 AND parent_id IS NULL AND id IN ($2, $3)`, w.Space(archives), one, two)
	w.must(err)
	if moved != 8 || free != 1 {
		t.Errorf("%d moves went through, and %d of the two folders stand free", moved, free)
	}
}

func TestOnlyAnEmptyFolderIsDeleted(t *testing.T) {
	w := boot(t)
	helene, karim := w.member("helene"), w.member("karim")
	outer := w.folder("Dehors", 0, "")
	inner := w.folder("Dedans", outer, "")
	id := w.filed("karim", inner, "Un seul", "Le seul document.")
	drop := func(folder ids.ID) error {
		return w.try(func(tx *db.Tx) error { return w.Documents.DeleteFolder(tx, helene, folder) })
	}
	refused(t, drop(outer), "documents.folder_full")
	refused(t, drop(inner), "documents.folder_full")
	w.do(func(tx *db.Tx) error { return w.Documents.Trash(tx, karim, id) })
	w.must(drop(inner))
	unfound(t, drop(inner))
	w.do(func(tx *db.Tx) error { return w.Documents.TakeBack(tx, karim, id) })
	if d := w.find(id); d.FolderID != outer {
		t.Error("what came back from the trash does not stand in the folder around the one that is gone")
	}
	refused(t, drop(outer), "documents.folder_full")
}

// TestAFolderSaysWhoDeposits narrows and widens what the space says.
func TestAFolderSaysWhoDeposits(t *testing.T) {
	w := boot(t)
	closed, open := w.folder("Fermé", 0, "animators"), w.folder("Ouvert", 0, "contributors")
	deposit := func(name string, folder ids.ID, content string) error {
		m, f := w.member(name), w.keep("note.txt", content)
		return w.try(func(tx *db.Tx) error {
			_, _, err := w.Documents.Deposit(tx, m, folder, documents.Draft{Title: content}, f, false)
			return err
		})
	}
	w.must(deposit("karim", 0, "un"))
	refused(t, deposit("karim", closed, "deux"), "documents.deposit_refused")
	w.must(deposit("helene", closed, "trois"))
	for _, folder := range []ids.ID{0, closed, open} {
		refused(t, deposit("sophie", folder, "quatre"), "documents.deposit_refused")
	}
	w.As("helene").Get(w.space() + "/reglages").Is(200).Shows("Qui peut déposer des documents")
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO space_settings (space_id, name, value)
			VALUES ($1, 'documents.deposit', 'animators')
			ON CONFLICT (space_id, name) DO UPDATE SET value = excluded.value`, w.Space(archives))
		return err
	})
	refused(t, deposit("karim", 0, "cinq"), "documents.deposit_refused")
	w.must(deposit("karim", open, "six"))
	w.must(deposit("helene", 0, "sept"))
	// Nor does a move bring there what may not be deposited there.
	six := w.filed("karim", open, "Sept et demi", "sept et demi")
	karim := w.member("karim")
	refused(t, w.try(func(tx *db.Tx) error { return w.Documents.Move(tx, karim, six, closed) }), "documents.deposit_refused")
	wrong(t, w.try(func(tx *db.Tx) error { return w.Documents.Move(tx, karim, six, 12) }), "folder", "documents.folder_unknown")
}
