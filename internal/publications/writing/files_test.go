package writing_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"mime"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"osmose/internal/app"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// desk is a thread of « Archivage numérique » before which people stand.
type desk struct {
	*testkit.World
	t             *testing.T
	space, thread string
	id            ids.ID
}

func open(t *testing.T) *desk {
	t.Helper()
	return openWith(t, func(*app.Options) {})
}

func openWith(t *testing.T, change func(*app.Options)) *desk {
	t.Helper()
	w := testkit.BootWith(t, change)
	id := w.Space("Archivage numérique")
	d := &desk{World: w, t: t, id: id, space: spaces.Path(id, "Archivage numérique")}
	thread, err := db.One[struct {
		ID    ids.ID `db:"id"`
		Title string `db:"title"`
	}](w.DB.Read(t.Context()), `
		SELECT l.id, l.title
		FROM live_publications l
		JOIN threads h ON h.id = l.id
		LEFT JOIN closures c ON c.publication_id = l.id
		WHERE l.space_id = $1 AND c.publication_id IS NULL AND h.standing = ''
		ORDER BY l.id
		LIMIT 1`, id)
	if err != nil {
		t.Fatal(err)
	}
	d.thread = d.space + "/echanges/" + thread.ID.String()
	d.thread = w.As("karim").Get(d.thread).LeadsTo(d.space)
	return d
}

type sent struct{ ID, Name, URL, Thumb, About, Error string }

func (d *desk) upload(v *testkit.Visitor, name string, content []byte) sent {
	d.t.Helper()
	var answer sent
	body := v.Send(d.space+"/pieces", nil, testkit.File{Field: "files", Name: name, Content: content}).Is(200).Body
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		d.t.Fatal(err)
	}
	return answer
}

// reply publishes a reply and returns the page that shows it.
func (d *desk) reply(v *testkit.Visitor, form url.Values, files ...testkit.File) *testkit.Answer {
	d.t.Helper()
	form.Set("place", "reponse/"+strings.Split(strings.TrimPrefix(d.thread, d.space+"/echanges/"), "-")[0])
	where := v.Send(d.thread+"/messages", form, files...).LeadsTo(d.space)
	page, _, _ := strings.Cut(where, "#")
	return v.Get(page).Is(200)
}

func picture(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, 800, 600)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00 48°51'29.6\"N"
	segment := append(binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(exif)+2)), exif...)
	return append(append([]byte{0xFF, 0xD8}, segment...), out.Bytes()[2:]...)
}

const report = "Compte rendu de la visite du dépôt.\n"

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

func TestAFormSentTwiceJoinsItsFilesOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	send := func() string {
		return karim.Send(d.thread+"/messages", url.Values{"body": {"Le bordereau signé."}},
			testkit.File{Field: "files", Name: "signé.txt", Content: []byte(report)},
			testkit.File{Field: "files", Name: "plan.jpg", Content: picture(t)},
			testkit.File{Field: "files", Name: "annexe.txt", Content: []byte(report)}).Is(303).Header.Get("Location")
	}
	if first, second := send(), send(); first != second {
		t.Fatalf("two messages: %s, %s", first, second)
	}
	for _, name := range []string{"signé.txt", "plan.jpg", "annexe.txt"} {
		if n := d.shown(karim, name); n != 1 {
			t.Errorf("%s shows %d times", name, n)
		}
	}
	d.Clock.Advance(2 * time.Minute)
	d.reply(karim, url.Values{"body": {"Le même, plus tard."}, "piece": {d.upload(karim, "signé.txt", []byte(report)).ID}})
	if n := d.shown(karim, "signé.txt"); n != 2 {
		t.Errorf("the files show %d times", n)
	}
}

// shown counts the files of a name that v sees in the thread.
func (d *desk) shown(v *testkit.Visitor, name string) int {
	d.t.Helper()
	return strings.Count(v.Get(d.thread).Is(200).Body, ">"+name+"</a>")
}

// TestACorrectedFileTakesItsPlaceAtOnce: it has the name, the type and the size of the one before, and is another.
func TestACorrectedFileTakesItsPlaceAtOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	right := strings.Replace(report, "visite", "remise", 1)
	where := karim.Send(d.thread+"/messages", url.Values{"body": {"Le bordereau."}}, testkit.File{Field: "files", Name: "bordereau.txt", Content: []byte(report)}).LeadsTo(d.space)
	_, text, _ := strings.Cut(where, "#m-")
	edit := d.space + "/textes/" + text + "/modifier"
	body := url.Values{"body": {"Le bordereau, corrigé."}, "version": {"1"}}
	karim.Send(edit, body, testkit.File{Field: "files", Name: "bordereau.txt", Content: []byte(right)}).Is(303)
	if n := d.shown(karim, "bordereau.txt"); n != 2 {
		t.Errorf("with the form: %d files, want the one before and the corrected one", n)
	}
	// The editor sends the same content again: it was chosen, so it stays.
	body = url.Values{"body": {"Le bordereau, deux fois."}, "version": {"2"}, "piece": {d.upload(karim, "bordereau.txt", []byte(right)).ID}}
	karim.Send(edit, body).Is(303)
	if n := d.shown(karim, "bordereau.txt"); n != 3 {
		t.Errorf("from the editor: %d files, want 3", n)
	}
}

