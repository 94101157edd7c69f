package app_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// update writes the committed tables anew: go test ./internal/app -update. Whoever does so reads the difference.
var update = flag.Bool("update", false, "write the committed tables anew")

// agrees compares a table with its committed file, name being its path from the module's folder, and tells the lines
// that differ.
func agrees(t *testing.T, name, table string) {
	t.Helper()
	file := filepath.Join(root, name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	committed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) == table {
		return
	}
	wanted, got := strings.Split(string(committed), "\n"), strings.Split(table, "\n")
	for _, line := range missing(wanted, got) {
		t.Errorf("%s says, and it is so no more: %s", name, line)
	}
	for _, line := range missing(got, wanted) {
		t.Errorf("%s does not say: %s", name, line)
	}
	t.Errorf("%s differs: if that is meant, go test ./internal/app -update writes it anew", name)
}

// missing returns the lines of a that b lacks.
func missing(a, b []string) []string {
	has := map[string]bool{}
	for _, line := range b {
		has[line] = true
	}
	var list []string
	for _, line := range a {
		if !has[line] {
			list = append(list, line)
		}
	}
	return list
}
