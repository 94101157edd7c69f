package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
	"time"

	"osmose/internal/app"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
	"osmose/internal/testkit/hostile"
)

// hostilesADoor is how many files are sent to each of the other doors.
func hostilesADoor() int {
	if os.Getenv("OSMOSE_PROOF") == "full" {
		return 1000
	}
	return 3 * hostile.Families()
}

// otherDoor takes files elsewhere than among documents. send answers with the addresses that serve what was taken, none when it was
// refused.
type otherDoor struct {
	name string
	send func(f hostile.File) (*testkit.Answer, []string)
	// private says that a stranger is served none of it.
	private bool
}

// TestHostileFilesDoNoHarmAtOtherDoors has Karim send files that wish ill with a text, as his photo, as the cover of a post and as
// the new version of a document. What is taken is served as that of the deposit is; Paul, a stranger, is served none.
func TestHostileFilesDoNoHarmAtOtherDoors(t *testing.T) {
	t.Parallel()
	w := testkit.BootWith(t, func(o *app.Options) { o.SpaceQuota, o.SpaceFiles = 100_000, 0 })
	b := &besieged{World: w, t: t, taken: map[string]int{}, refused: map[string]int{}}
	b.space = spaces.Path(w.Space("Archivage numérique"), "Archivage numérique")
	b.karim = w.As("karim")
	before := b.outside()
	document := b.karim.Send(b.space+"/documents", url.Values{"folder": {""}}, testkit.File{Field: "files", Name: "note.txt", Content: []byte("Une note.")}).LeadsTo(b.space + "/documents/")
	doors := []otherDoor{
		{"attachment", b.attach, true},
		{"photo", b.photograph, false},
		{"cover", b.cover, true},
		{"version", func(f hostile.File) (*testkit.Answer, []string) { return b.version(document, f) }, true},
	}
	for number := range hostilesADoor() {
		if number%15 == 0 { // an hour has its budgets
			w.Clock.Advance(2 * time.Hour)
			b.karim, b.paul = w.As("karim"), w.As("paul")
		}
		f := hostile.Make(number)
		for _, door := range doors {
			b.through(door, number, f)
		}
	}
	for _, door := range doors {
		if b.taken[door.name] == 0 || b.refused[door.name] == 0 {
			t.Errorf("%s: %d taken, %d refused", door.name, b.taken[door.name], b.refused[door.name])
		}
	}
	if after := b.outside(); after != before {
		t.Errorf("files outside the store:\n%s\nbefore:\n%s", after, before)
	}
	if found, err := w.Examine(t.Context(), 0, nil); err != nil || !found.Sound() {
		t.Errorf("%+v, %v", found, err)
	}
	t.Logf("%d files to each door; taken %v; refused %v", hostilesADoor(), b.taken, b.refused)
}

// through sends a file to a door and fetches what that took.
func (b *besieged) through(door otherDoor, number int, f hostile.File) {
	b.t.Helper()
	answer, addresses := door.send(f)
	if len(addresses) == 0 {
		b.refused[door.name]++
		nul := answer.Status == http.StatusBadRequest && strings.ContainsRune(f.Name, 0) // no header of a form may hold it
		if answer.Status != http.StatusUnprocessableEntity && !nul {
			b.t.Errorf("%s, %d, %s %.60q: answered %d", door.name, number, f.Family, f.Name, answer.Status)
		}
		b.page(f, number, answer)
		return
	}
	b.taken[door.name]++
	if f.Refused {
		b.t.Errorf("%s, %d, %s %.60q: was taken", door.name, number, f.Family, f.Name)
	}
	for _, address := range addresses {
		b.file(f, number, b.karim.Get(address).Is(200))
		if door.private {
			b.paul.Get(address).Is(404)
		}
	}
}

// attach sends a file for a text, as the editor does, which shows the sentence of a refusal with the status of what is right.
func (b *besieged) attach(f hostile.File) (*testkit.Answer, []string) {
	b.t.Helper()
	answer := b.karim.Send(b.space+"/pieces", nil, testkit.File{Field: "files", Name: f.Name, Content: f.Content})
	if answer.Status != http.StatusOK {
		return answer, nil
	}
	var said struct{ URL, Thumb, Error string }
	if err := json.Unmarshal([]byte(answer.Body), &said); err != nil {
		b.t.Fatal(err)
	}
	if said.Error != "" {
		answer.Status = http.StatusUnprocessableEntity
		return answer, nil
	}
	if said.Thumb == "" {
		return answer, []string{said.URL}
	}
	return answer, []string{said.URL, said.Thumb}
}

func (b *besieged) photograph(f hostile.File) (*testkit.Answer, []string) {
	b.t.Helper()
	answer := b.karim.Send("/profil/photo", nil, testkit.File{Field: "photo", Name: f.Name, Content: f.Content})
	if answer.Status != http.StatusSeeOther {
		return answer, nil
	}
	photo := b.karim.Get("/profil").Is(200).Link("/photo")
	return answer, []string{photo, strings.TrimSuffix(photo, "/photo") + "/portrait"}
}

