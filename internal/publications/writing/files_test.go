package writing_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"mime"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

func TestAFileIsItsSendersUntilATextClaimsIt(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene, paul := d.As("karim"), d.As("helene"), d.As("paul")
	file := d.upload(karim, "compte rendu.txt", []byte(report))
	if answer := karim.Get(file.URL).Is(200); answer.Body != report || answer.Header.Get("X-Content-Type-Options") != "nosniff" ||
		answer.Header.Get("Content-Security-Policy") != "sandbox; default-src 'none'" || !strings.HasPrefix(answer.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%q with %v", answer.Body, answer.Header)
	}
	helene.Get(file.URL).Is(404)
	page := d.reply(karim, url.Values{"body": {"Voici le compte rendu."}, "piece": {file.ID}})
	page.Shows("compte rendu.txt", "texte brut, 1\u00a0Ko")
	helene.Get(file.URL).Is(200)
	nonsense := paul.Get(d.space + "/pieces/0000000000001").Is(404)
	if answer := paul.Get(file.URL).Is(404); answer.Body != nonsense.Body {
		t.Error("Paul learns that the file is there")
	}
}

func TestAFileLeavesWithItsReaderAndWithItsText(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, sophie, helene := d.As("karim"), d.As("sophie"), d.As("helene")
	file := d.upload(karim, "plan.jpg", picture(t))
	d.reply(karim, url.Values{"body": {`<p>Le plan</p><img src="` + file.URL + `" alt="Plan">`}, "format": {"html"}}).Hides("plan.jpg")
	for _, address := range []string{file.URL, file.Thumb} {
		sophie.Get(address).Is(200)
	}
	text, err := db.One[ids.ID](d.DB.Read(t.Context()), `SELECT text_id FROM attachments`)
	if err != nil {
		t.Fatal(err)
	}
	helene.Post(d.space+"/textes/"+text.String()+"/masquer", url.Values{"reason": {"Hors sujet."}}).LeadsTo(d.space)
	for _, address := range []string{file.URL, file.Thumb} {
		sophie.Get(address).Is(404)
		helene.Get(address).Is(200)
	}
	helene.Post(d.space+"/textes/"+text.String()+"/masquer/retrait", nil).LeadsTo(d.space)
	sophie.Get(file.URL).Is(200)
	d.Write(func(tx *db.Tx) error {
		return d.Spaces.Expel(tx, spaces.TakeCustody(d.id, "she leaves"), d.Person("sophie"))
	})
	sophie.Get(file.URL).Is(404)
	karim.Get(file.URL).Is(200)
}

func TestAPictureTellsNoPlaceAndFitsAPage(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	file := d.upload(karim, "../../vacances\\photo.jpg", picture(t))
	if file.Name != "photo.jpg" || !strings.HasPrefix(file.About, "image, ") {
		t.Errorf("%+v", file)
	}
	for address, most := range map[string]int{file.URL: 700 << 10, file.Thumb: 24 << 10} {
		answer := karim.Get(address).Is(200)
		if strings.Contains(answer.Body, "48°") || strings.Contains(answer.Body, "Exif") || len(answer.Body) > most {
			t.Errorf("%s: %d bytes that tell too much", address, len(answer.Body))
		}
	}
}

func TestWhatIsNoLawfulFileIsRefusedByItsType(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	ihdr := append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), 30_000), 30_000), 8, 6, 0, 0, 0)
	bomb := binary.BigEndian.AppendUint32(append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), ihdr...), crc32.ChecksumIEEE(ihdr))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, c := range []struct {
		name, content, says string
	}{
		{"page.txt", "<!doctype html><script>alert(1)</script>", "« html »"},
		{"dessin.png", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "« svg »"},
		{"outil.pdf", "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 60), "ne peuvent pas être joints"},
		{"grand.png", string(bomb), "30\u202f000 × 30\u202f000"},
		{"vide.txt", "", "est vide"},
	} {
		says := strings.ReplaceAll(d.upload(karim, c.name, []byte(c.content)).Error, "\u00a0", " ")
		if !strings.Contains(says, c.says) {
			t.Errorf("%s: %q", c.name, says)
		}
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
		t.Errorf("%d bytes", grown)
	}
	if n, err := db.One[int](d.DB.Read(t.Context()), `SELECT COUNT(*) FROM attachments`); n != 0 || err != nil {
		t.Errorf("%d files kept, %v", n, err)
	}
}

