package files_test

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"osmose/internal/platform/files"
)

func TestContentsKeptApartAreNotAlikeOnDisk(t *testing.T) {
	t.Parallel()
	folder, err := files.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	const text = "Un tableau de gestion."
	first, size, err := folder.PutApart(t.Context(), strings.NewReader(text), int64(len(text)))
	if err != nil || size != int64(len(text)) {
		t.Fatalf("%d bytes, %v", size, err)
	}
	second, _, err := folder.PutApart(t.Context(), strings.NewReader(text), 1000)
	if err != nil || first == second {
		t.Fatalf("both are %s, %v", first, err)
	}
	if _, _, err := folder.PutApart(t.Context(), strings.NewReader(text), int64(len(text))-1); !errors.Is(err, files.ErrTooLarge) {
		t.Errorf("above the limit: %v", err)
	}
	if err := folder.Delete(first); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.OpenApart(first); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the deleted one: %v", err)
	}
	content, err := folder.OpenApart(second)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if end, err := content.Seek(0, io.SeekEnd); end != int64(len(text)) || err != nil {
		t.Errorf("it ends at %d, %v", end, err)
	}
	if at, err := content.Seek(3, io.SeekStart); at != 3 || err != nil {
		t.Errorf("sought to %d, %v", at, err)
	}
	if rest, err := io.ReadAll(content); string(rest) != text[3:] || err != nil {
		t.Errorf("%q, %v", rest, err)
	}
}
