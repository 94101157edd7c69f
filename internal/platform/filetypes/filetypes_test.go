package filetypes_test

import (
	"errors"
	"strings"
	"testing"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/filetypes"
)

// zip begins an archive whose first file is called so and holds content, as ODF and OOXML files begin.
func zip(name, content string) string {
	size := string([]byte{byte(len(content)), 0, 0, 0})
	return "PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + size + size + string([]byte{byte(len(name)), 0, 0, 0}) + name + content
}

func TestWhatAFileIsGoesByItsFirstBytes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, content, want, refused string }{
		{"plan.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png", ""},
		{"plan.txt", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png", ""},
		{"note.pdf", "%PDF-1.4\n", "application/pdf", ""},
		{"note.odt", zip("mimetype", "application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text", ""},
		{"lot.zip", zip("un.txt", "un"), "application/zip", ""},
		{"note.txt", "Bonjour à tous.\n", "text/plain", ""},
		{"note.md", "# Bonjour\n\nà tous.\n", "text/markdown", ""},
		{"note.MARKDOWN", "# Bonjour\n", "text/markdown", ""},
		{"suivi.csv", "un seul mot\n", "text/csv", ""},
		{"son.ogg", "OggS\x00\x02" + strings.Repeat("\x00", 20) + "\x01\x1e\x01vorbis" + strings.Repeat("\x00", 20), "audio/ogg", ""},
		{"page.txt", "<!DOCTYPE html><script>x()</script>", "", "html"},
		{"dessin.png", `<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>`, "", "svg"},
		{"programme.pdf", "MZ\x90\x00\x03", "", "exe"},
	} {
		got, err := filetypes.Kept.Sniff("files", c.name, strings.NewReader(c.content), "refused", "unknown")
		var wrong *fault.Invalid
		switch {
		case c.refused == "" && (err != nil || got != c.want):
			t.Errorf("%s is %q (%v), not %q", c.name, got, err, c.want)
		case c.refused != "" && (!errors.As(err, &wrong) || wrong.Fields[0].Args["Type"] != c.refused):
			t.Errorf("%s is %q, refused with %v", c.name, got, err)
		}
	}
	if got, err := filetypes.Written.Sniff("files", "note.md", strings.NewReader("# Bonjour"), "refused", "unknown"); got != "text/plain" || err != nil {
		t.Errorf("where Markdown is in no list, it is %q (%v)", got, err)
	}
}

func TestANameDoesNotLie(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"note.txt": "note.txt", "NOTE.TXT": "NOTE.TXT", "facture.hta": "facture.hta.txt", "": "fichier.txt", "note": "note.txt", "fpj.\u202ehta.txt": "fpj.hta.txt",
		"photo.jpeg": "photo.jpeg",
	} {
		if got := filetypes.Kept.Honest(name, "text/plain"); got != want {
			t.Errorf("%q is kept as %q, not %q", name, got, want)
		}
	}
}

func TestWhatIsTakenIsSaidToTheBrowser(t *testing.T) {
	t.Parallel()
	accept := filetypes.Kept.Accept()
	for _, want := range []string{".odt", ".md", ".markdown", ".jpeg", ".mp4"} {
		if !strings.Contains(","+accept+",", ","+want+",") {
			t.Errorf("%s is not among %s", want, accept)
		}
	}
	if strings.Contains(filetypes.Written.Accept(), ".md") {
		t.Error("attachments take Markdown")
	}
}
