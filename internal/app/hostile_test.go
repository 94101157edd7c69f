package app_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"osmose/internal/app"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
	"osmose/internal/testkit/hostile"
)

// hostiles is how many files are sent.
func hostiles() int {
	if os.Getenv("OSMOSE_PROOF") == "full" {
		return 10_000
	}
	return 20 * hostile.Families()
}

// hostileGrowth is how much the live heap may grow, in bytes.
const hostileGrowth = 64 << 20

// besieged is an installation that hostile files are sent to.
type besieged struct {
	*testkit.World
	t              *testing.T
	karim, paul    *testkit.Visitor
	space          string
	taken, refused map[string]int // by family
}

// TestHostileFilesDoNoHarm has Karim send files that wish ill, by the form and in pieces, and fetches each back by every address that
// serves it: no answer can run a script on our origin, no picture says where it was taken. Paul, a stranger, is served none.
// It does not run beside others, for it measures the memory.
func TestHostileFilesDoNoHarm(t *testing.T) {
	w := testkit.BootWith(t, func(o *app.Options) { o.SpaceQuota, o.SpaceFiles = 100_000, 0 })
	b := &besieged{World: w, t: t, taken: map[string]int{}, refused: map[string]int{}}
	b.space = spaces.Path(w.Space("Archivage numérique"), "Archivage numérique")
	before := b.outside()
	var heap uint64
	var rest int64
	for number := range hostiles() {
		if number%100 == 0 { // an hour has its budgets
			w.Clock.Advance(2 * time.Hour)
			b.karim, b.paul = w.As("karim"), w.As("paul")
		}
		if number == 2*hostile.Families() { // what is read once is read
			heap, rest = liveHeap(), residentPeak()
		}
		b.send(number)
	}
	grown, peak := int64(liveHeap())-int64(heap), residentPeak()
	if grown > hostileGrowth {
		t.Errorf("the heap grew by %d bytes", grown)
	}
	if after := b.outside(); after != before {
		t.Errorf("files outside the store:\n%s\nbefore:\n%s", after, before)
	}
	if found, err := w.Examine(t.Context(), 0, nil); err != nil || !found.Sound() {
		t.Errorf("%+v, %v", found, err)
	}
	t.Logf("%d files, heap grown by %.1f MB, resident at most %d MB, %d after the first of them, those who send included; taken %v; refused %v",
		hostiles(), float64(grown)/(1<<20), peak>>20, rest>>20, b.taken, b.refused)
}

func liveHeap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// residentPeak is the most memory that this process had at once, in bytes; 0 where the system does not tell.
func residentPeak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		return 0
	}
	kilobytes, _ := strconv.ParseInt(string(found[1]), 10, 64) // digits
	return kilobytes << 10
}

// stored is the shape of the paths in the store.
var stored = regexp.MustCompile(`^files/(([0-9a-z-]+/)*[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]+(\.[0-9a-z]+)?|arriving(/[^/]+)?)$`)

// leading is an attribute of real markup that would run something; the same letters in escaped text do nothing.
var leading = regexp.MustCompile(`(?i)<[a-z][^<>]*\s(href|src|action)=["']?\s*(javascript|data:text)`)