// TestAPictureShownTwiceIsOthersToReadTwice: each in the text has an id of its own, and one that is not claimed is its
// sender's alone.
func TestAPictureShownTwiceIsOthersToReadTwice(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, sophie := d.As("karim"), d.As("sophie")
	show := func(file sent) string { return `<img src="` + file.URL + `" alt="Plan">` }
	first, second := d.upload(karim, "plan.jpg", picture(t)), d.upload(karim, "plan.jpg", picture(t))
	where := karim.Send(d.thread+"/messages", url.Values{"body": {`<p>Le plan</p>` + show(first)}, "format": {"html"}}).LeadsTo(d.space)
	_, text, _ := strings.Cut(where, "#m-")
	sophie.Get(first.URL).Is(200)
	sophie.Get(second.URL).Is(404)
	karim.Send(d.space+"/textes/"+text+"/modifier", url.Values{"body": {`<p>Les plans</p>` + show(first) + show(second)}, "format": {"html"}, "version": {"1"}}).Is(303)
	sophie.Get(second.URL).Is(200)
}

func filesIn(t *testing.T, folder string) (n int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNobodyClaimsAnothersFile(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene := d.As("karim"), d.As("helene")
	file := d.upload(karim, "projet.txt", []byte(report))
	d.reply(helene, url.Values{"body": {"Je prends le projet de Karim."}, "piece": {file.ID}}).Hides("projet.txt")
	helene.Get(file.URL).Is(404)
	helene.Post(file.URL+"/retrait", nil).Is(404)
	karim.Post(strings.Replace(file.URL, strings.Split(file.URL, "/")[2], strings.TrimPrefix(d.space, "/espaces/"), 1)+"/retrait", nil).Is(200)
	karim.Get(file.URL).Is(404)
}

// TestAPictureOfTheTextIsNotOfferedBesideIt: neither under the text, nor in the form that rewrites it, where the editor shows it.
func TestAPictureOfTheTextIsNotOfferedBesideIt(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim := d.As("karim")
	shown, joined := d.upload(karim, "plan.jpg", picture(t)), d.upload(karim, "annexe.jpg", picture(t))
	where := karim.Send(d.thread+"/messages", url.Values{"body": {`<p>Le plan</p><img src="` + shown.URL + `" alt="Plan">`}, "format": {"html"},
		"piece": {joined.ID, shown.ID}}).LeadsTo(d.space)
	page, text, _ := strings.Cut(where, "#m-")
	karim.Get(page).Is(200).Shows("annexe.jpg").Hides("plan.jpg")
	karim.Get(d.space + "/textes/" + text + "/modifier").Is(200).Shows("annexe.jpg").Hides("plan.jpg")
}

// TestASpaceReceivesSoMuchADayAndNoMore has Karim and Hélène fill what « Archivage numérique » may receive; who comes next is told
// so beside the field, nothing of theirs stays on disk, and another space and the next day are open.
func TestASpaceReceivesSoMuchADayAndNoMore(t *testing.T) {
	t.Parallel()
	d := openWith(t, func(o *app.Options) { o.SpaceFiles = 3 })
	karim, helene := d.As("karim"), d.As("helene")
	megabyte := bytes.Repeat([]byte("Bordereau de versement.\n"), 1_000_000/24)
	for _, v := range []*testkit.Visitor{karim, helene, karim} {
		if sent := d.upload(v, "bordereau.txt", megabyte); sent.Error != "" {
			t.Fatal(sent.Error)
		}
	}
	before := filesIn(t, filepath.Join(d.Data, "files"))
	for name, content := range map[string][]byte{"bordereau.txt": megabyte, "plan.jpg": picture(t)} {
		if sent := d.upload(helene, name, content); !strings.Contains(sent.Error, "plus de 3\u00a0Mo") {
			t.Errorf("%s: %+v", name, sent)
		}
	}
	if n := filesIn(t, filepath.Join(d.Data, "files")); n != before {
		t.Errorf("%d files on disk, and %d before", n, before)
	}
	elsewhere := &desk{World: d.World, t: t, space: karim.Get("/espaces").Is(200).Link("publics")}
	if sent := elsewhere.upload(karim, "bordereau.txt", megabyte); sent.Error != "" {
		t.Errorf("another space: %s", sent.Error)
	}
	d.Clock.Advance(24*time.Hour + time.Second)
	if sent := d.upload(d.As("helene"), "bordereau.txt", megabyte); sent.Error != "" {
		t.Errorf("the next day: %s", sent.Error)
	}
}
