package convert_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/convert"
)

// found is the converter of this machine. Where the programs are absent there is nothing to test; scripts/setup installs them.
func found(t *testing.T) *convert.Converter {
	t.Helper()
	t.Parallel()
	c, err := convert.Find(t.Context())
	if err != nil {
		t.Skip("the programs that scripts/setup installs are absent, or this machine makes no namespaces: ", err)
	}
	return c
}

func take(t *testing.T, c *convert.Converter, content []byte) *convert.Source {
	t.Helper()
	s, err := c.Take(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// flat is a text of LibreOffice in one piece, which its own program packs.
const flat = `{\rtf1\ansi {\b Bordereau de versement}\par Les registres paroissiaux de Montbrison.\par\page Deuxi\'e8me page: nomenclature.}`

func TestATextOfAnOfficeBecomesPagesAndWords(t *testing.T) {
	c := found(t)
	pdf, err := take(t, c, []byte(flat)).PDF(t.Context(), ".rtf")
	if err != nil {
		t.Fatal(err)
	}
	defer pdf.Close()
	pages, err := pdf.Pages(t.Context())
	if pages != 2 || err != nil {
		t.Error(pages, err)
	}
	text, err := pdf.Text(t.Context(), 10, 10_000)
	if !strings.Contains(text, "Montbrison") || !strings.Contains(text, "Deuxième") || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if text, err = pdf.Text(t.Context(), 1, 12); text != "Bordereau de" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if first, err := pdf.Text(t.Context(), 1, 10_000); strings.Contains(first, "Deuxième") || err != nil {
		t.Errorf("%q, %v", first, err)
	}
	picture, err := pdf.Page(t.Context(), 2, 800)
	if !bytes.HasPrefix(picture, []byte{0xFF, 0xD8}) || err != nil {
		t.Errorf("%d bytes, %v", len(picture), err)
	}
	if _, err := pdf.Page(t.Context(), 3, 800); !errors.Is(err, convert.ErrBroken) {
		t.Error("a third page of two:", err)
	}
}

func TestWhatIsNotWhatItSaysIsRefusedBeforeAProgramReadsIt(t *testing.T) {
	c := found(t)
	for name, content := range map[string][]byte{
		".odt": []byte("garbage"), ".doc": []byte("garbage"), ".rtf": []byte("garbage"), ".docx": archive(t, map[string]string{"a": "b"}),
		".html": []byte("<html>"), ".ods": nil, ".xlsx": bomb(t),
	} {
		if _, err := take(t, c, content).PDF(t.Context(), name); !errors.Is(err, convert.ErrRefused) {
			t.Error(name, err)
		}
	}
	if _, err := take(t, c, archive(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<<<"})).PDF(t.Context(), ".odt"); !errors.Is(err, convert.ErrBroken) {
		t.Error("an empty shell:", err)
	}
	if _, err := take(t, c, []byte("%PDF-1.7 garbage")).Pages(t.Context()); !errors.Is(err, convert.ErrBroken) {
		t.Error("garbage that says PDF:", err)
	}
}

func archive(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bomb is a sheet of half a megabyte that says it holds five hundred.
func bomb(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	zeros := make([]byte, 1<<20)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 200 {
			if _, err := w.Write(zeros); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const (
	contentTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	relations    = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
)

func TestABillionLaughsEndInTime(t *testing.T) {
	c := found(t)
	var entities strings.Builder
	entities.WriteString(`<!ENTITY l0 "ha ha ha ha ha ha ha ha ha ha">`)
	for i := range 10 {
		fmt.Fprintf(&entities, `<!ENTITY l%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	laughs := archive(t, map[string]string{"[Content_Types].xml": contentTypes, "_rels/.rels": relations,
		"word/document.xml": `<?xml version="1.0"?><!DOCTYPE x [` + entities.String() + `]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&l10;</w:t></w:r></w:p></w:body></w:document>`})
	begun := time.Now()
	pdf, err := take(t, c, laughs).PDF(t.Context(), ".docx")
	if err == nil { // without the entities, the paragraph is empty
		text, _ := pdf.Text(t.Context(), 10, 100_000)
		_ = pdf.Close()
		if len(text) > 1000 {
			t.Errorf("%d bytes of laughs", len(text))
		}
	}
	if took := time.Since(begun); took > time.Minute {
		t.Error(took)
	}
}

// TestNothingLeavesTheBox opens a text whose picture is elsewhere, which LibreOffice fetches where it can.
func TestNothingLeavesTheBox(t *testing.T) {
	c := found(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	knocked := make(chan struct{}, 10)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			knocked <- struct{}{}
			_ = connection.Close()
		}
	}()
	picture := "http://" + listener.Addr().String() + "/mouchard.png"
	page := `<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3"><office:body><office:text><text:p>Avec image<draw:frame text:anchor-type="as-char" svg:width="4cm" svg:height="4cm"><draw:image xlink:href="` + picture + `" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p></office:text></office:body></office:document-content>`
	odt := archive(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": page,
		"META-INF/manifest.xml": `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`})
	pdf, err := take(t, c, odt).PDF(t.Context(), ".odt")
	if err != nil {
		t.Fatal(err)
	}
	defer pdf.Close()
	if text, err := pdf.Text(t.Context(), 1, 1000); !strings.Contains(text, "Avec image") || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if len(knocked) != 0 {
		t.Error("the picture was fetched")
	}
	// The negative twin: the listener hears whoever is not in the box.
	connection, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_ = connection.Close()
	<-knocked
}

func TestARunThatDoesNotEndIsEnded(t *testing.T) {
	c := found(t)
	pdf, err := take(t, c, []byte(flat)).PDF(t.Context(), ".rtf")
	if err != nil {
		t.Fatal(err)
	}
	defer pdf.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pdf.Pages(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.Endless(t.Context(), 300*time.Millisecond); !errors.Is(err, convert.ErrTooMuch) {
		t.Error("endless:", err)
	}
	if out, _ := exec.Command("ps", "-eo", "args").Output(); bytes.Contains(out, []byte(convert.EndlessScript)) {
		t.Error("it runs still")
	}
	if _, err := c.Chatter(t.Context()); !errors.Is(err, convert.ErrTooMuch) {
		t.Error("chatter:", err)
	}
}

func TestTheBoxHoldsNothingOfTheMachine(t *testing.T) {
	c := found(t)
	seen, err := c.Looking(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Fields(seen) {
		switch name := filepath.Base(line); name {
		case "bin", "dev", "etc", "lib", "lib64", "proc", "tmp", "usr", "var", "unwritable", "alone":
		default:
			t.Errorf("the box has %s", name)
		}
	}
	if !strings.Contains(seen, "unwritable") || !strings.Contains(seen, "alone") {
		t.Error(seen)
	}
}

// TestTheBoxWritesToItsOwnMemoryAlone looks for other places: one without a bound would take half the memory of the machine.
func TestTheBoxWritesToItsOwnMemoryAlone(t *testing.T) {
	c := found(t)
	if folders, err := c.Writable(t.Context()); folders != "/tmp\n" || err != nil {
		t.Errorf("%q, %v", folders, err)
	}
}

// TestAHeavyPDFTakesNoMemory weighs what one of ninety megabytes allocates: a picture that fills an office file comes out as large
// as it went in.
func TestAHeavyPDFTakesNoMemory(t *testing.T) {
	c, err := convert.Find(t.Context()) // not beside others: it counts what the whole program allocates
	if err != nil {
		t.Skip("the programs that scripts/setup installs are absent, or this machine makes no namespaces: ", err)
	}
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	pdf, err := c.Heavy(t.Context(), "%PDF-1.7", 90_000_000)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	defer pdf.Close()
	if took := after.TotalAlloc - before.TotalAlloc; took > 2<<20 {
		t.Errorf("%d bytes were allocated", took)
	}
	for head, want := range map[string]error{"%PDF-1.7": convert.ErrTooMuch, "": convert.ErrBroken} {
		zeros := 8
		if want == convert.ErrTooMuch {
			zeros = convert.MaxPDF
		}
		if _, err := c.Heavy(t.Context(), head, zeros); !errors.Is(err, want) {
			t.Errorf("%q: %v", head, err)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("%v are left, %v", left, err)
	}
}