// A stolen account sends a script as plain text, which it is; whoever saves it must not run it by opening it.
func TestNoFileIsSavedAsAProgram(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	for name, saved := range map[string]string{
		"facture.hta": "facture.hta.txt", "facture.pdf.js": "facture.pdf.js.txt", "lien.URL": "lien.URL.txt", "page.html": "page.html.txt",
		"notes": "notes.txt", "x.bat.": "x.bat..txt", "fac\u202efpj.hta": "facfpj.hta.txt", "\u2066\u200b": "fichier.txt",
		"notes.txt": "notes.txt", "relevé.CSV": "relevé.CSV", "compte rendu.odt": "compte rendu.odt",
	} {
		file := d.upload(karim, name, []byte(report))
		if file.Name != saved {
			t.Errorf("%q is kept as %q, want %q", name, file.Name, saved)
		}
		_, params, err := mime.ParseMediaType(karim.Get(file.URL).Is(200).Header.Get("Content-Disposition"))
		if err != nil || params["filename"] != saved {
			t.Errorf("%q is saved as %q, want %q: %v", name, params["filename"], saved, err)
		}
	}
	if plan := d.upload(karim, "plan.exe", picture(t)); plan.Name != "plan.exe.jpg" {
		t.Errorf("a picture is kept as %q", plan.Name)
	}
}

func TestWithoutJavaScriptFilesComeWithTheForm(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	var plan bytes.Buffer
	if err := png.Encode(&plan, image.NewGray(image.Rect(0, 0, 10, 10))); err != nil {
		t.Fatal(err)
	}
	one, two := testkit.File{Field: "files", Name: "note.txt", Content: []byte(report)}, testkit.File{Field: "files", Name: "plan.png", Content: plan.Bytes()}
	// An empty text is refused, and the files wait in the form that comes back.
	back := karim.Send(d.thread+"/messages", url.Values{"body": {""}, "place": {"reponse"}}, one, two).Is(422).Shows("note.txt", "plan.png")
	kept := pieces(back.Body)
	if len(kept) != 2 {
		t.Fatalf("%v", kept)
	}
	d.reply(karim, url.Values{"body": {"Deux pièces."}, "piece": kept}).Shows("note.txt", "plan.png")
	refused := karim.Send(d.thread+"/messages", url.Values{"body": {"Une page."}}, testkit.File{Field: "files", Name: "page.html", Content: []byte("<!doctype html><p>")})
	refused.Is(422).Shows("ne peuvent pas être joints", "Une page.")
}

func pieces(body string) (found []string) {
	for _, after := range strings.Split(body, `name="piece" value="`)[1:] {
		id, _, _ := strings.Cut(after, `"`)
		found = append(found, id)
	}
	return found
}

func TestWhatNobodyClaimedIsSweptAfterADay(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	demo := filesIn(t, filepath.Join(d.Data, "files"))
	claimed := d.upload(karim, "gardé.txt", []byte(report))
	d.reply(karim, url.Values{"body": {"Gardé."}, "piece": {claimed.ID}})
	left := d.upload(karim, "oublié.txt", []byte(report))
	d.Clock.Advance(23 * time.Hour)
	d.Write(d.Attachments.Sweep)
	karim.Get(left.URL).Is(200)
	d.Clock.Advance(2 * time.Hour)
	d.Write(d.Attachments.Sweep)
	karim.Get(left.URL).Is(404)
	karim.Get(claimed.URL).Is(200)
	if n := filesIn(t, filepath.Join(d.Data, "files")); n != demo+1 {
		t.Errorf("%d files on disk, and %d before", n, demo)
	}
}

func TestADraftBringsItsFilesBack(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene := d.As("karim"), d.As("helene")
	file, hers := d.upload(karim, "bordereau.txt", []byte(report)), d.upload(helene, "secret.txt", []byte(report))
	draft := url.Values{"place": {d.place()}, "body": {"Voici."}, "format": {"markdown"}, "saved": {"0"}, "piece": {file.ID, hers.ID, "x"}}
	karim.Post(d.space+"/redaction/brouillon", draft).Is(200)
	d.Clock.Advance(3 * 24 * time.Hour)
	d.Write(d.Attachments.Sweep)
	karim = d.As("karim")
	page := karim.Get(d.thread).Is(200).Shows("Voici.", "bordereau.txt").Hides("secret.txt")
	if found := pieces(page.Body); len(found) != 1 || found[0] != file.ID {
		t.Errorf("the form holds %v", found)
	}
	d.As("helene").Get(file.URL).Is(404)
	karim.Post(d.space+"/redaction/brouillon/retrait", url.Values{"place": {d.place()}}).Is(303)
	d.Clock.Advance(23 * time.Hour)
	d.Write(d.Attachments.Sweep)
	karim.Get(file.URL).Is(200)
	d.Clock.Advance(2 * time.Hour)
	d.Write(d.Attachments.Sweep)
	d.As("karim").Get(file.URL).Is(404)
}
