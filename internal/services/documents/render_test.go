package documents_test

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"osmose/internal/app"
	"osmose/internal/platform/convert"
	"osmose/internal/platform/db"
	"osmose/internal/testkit"
)

// bootConverting is boot on a machine that makes previews. Where the programs are absent there is nothing to see; scripts/setup
// installs them.
func bootConverting(t *testing.T) world {
	t.Helper()
	t.Parallel()
	if _, err := convert.Find(t.Context()); err != nil {
		t.Skip("the programs that scripts/setup installs are absent, or this machine makes no namespaces: ", err)
	}
	return world{testkit.BootWith(t, func(o *app.Options) { o.Converter = "on" }), t}
}

// office makes a file of an office program of another, as people do: by its own program.
func office(t *testing.T, from, content, to string) []byte {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "source"+from), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("soffice", "--headless", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", to, "--outdir", dir, filepath.Join(dir, "source"+from))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	end, _, _ := strings.Cut(to, ":")
	made, err := os.ReadFile(filepath.Join(dir, "source."+end))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// deposited files what Karim brings, and returns the address of its page once all has had its effects.
func (w world) deposited(name string, content []byte) string {
	w.t.Helper()
	page := w.As("karim").Send(w.shelf(), url.Values{"folder": {""}}, upload(name, string(content))).LeadsTo(w.shelf() + "/")
	w.Settle()
	return page
}

// holds wants markup on a page.
func holds(t *testing.T, page *testkit.Answer, markup ...string) {
	t.Helper()
	for _, part := range markup {
		if !strings.Contains(page.Body, part) {
			t.Errorf("%s holds no %s", page.Path, part)
		}
	}
}

// slides is a presentation in one piece.
const slides = `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation><draw:page draw:name="1"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="4cm"><draw:text-box><text:p>Présentation du paléographe</text:p></draw:text-box></draw:frame></draw:page></office:presentation></office:body></office:document>`

// TestRealDocuments is S64: what office programs write is previewed, has a thumbnail, and is found by a word of its text.
func TestRealDocuments(t *testing.T) {
	w := bootConverting(t)
	sophie, paul := w.As("sophie"), w.As("paul")
	for _, c := range []struct{ from, content, to, word string }{
		{".rtf", `{\rtf1\ansi Bordereau du chartrier de Montbrison.}`, "odt", "chartrier"},
		{".rtf", `{\rtf1\ansi Le cartulaire de l'abbaye.}`, "docx", "cartulaire"},
		{".csv", "Fonds,Cote\nterrier,3E\n", "ods", "terrier"},
		{".csv", "Fonds,Cote\nparcellaire,3P\n", "xlsx", "parcellaire"},
		{".fodp", slides, "odp", "paléographe"},
		{".fodp", strings.ReplaceAll(slides, "paléographe", "sigillographe"), "pptx", "sigillographe"},
	} {
		page := w.deposited("essai-"+c.to+"."+c.to, office(t, c.from, c.content, c.to))
		shown := sophie.Get(page).Is(200).Shows("Page 1 sur 1", "Texte du document", c.word, "Afficher", "Télécharger en PDF").Hides("se prépare")
		if picture := sophie.Get(page + "/versions/1/pages/1").Is(200); picture.Header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(picture.Body, "\xFF\xD8") {
			t.Errorf("%s: the page is %q", c.to, picture.Header.Get("Content-Type"))
		}
		sophie.Get(page + "/versions/1/pages/2").Is(404)
		pdf := sophie.Get(shown.Link("/versions/1/pdf")).Is(200)
		for header, want := range map[string]string{"Content-Type": "application/pdf", "Content-Security-Policy": "sandbox; default-src 'none'"} {
			if got := pdf.Header.Get(header); got != want {
				t.Errorf("%s, %s: %q", c.to, header, got)
			}
		}
		if disposition := pdf.Header.Get("Content-Disposition"); !strings.HasPrefix(disposition, "attachment") || !strings.Contains(disposition, "essai-"+c.to+".pdf") {
			t.Error(disposition)
		}
		sophie.Get(page + "/vignette").Is(200)
		holds(t, sophie.Get(w.shelf()).Is(200), `src="`+page+`/vignette"`)
		sophie.Get(page+"/afficher").Is(200).Shows("Page 1 sur 1", "Aucun commentaire", "Revenir à la fiche")
		holds(t, sophie.Get("/recherche?q="+c.word).Is(200).Shows("essai-"+c.to), `>`+c.word+`</mark>`)
		for _, address := range []string{"", "/afficher", "/vignette", "/versions/1/pages/1", "/versions/1/pdf", "/versions/1/comparaison"} {
			paul.Get(page + address).Is(404)
		}
		paul.Get("/recherche?q=" + c.word).Is(200).Hides("essai-" + c.to)
	}
}

// TestTheSearchKnowsThePresentFile finds a document by its file while that stands and can be read.
func TestTheSearchKnowsThePresentFile(t *testing.T) {
	w := boot(t)
	karim, sophie, paul := w.As("karim"), w.As("sophie"), w.As("paul")
	page := w.deposited("notes.txt", []byte("Le chartrier de Montbrison.\n"))
	holds(t, sophie.Get("/recherche?q=chartrier"), page, ">chartrier</mark>")
	paul.Get("/recherche?q=chartrier").Hides("Montbrison")
	karim.Send(page+"/versions", url.Values{"note": {""}}, upload("notes.txt", "Le cartulaire de Montbrison.\n")).LeadsTo(page)
	w.Settle()
	sophie.Get("/recherche?q=chartrier").Hides("Montbrison")
	sophie.Get("/recherche?q=cartulaire").Shows("Montbrison")
	karim.Post(page+"/versions/1/reprise", nil).LeadsTo(page)
	w.Settle()
	sophie.Get("/recherche?q=chartrier").Shows("Montbrison")
	holds(t, sophie.Get(page+"/versions/2/comparaison").Is(200).Shows("Version 1", "Version 2", "chartrier", "cartulaire"), "<del>", "<ins>")
	sophie.Get(page + "/versions/2/comparaison?avec=9").Is(404)
	sophie.Get(page+"/versions/1/comparaison").Is(200).Shows("Version 1", "Version 3", "Le texte est le même")
	paul.Get(page + "/versions/2/comparaison").Is(404)
	karim.Post(page+"/corbeille", nil)
	w.Settle()
	sophie.Get("/recherche?q=chartrier").Hides("Montbrison")
}

// TestWithoutConverterThePageSaysWhy: the file is there, and the next program that has a converter takes it up.
func TestWithoutConverterThePageSaysWhy(t *testing.T) {
	w := boot(t)
	page := w.deposited("plan.pdf", []byte("%PDF-1.4 of no use"))
	w.As("sophie").Get(page).Is(200).Shows("Ce serveur ne prépare pas", "Télécharger").Hides("Afficher")
	w.As("sophie").Get(page + "/afficher").Is(404)
	w.As("sophie").Get(page + "/vignette").Is(404)
	w.As("paul").Get(page).Is(404)
}

// TestAPoisonedFileIsGivenUp counts tries before each.
func TestAPoisonedFileIsGivenUp(t *testing.T) {
	w := bootConverting(t)
	page := w.deposited("faux.pdf", []byte("%PDF-1.4 garbage that says PDF"))
	sophie := w.As("sophie")
	sophie.Get(page).Is(200).Shows("n’a pas pu être lu", "Télécharger")
	// A program that ended in the middle of its last try left this.
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE document_previews SET state = 'working', tries = 3 WHERE space_id = $1 AND state = 'failed'`, w.Space(archives))
		return err
	})
	sophie.Get(page).Shows("se prépare")
	state := func() string {
		s, err := db.One[string](w.q(), `SELECT state FROM document_previews WHERE space_id = $1 AND tries = 3`, w.Space(archives))
		w.must(err)
		return s
	}
	w.must(w.Documents.RenderAgain(t.Context(), w.Space(archives)))
	if got := state(); got != "failed" {
		t.Errorf("%s after its last try", got)
	}
	sophie.Get(page).Shows("n’a pas pu être lu")
}

// TestWhatWasMadeGoesWithItsDocument leaves no page on disk.
func TestWhatWasMadeGoesWithItsDocument(t *testing.T) {
	w := bootConverting(t)
	before := w.onDisk()
	page := w.deposited("bordereau.rtf", []byte(`{\rtf1\ansi Un bordereau.}`))
	if made := w.onDisk() - before; made != 4 {
		t.Fatalf("%d files: not the file, its PDF, a page and a thumbnail", made)
	}
	karim := w.As("karim")
	karim.Send(page+"/versions", url.Values{"note": {""}}, upload("bordereau.rtf", `{\rtf1\ansi Un autre.}`)).LeadsTo(page)
	w.Settle()
	karim.Post(page+"/versions/1/reprise", nil).LeadsTo(page)
	w.Settle()
	if made := w.onDisk() - before; made != 8 {
		t.Errorf("%d files of two versions and one taken up again", made)
	}
	w.sound()
	w.As("sophie").Get(page + "/versions/3/pages/1").Is(200)
	karim.Post(page+"/corbeille", nil)
	w.Clock.Advance(31 * 24 * time.Hour)
	w.do(w.Publications.EmptyTrash)
	w.do(w.Documents.Sweep)
	if left := w.onDisk() - before; left != 0 {
		t.Errorf("%d files left", left)
	}
}

// TestWhatCameBeforeTheConverterIsMade: an installation gets the programs after its first documents.
func TestWhatCameBeforeTheConverterIsMade(t *testing.T) {
	w := bootConverting(t)
	page := w.deposited("ancien.rtf", []byte(`{\rtf1\ansi Un ancien registre.}`))
	w.do(func(tx *db.Tx) error {
		for _, forget := range []string{`DELETE FROM document_pages WHERE space_id = $1`, `DELETE FROM document_words WHERE space_id = $1`,
			`UPDATE document_previews SET state = 'absent', tries = 0, thumb = '', pdf = '' WHERE space_id = $1`} {
			if _, err := tx.Exec(forget, w.Space(archives)); err != nil {
				return err
			}
		}
		return nil
	})
	w.As("sophie").Get(page).Shows("Ce serveur ne prépare pas")
	w.do(w.Documents.AskAgain)
	w.Settle()
	w.As("sophie").Get(page).Shows("Page 1 sur 1")
}
