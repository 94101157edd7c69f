package app_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/files"
	"osmose/internal/testkit"
)

// TestTheDoctorNamesTheDocumentThatWasAltered flips a byte in one file, loses another and leaves a third that nothing names; before
// that, and in what else the world holds, nothing is wrong.
func TestTheDoctorNamesTheDocumentThatWasAltered(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	examine := func() files.Findings {
		t.Helper()
		read := 0
		found, err := w.Examine(t.Context(), 0, func(n, of int) { read = max(read, n) })
		if err != nil {
			t.Fatal(err)
		}
		if read == 0 || found.Files == 0 {
			t.Fatal("it read nothing")
		}
		return found
	}
	if found := examine(); !found.Sound() || len(found.Unreferenced) != 0 {
		t.Fatalf("a sound world: %s", found)
	}
	hashes, err := db.All[string](w.DB.Read(t.Context()), `
		SELECT v.hash
		FROM document_versions v
		JOIN live_publications l ON l.id = v.document_id AND l.space_id = $1
		JOIN documents d ON d.id = v.document_id AND d.number = v.number
		WHERE l.title IN ('Liste des formats acceptés', 'Charte de nommage des fichiers')
		ORDER BY l.title DESC
		LIMIT 2`, w.Space("Archivage numérique"))
	if err != nil || len(hashes) != 2 {
		t.Fatal(hashes, err)
	}
	place := func(hash string) string { return filepath.Join(w.Data, "files", hash[:2], hash[2:4], hash) }
	content, err := os.ReadFile(place(hashes[0]))
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)-1] ^= 1
	stranger := strings.Repeat("ab", 32)
	for _, err := range []error{
		os.WriteFile(place(hashes[0]), content, 0o600), os.Remove(place(hashes[1])),
		os.MkdirAll(filepath.Dir(place(stranger)), 0o700), os.WriteFile(place(stranger), []byte("left"), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	found := examine()
	said := found.String()
	if found.Sound() {
		t.Error("it calls that sound")
	}
	if len(found.Altered) != 1 || len(found.Missing) != 1 || len(found.Unreferenced) != 1 || found.Unreferenced[0] != stranger {
		t.Errorf("it found\n%s", said)
	}
	for _, want := range []string{
		"altered: " + hashes[0] + `, "Liste des formats acceptés" in "Archivage numérique", /espaces/`, "missing: " + hashes[1] + `, "Charte de nommage des fichiers"`,
		"/documents/", "1 altered, 1 missing, 1 unreferenced",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	out, err := json.Marshal(found)
	if err != nil {
		t.Fatal(err)
	}
	var again files.Findings
	if err := json.Unmarshal(out, &again); err != nil || again.Altered[0].Title != "Liste des formats acceptés" {
		t.Errorf("%v: %s", err, out)
	}
}
