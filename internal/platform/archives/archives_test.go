package archives

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestNamesThatSomeSystemRefuses(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Relevé des séries.csv":       "Relevé des séries.csv",
		"Releve\u0301.csv":            "Relevé.csv", // written in two signs, as macOS does
		`a/b\c:d*e?f"g<h>i|j.txt`:     "a_b_c_d_e_f_g_h_i_j.txt",
		"../../etc/passwd":            "_.._etc_passwd",
		"..":                          "sans nom",
		"":                            "sans nom",
		" . ":                         "sans nom",
		"fin. . .":                    "fin",
		"rapport .pdf":                "rapport.pdf",
		"CON":                         "_CON",
		"nul.txt":                     "_nul.txt",
		"aux .tar.gz":                 "_aux .tar.gz",
		"COM¹.log":                    "_COM¹.log",
		"console.txt":                 "console.txt",
		"a\x00b\tc.txt":               "a_b_c.txt",
		"a\xffb.txt":                  "a_b.txt",
		"photo\u202egpj.exe":          "photogpj.exe",
		"Compte\u00a0rendu\u202f1.md": "Compte rendu 1.md",
		".htaccess":                   "htaccess",
		"v1.2 du plan cadastral":      "v1.2 du plan cadastral",
	} {
		if got := safe(name, "sans nom", fileMost); got != want {
			t.Errorf("%q became %q, not %q", name, got, want)
		}
	}
	long := safe(strings.Repeat("é", 300)+".docx", "x", fileMost)
	if units(long) != fileMost || !strings.HasSuffix(long, "é.docx") {
		t.Errorf("%d: %s", units(long), long)
	}
}

// TestADeepFolderTakesWhatIsLeftOfItsName gives the names of folders less room than their ends would take.
func TestADeepFolderTakesWhatIsLeftOfItsName(t *testing.T) {
	t.Parallel()
	deep := Root()
	for range 5 {
		deep = deep.In(strings.Repeat("a", 80), "Dossier")
	}
	for _, c := range [][2]string{
		{"notes.versions", "notes.ve"}, {"notes.vers", "not.vers"}, {"notes.vers", "not (2)"}, {"😀.abcdef", "😀.abcde"}, {".versions", "versions"},
	} {
		if got := strings.TrimPrefix(deep.In(c[0], "Dossier").path, deep.path); got != c[1]+"/" {
			t.Errorf("%q became %q, not %q", c[0], got, c[1])
		}
	}
}

// wild draws names that people, programs and enemies give.
var wild = rapid.OneOf(
	rapid.String(),
	rapid.StringMatching(`[a-cA-CéÉß./\\: ]{0,9}`),
	rapid.SampledFrom([]string{"..", ".", "/", "CON", "con.txt", "Nul .x", "lpt9", "a", "A", "ﬁ", "fi", "ß", "SS", "É", "e\u0301", "a (2)", "a (3)", "\x00", "C:\\x",
		strings.Repeat("é", 400), strings.Repeat("😀", 200) + ".pdf", strings.Repeat(".", 300), "x." + strings.Repeat("y", 300), "x.abcdefghij", "😀.abcdef"}),
)

// TestWhateverNamesAnArchiveUnpacksEverywhere puts files of any names into folders of any names.
func TestWhateverNamesAnArchiveUnpacksEverywhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var out bytes.Buffer
		w := New(&out)
		folders := []*Folder{Root()}
		depth := map[*Folder]int{}
		put := rapid.IntRange(1, 25).Draw(t, "files")
		for range put {
			in := rapid.SampledFrom(folders).Draw(t, "folder")
			if depth[in] < 8 && rapid.Bool().Draw(t, "deeper") {
				next := in.In(wild.Draw(t, "folder name"), "Dossier")
				depth[next] = depth[in] + 1
				folders, in = append(folders, next), next
			}
			if err := w.Put(in, Entry{Name: wild.Draw(t, "name"), Otherwise: "Document"}, strings.NewReader("x")); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		read, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		if len(read.File) != put {
			t.Fatalf("%d files of %d", len(read.File), put)
		}
		seen := map[string]bool{}    // files and folders, as a system that knows no case has them
		spelt := map[string]string{} // a folder is spelt in one way
		for _, f := range read.File {
			unpacks(t, f.Name)
			whole := comparable(f.Name)
			if seen[whole] {
				t.Fatalf("%q is unpacked over another", f.Name)
			}
			seen[whole] = true
			for at, r := range f.Name {
				if r != '/' {
					continue
				}
				folder := f.Name[:at]
				if had, known := spelt[comparable(folder)]; known && had != folder {
					t.Fatalf("the folders %q and %q are one", had, folder)
				}
				spelt[comparable(folder)] = folder
			}
		}
		for folder := range spelt {
			if seen[folder] {
				t.Fatalf("%q is a file and a folder", folder)
			}
		}
	})
}

// unpacks says of a path what the three systems say, each in its own words.
func unpacks(t *rapid.T, name string) {
	if !utf8.ValidString(name) || norm.NFC.String(name) != name {
		t.Fatalf("%q is not one text", name)
	}
	if n := len(utf16.Encode([]rune(name))); n > 255 {
		t.Fatalf("%d units: %q", n, name)
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || strings.Trim(part, ". ") == "" || strings.HasSuffix(part, ".") || strings.HasSuffix(part, " ") || strings.HasPrefix(part, ".") {
			t.Fatalf("%q in %q", part, name)
		}
		if strings.ContainsAny(part, "<>:\"\\|?*") || strings.ContainsFunc(part, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Fatalf("%q in %q", part, name)
		}
		if len(part) > 255 {
			t.Fatalf("%d bytes: %q", len(part), part)
		}
		device, _, _ := strings.Cut(strings.ToUpper(part), ".")
		if reserved[strings.TrimRight(device, " ")] {
			t.Fatalf("%q is a device", part)
		}
	}
}

func TestAnArchiveKeepsTimesAndWhatIsPacked(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 7, 14, 9, 12, 30, 0, paris)
	var out bytes.Buffer
	w := New(&out)
	text := strings.Repeat("Un tableau de gestion. ", 1000)
	in := Root().In("Modèles", "x")
	for _, e := range []Entry{{Name: "é.txt", Modified: at}, {Name: "é.txt", Modified: at, Packed: true}} {
		if err := w.Put(in, e, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		name   string
		method uint16
	}{{"Modèles/é.txt", zip.Deflate}, {"Modèles/é (2).txt", zip.Store}} {
		f := read.File[i]
		if f.Name != want.name || f.Method != want.method || f.NonUTF8 || f.Flags&0x800 == 0 {
			t.Errorf("%q by method %d, flags %x", f.Name, f.Method, f.Flags)
		}
		// The old field has no zone: it holds the hour of Paris.
		if !f.Modified.Equal(at) || f.ModifiedTime>>11 != 9 {
			t.Errorf("%v, hour %d", f.Modified, f.ModifiedTime>>11)
		}
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(content); string(got) != text || err != nil {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	}
	if deflated := read.File[0].CompressedSize64; deflated > uint64(len(text))/10 {
		t.Errorf("a text takes %d bytes of %d", deflated, len(text))
	}
}