// outside lists the files of the installation, and what stands beside it, that are not the store's.
func (b *besieged) outside() string {
	b.t.Helper()
	var list []string
	err := filepath.WalkDir(b.Data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(b.Data, path)
		if !stored.MatchString(filepath.ToSlash(name)) && !strings.HasPrefix(name, "osmose.db") {
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(os.TempDir(), "pwn")); err == nil {
		list = append(list, "pwn")
	}
	return strings.Join(list, "\n")
}

// send sends a file, by a door and then by the other, and fetches it.
func (b *besieged) send(number int) {
	b.t.Helper()
	f := hostile.Make(number)
	var answer *testkit.Answer
	form := url.Values{"title": {"Hostile " + strconv.Itoa(number)}, "again": {"1"}}
	if number/hostile.Families()%2 == 0 {
		answer = b.karim.Send(b.space+"/documents", form, testkit.File{Field: "files", Name: f.Name, Content: f.Content})
	} else if answer = b.inPieces(f, form); answer == nil {
		b.refused[f.Family]++
		return
	}
	switch {
	case answer.Status == http.StatusUnprocessableEntity,
		answer.Status == http.StatusBadRequest && strings.ContainsRune(f.Name, 0): // no header of a form may hold it
		b.refused[f.Family]++
		b.page(f, number, answer)
		return
	case answer.Status != http.StatusSeeOther:
		b.t.Errorf("%d, %s %.60q: answered %d", number, f.Family, f.Name, answer.Status)
		return
	case f.Refused:
		b.t.Errorf("%d, %s %.60q: was taken", number, f.Family, f.Name)
	}
	b.taken[f.Family]++
	b.fetch(f, number, answer.Header.Get("Location"))
}

// inPieces sends a file by the protocol of uploads, then deposits it; nil when it is refused before its deposit.
func (b *besieged) inPieces(f hostile.File, form url.Values) *testkit.Answer {
	id, refused := inPieces(b.karim, b.space, f.Name, f.Content)
	if refused != nil {
		return nil
	}
	form.Set("upload", id)
	return b.karim.Post(b.space+"/documents", form)
}

// inPieces sends a file in two pieces, as tus does, and returns what a form names it by, and the answer that refused it, if one did.
func inPieces(v *testkit.Visitor, space, name string, content []byte) (id string, refused *testkit.Answer) {
	ask := func(method, path string, body io.Reader, headers ...string) *testkit.Answer {
		r := httptest.NewRequest(method, testkit.BaseURL+path, body)
		headers = append(headers, "Tus-Resumable", "1.0.0", "X-Requested-With", "osmose", "Origin", testkit.BaseURL, "Sec-Fetch-Site", "same-origin")
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		return v.Do(r)
	}
	begun := ask(http.MethodPost, space+"/envois", nil, "Upload-Length", strconv.Itoa(len(content)),
		"Upload-Metadata", "filename "+base64.StdEncoding.EncodeToString([]byte(name)))
	path := begun.Header.Get("Location")
	if path == "" {
		return "", begun
	}
	id = path[strings.LastIndexByte(path, '/')+1:]
	half := len(content) / 2
	for i, piece := range [][]byte{content[:half], content[half:]} {
		sent := ask(http.MethodPatch, path, bytes.NewReader(piece), "Upload-Offset", strconv.Itoa(i*half), "Content-Type", "application/offset+octet-stream")
		if sent.Status/100 == 4 {
			return id, sent
		}
	}
	return id, nil
}

// fetch asks for a document by each of its addresses.
func (b *besieged) fetch(f hostile.File, number int, path string) {
	b.t.Helper()
	for _, end := range []string{"", "/afficher", "/apercu"} {
		if answer := b.karim.Get(path + end); answer.Status == 200 && strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			b.page(f, number, answer)
		} else if answer.Status == 200 {
			b.file(f, number, answer)
		} else if end == "" || answer.Status >= 500 {
			b.t.Errorf("%d, %s: %s answered %d", number, f.Family, answer.Path, answer.Status)
		}
	}
	for _, end := range []string{"/versions/1", "/versions/1/pages/1", "/versions/1/pdf", "/vignette"} {
		answer := b.karim.Get(path + end)
		if answer.Status == 200 {
			b.file(f, number, answer)
		} else if end == "/versions/1" || answer.Status != 404 {
			b.t.Errorf("%d, %s: %s answered %d", number, f.Family, answer.Path, answer.Status)
		}
	}
	b.paul.Get(path + "/versions/1").Is(404)
}

// file holds an answer with a file to rule 4.
func (b *besieged) file(f hostile.File, number int, answer *testkit.Answer) {
	b.t.Helper()
	h := answer.Header
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	how, _, _ := strings.Cut(h.Get("Content-Disposition"), ";")
	policy := h.Get("Content-Security-Policy")
	picture := kind == "image/jpeg"
	switch {
	case len(h.Values("Content-Security-Policy")) != 1 || !strings.Contains(policy, "sandbox") || !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "allow-"):
	case h.Get("X-Content-Type-Options") != "nosniff":
	case how != "attachment" && (how != "inline" || !picture):
	case kind == "" || strings.Contains(kind, "html") || strings.Contains(kind, "xml") && !strings.Contains(kind, "openxml") || strings.Contains(kind, "svg") || strings.Contains(kind, "script"):
	case strings.HasPrefix(kind, "image/") && (!picture || strings.Contains(answer.Body, hostile.Canary)):
	default:
		return
	}
	b.t.Errorf("%d, %s %.60q: %s is served as %q, %v", number, f.Family, f.Name, answer.Path, kind, h)
}

// page holds a page of ours to the policy of pages, and wants no markup of the file in it.
func (b *besieged) page(f hostile.File, number int, answer *testkit.Answer) {
	b.t.Helper()
	policy := answer.Header.Get("Content-Security-Policy")
	if policy == "" || strings.Contains(policy, "unsafe-") || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
		b.t.Errorf("%d, %s: %s has the policy %q", number, f.Family, answer.Path, policy)
	}
	for _, live := range []string{hostile.Script, "<script>alert", "<script>window.", "<img src=x"} {
		if strings.Contains(answer.Body, live) {
			b.t.Errorf("%d, %s %.60q: %s holds %s", number, f.Family, f.Name, answer.Path, live)
		}
	}
	if found := leading.FindString(answer.Body); found != "" {
		b.t.Errorf("%d, %s %.60q: %s holds %s", number, f.Family, f.Name, answer.Path, found)
	}
}
