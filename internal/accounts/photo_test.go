package accounts_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// onDisk counts the files of the store.
func (h *house) onDisk() (n int) {
	h.Helper()
	h.must(fs.WalkDir(os.DirFS(h.files), ".", func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	}))
	return n
}

func TestHeleneShowsHerPhotoToThoseWhoShareASpaceWithHer(t *testing.T) {
	h := open(t)
	helene, karim := h.as("helene.marchand@culture.example"), h.as("karim.benali@herault.example")
	photo := "/personnes/" + h.helene.String() + "/photo"
	karim.get(photo).status(404)
	helene.upload("/profil/photo", "photo", "moi.jpg", holidays(t)).leadsTo("/profil")
	helene.get("/profil").says("Votre photo est enregistrée.", "Retirer la photo")
	got := karim.get(photo).status(200)
	for name, want := range map[string]string{"Content-Type": "image/jpeg", "Cache-Control": "private, no-cache",
		"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q", name, got.header.Get(name))
		}
	}
	if !strings.Contains(karim.get("/personnes/"+h.helene.String()).body, `src="/personnes/`+h.helene.String()+`/portrait"`) {
		t.Error("her page shows no portrait")
	}
	h.browser().get(photo).status(303)
	h.as("paul.lefevre@transports.example").get(photo).status(404)
	if h.person(h.helene).PhotoURL() != photo {
		t.Error(h.person(h.helene).PhotoURL())
	}
}

func TestAPhotoInTheCacheIsAskedForEachTime(t *testing.T) {
	h := open(t)
	helene := h.as("helene.marchand@culture.example")
	helene.upload("/profil/photo", "photo", "moi.jpg", holidays(t)).leadsTo("/profil")
	photo := "/personnes/" + h.helene.String() + "/photo"
	tag := helene.get(photo).status(200).header.Get("ETag")
	if got := helene.getIfNot(photo, tag); got.code != 304 || got.body != "" {
		t.Errorf("%d", got.code)
	}
	if got := h.as("paul.lefevre@transports.example").getIfNot(photo, tag); got.code != 404 {
		t.Errorf("whoever knows the tag learns that the photo stands: %d", got.code)
	}
}

func TestANewPhotoAndNoneLeaveNothingOfTheOldOnDisk(t *testing.T) {
	h := open(t)
	helene, karim := h.as("helene.marchand@culture.example"), h.as("karim.benali@herault.example")
	same := holidays(t)
	helene.upload("/profil/photo", "photo", "moi.jpg", same).leadsTo("/profil")
	karim.upload("/profil/photo", "photo", "lui.jpg", same).leadsTo("/profil")
	helene.upload("/profil/photo", "photo", "moi.jpg", same).leadsTo("/profil")
	if n := h.onDisk(); n != 4 {
		t.Errorf("%d files for two people", n)
	}
	helene.post("/profil/photo/retrait", nil).leadsTo("/profil")
	helene.get("/profil").says("Votre photo est retirée.").silent("/portrait", "Retirer la photo")
	if n := h.onDisk(); n != 2 {
		t.Errorf("%d files for one person", n)
	}
	karim.get("/personnes/" + h.karim.String() + "/photo").status(200)
	helene.get("/personnes/" + h.helene.String() + "/photo").status(404)
}

func TestWhatIsNoPhotoIsRefusedBesideItsField(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	photo := holidays(t)
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"nothing":             {nil, "Ce fichier est vide"},
		"text":                {[]byte("Bonjour"), "n’est pas une image acceptée"},
		"drawing with script": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "n’est pas une image acceptée"},
		"page":                {[]byte("<html><script>alert(1)</script>"), "n’est pas une image acceptée"},
		"cut short":           {photo[:len(photo)/2], "illisible"},
		"head alone":          {[]byte("\x89PNG\r\n\x1a\n"), "illisible"},
		"bomb":                {huge(30_000, 30_000), "trop grande (30\u202f000\u00a0×\u00a030\u202f000 pixels)"},
		"thread":              {huge(1_000_000_000, 1), "trop grande"},
		"too many bytes":      {append(photo, make([]byte, 8_000_000)...), "Ce fichier dépasse 8"},
	} {
		b.upload("/profil/photo", "photo", name+".jpg", c.content).status(422).says(c.says, "[Karim]")
	}
	b.upload("/profil/photo", "other", "moi.jpg", photo).status(422).says("Remplissez ce champ.")
	b.post("/profil/photo", nil).status(422).says("Remplissez ce champ.")
	if h.onDisk() != 0 || h.person(h.karim).Photo != "" {
		t.Error("something was stored")
	}
}

func TestPhotosHaveABudget(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	for range 20 {
		b.upload("/profil/photo", "photo", "x", []byte("no picture")).status(422)
	}
	b.upload("/profil/photo", "photo", "moi.jpg", holidays(t)).status(422).says("Vous avez envoyé beaucoup de photos", "dans 1 heure")
}

func TestAFileThatLiesAboutItsNameIsWhatItsBytesSay(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	for _, name := range []string{"../../../etc/passwd", "moi.html", "moi.svg\x00.jpg", "", "é\u202egpj.exe"} {
		b.upload("/profil/photo", "photo", name, holidays(t))
		b.get("/profil").status(200)
	}
	got := b.get("/personnes/" + h.karim.String() + "/photo").status(200)
	if got.header.Get("Content-Type") != "image/jpeg" || !bytes.HasPrefix([]byte(got.body), []byte{0xFF, 0xD8, 0xFF}) {
		t.Error("not a JPEG")
	}
}

// holidays is a picture.
func holidays(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 640, 480)), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// huge is the beginning of a picture that says that it is of a size.
func huge(w, h uint32) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	header = append(header, 8, 6, 0, 0, 0)
	file := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(header))
}
