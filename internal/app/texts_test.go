package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestFrenchTextsKeepTheirSpaces holds the typography that civil servants read every day: a narrow no-break space before
// ? ! ; and a no-break one before : and inside « ».
func TestFrenchTextsKeepTheirSpaces(t *testing.T) {
	t.Parallel()
	wrong := regexp.MustCompile(`[ \x{00A0}][?!;]| :|« | »|\w'\w`)
	checked := 0
	eachFile(t, "..", "texts.fr.toml", func(path, content string) {
		checked++
		for i, line := range strings.Split(content, "\n") {
			if _, text, is := strings.Cut(line, " = "); is && wrong.MatchString(text) {
				t.Errorf("%s:%d: %s", path, i+1, line)
			}
		}
	})
	if checked < 8 {
		t.Fatalf("only %d files of texts were found", checked)
	}
}

func eachFile(t *testing.T, root, name string, visit func(path, content string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, name) {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		visit(path, string(content))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
