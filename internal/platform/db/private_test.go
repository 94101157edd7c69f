package db_test

import (
	"os"
	"path/filepath"
	"testing"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
)

func TestOtherAccountsOfTheMachineDoNotReadTheFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a new file, then one that is there, opened to all meanwhile
		d, err := db.Open(t.Context(), db.Config{Dir: dir, Clock: clock.System{}})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec("CREATE TABLE IF NOT EXISTS notes (id BIGINT)")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(dir, "osmose.db*"))
		if err != nil || len(files) != 3 {
			t.Fatalf("files %v, %v", files, err)
		}
		for _, name := range files {
			found, err := os.Stat(name)
			if err != nil || found.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", name, found.Mode(), err)
			}
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(dir, "osmose.db"), 0o604); err != nil {
			t.Fatal(err)
		}
	}
}