func (b *besieged) cover(f hostile.File) (*testkit.Answer, []string) {
	b.t.Helper()
	post := url.Values{"title": {"Un billet"}, "body": {"Son texte."}, "when": {"now"}, "do": {"publish"}, "decorative": {"1"}}
	answer := b.karim.Send(b.space+"/blog", post, testkit.File{Field: "cover", Name: f.Name, Content: f.Content})
	if answer.Status != http.StatusSeeOther {
		return answer, nil
	}
	path := answer.LeadsTo(b.space + "/blog/")
	return answer, []string{path + "/couverture", path + "/vignette"}
}

func (b *besieged) version(document string, f hostile.File) (*testkit.Answer, []string) {
	b.t.Helper()
	answer := b.karim.Send(document+"/versions", url.Values{"note": {""}}, testkit.File{Field: "files", Name: f.Name, Content: f.Content})
	if answer.Status != http.StatusSeeOther {
		return answer, nil
	}
	addresses := []string{document + "/versions/" + strconv.Itoa(b.taken["version"]+2)}
	for _, end := range []string{"/vignette", "/apercu"} {
		if b.karim.Get(document+end).Status == http.StatusOK {
			addresses = append(addresses, document+end)
		}
	}
	return answer, addresses
}

// TestMarkupBeforeAPDFIsSavedNotShown: readers of PDF look for its beginning within the first kilobyte, and browsers for markup. Such a
// file is a PDF for us, which no browser opens on our origin.
func TestMarkupBeforeAPDFIsSavedNotShown(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	space := spaces.Path(w.Space("Archivage numérique"), "Archivage numérique")
	karim := w.As("karim")
	content := []byte("<html>" + hostile.Script + "</html>\n%PDF-1.4\n")
	for _, name := range []string{"plan.pdf", "plan.html"} {
		sent := karim.Send(space+"/documents", url.Values{"folder": {""}, "again": {"1"}}, testkit.File{Field: "files", Name: name, Content: content})
		if sent.Status == http.StatusUnprocessableEntity {
			sent.Shows("html")
			continue
		}
		page := sent.LeadsTo(space + "/documents/")
		karim.Get(page).Is(200).Hides(hostile.Script)
		served := karim.Get(page + "/versions/1").Is(200)
		for header, want := range map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
			"Content-Disposition": "attachment; filename=" + strings.ReplaceAll(name, ".html", ".html.pdf"),
		} {
			if got := served.Header.Get(header); got != want {
				t.Errorf("%s, %s: %q, not %q", name, header, got, want)
			}
		}
		w.As("paul").Get(page + "/versions/1").Is(404)
	}
}

// TestHostileNamesUnpackWithinTheirFolder has Hélène name folders, and Karim documents, by names that lead elsewhere: what he fetches
// as an archive unpacks below one folder.
func TestHostileNamesUnpackWithinTheirFolder(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	space := spaces.Path(w.Space("Archivage numérique"), "Archivage numérique")
	helene, karim := w.As("helene"), w.As("karim")
	top := folderIn(helene, space, "", "Noms")
	filed, refused := 0, 0
	for number := range 40 {
		in := top
		if made := folderIn(helene, space, top, hostile.Name(2*number)); made != "" {
			in = made
		}
		title := hostile.Name(2*number + 1)
		sent := karim.Send(space+"/documents", url.Values{"folder": {in}, "title": {title}},
			testkit.File{Field: "files", Name: "note.txt", Content: fmt.Appendf(nil, "La note %d.", number)})
		switch sent.Status {
		case http.StatusSeeOther:
			filed++
		case http.StatusUnprocessableEntity: // too long, NUL, no text
			refused++
		default:
			t.Errorf("%.60q: answered %d", title, sent.Status)
		}
	}
	if filed < 20 || refused == 0 {
		t.Errorf("%d documents filed, %d refused", filed, refused)
	}
	w.As("paul").Post(space+"/dossiers/"+top+"/archive", nil).Is(404)
	packed := karim.Post(space+"/dossiers/"+top+"/archive", nil).Is(200).Body
	list, err := zip.NewReader(strings.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	if len(list.File) != filed {
		t.Errorf("%d files of %d", len(list.File), filed)
	}
	unpack(t, list)
}

// folderIn makes a folder and returns its id, "" when its name is refused.
func folderIn(v *testkit.Visitor, space, parent, name string) string {
	answer := v.Post(space+"/dossiers", url.Values{"parent": {parent}, "name": {name}})
	if answer.Status != http.StatusSeeOther {
		answer.Is(http.StatusUnprocessableEntity)
		return ""
	}
	end := path.Base(answer.Header.Get("Location"))
	return end[:13]
}

// unpack writes an archive as the simplest programs do, by the names in it. A root lets nothing out (os.Root), and nothing may be there
// before.
func unpack(t *testing.T, list *zip.Reader) {
	t.Helper()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, f := range list.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var data bytes.Buffer
		_, err = io.Copy(&data, content)
		if _, there := root.Stat(f.Name); there == nil {
			err = errors.Join(err, os.ErrExist)
		}
		if err = errors.Join(err, content.Close(), root.MkdirAll(path.Dir(f.Name), 0o700), root.WriteFile(f.Name, data.Bytes(), 0o600)); err != nil {
			t.Errorf("%q: %v", f.Name, err)
		}
		if strings.ContainsAny(f.Name, "\\:\x00\r\n\u202e") {
			t.Errorf("%q leads elsewhere on some system", f.Name)
		}
	}
}
