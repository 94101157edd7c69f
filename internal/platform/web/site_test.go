package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
)

// site is a small house for tests. Whoever sends the header Person is signed in under that name.
type site struct {
	*Router
	t     *testing.T
	log   *bytes.Buffer
	flash []string
}

type personKey struct{}

func newSite(t *testing.T, change ...func(*Config)) *site {
	t.Helper()
	s := &site{t: t, log: &bytes.Buffer{}}
	config := Config{
		BaseURL: "https://osmose.example",
		Service: "Osmose",
		Log:     slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Texts:   texts(t),
		Assets:  assets(t),
		Identify: func(x *Exchange) error {
			if name := x.R.Header.Get("Person"); name != "" {
				x.Set(personKey{}, name)
				x.Note(slog.String("person", name))
			}
			return nil
		},
		Who:      func(x *Exchange) string { name, _ := x.Value(personKey{}).(string); return name },
		SignedIn: func(x *Exchange) bool { return x.Value(personKey{}) != nil },
		PutFlash: func(_ *Exchange, kind, text string) error {
			s.flash = append(s.flash, kind+": "+text)
			return nil
		},
	}
	for _, each := range change {
		each(&config)
	}
	rt, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	s.Router = rt
	return s
}

func texts(t testing.TB) *i18n.Bundle {
	t.Helper()
	bundle := i18n.New("fr")
	bundle.Strict = true
	room := fstest.MapFS{
		"texts.fr.toml": {Data: []byte("[room]\nclosed = \"Ce fil est clos.\"\nwait = \"Attendez {{.After}}.\"\ndone = \"Bonjour {{.Name}}\"\n")},
		"texts.en.toml": {Data: []byte("[room]\nclosed = \"This thread is closed.\"\nwait = \"Wait {{.After}}.\"\ndone = \"Hello {{.Name}}\"\n")},
	}
	if err := bundle.Load(Texts); err != nil {
		t.Fatal(err)
	}
	if err := bundle.Load(ui.Texts); err != nil {
		t.Fatal(err)
	}
	if err := bundle.Load(room); err != nil {
		t.Fatal(err)
	}
	if err := bundle.Finish(); err != nil {
		t.Fatal(err)
	}
	return bundle
}

func assets(t testing.TB) *Assets {
	t.Helper()
	floor := fstest.MapFS{
		"a.css":     {Data: []byte("body { color: green }")},
		"icons.svg": {Data: []byte("<svg/>")},
		"a.js":      {Data: []byte("let a = 1")},
	}
	room := fstest.MapFS{
		"room.css": {Data: []byte(".room { margin: 0 } " + strings.Repeat("/* du texte qui se répète */", 200))},
	}
	a, err := NewAssets(floor, room)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// member is a door for whoever is signed in.
func member(x *Exchange) (string, error) {
	name, ok := x.Value(personKey{}).(string)
	if !ok {
		return "", ErrSignedOut
	}
	return name, nil
}

// stranger is the door of what nobody may know of.
func stranger(x *Exchange) (struct{}, error) {
	if _, err := member(x); err != nil {
		return struct{}{}, err
	}
	x.W.Header().Set("X-Trace", "the door looked at a secret")
	return struct{}{}, fault.ErrNotFound
}

func never[K any](x *Exchange, _ K) error { panic("a closed door let someone in") }

func say(words string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<p>"+templ.EscapeString(words)+"</p>")
		return err
	})
}

func fails(err error) Handler[string] { return func(*Exchange, string) error { return err } }

// ask is a request under way.
type ask func(r *http.Request)

func as(name string) ask          { return with("Person", name) }
func with(name, value string) ask { return func(r *http.Request) { r.Header.Add(name, value) } }
func (s *site) get(path string, how ...ask) *httptest.ResponseRecorder {
	return s.send(httptest.NewRequest(http.MethodGet, path, nil), how...)
}

func (s *site) post(path string, form url.Values, how ...ask) *httptest.ResponseRecorder {
	return s.postRaw(path, form.Encode(), how...)
}

func (s *site) postRaw(path, body string, how ...ask) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(r, how...)
}

func (s *site) send(r *http.Request, how ...ask) *httptest.ResponseRecorder {
	for _, each := range how {
		each(r)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// lines returns what was logged so far.
func (s *site) lines() (lines []map[string]any) {
	s.t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(s.log.Bytes()))
	for decoder.More() {
		var line map[string]any
		if err := decoder.Decode(&line); err != nil {
			s.t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

func (s *site) lastLine() map[string]any {
	s.t.Helper()
	lines := s.lines()
	if len(lines) == 0 {
		s.t.Fatal("nothing was logged")
	}
	return lines[len(lines)-1]
}

func wantStatus(t *testing.T, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d; body:\n%s", w.Code, status, w.Body)
	}
}

func wantHeader(t *testing.T, w *httptest.ResponseRecorder, name, value string) {
	t.Helper()
	if got := w.Header().Get(name); got != value {
		t.Errorf("%s: %q, want %q", name, got, value)
	}
}

func wantIn(t *testing.T, body, part string) {
	t.Helper()
	if !strings.Contains(body, part) {
		t.Errorf("%q is not in:\n%s", part, body)
	}
}

func wantNotIn(t *testing.T, body, part string) {
	t.Helper()
	if strings.Contains(body, part) {
		t.Errorf("%q is in:\n%s", part, body)
	}
}

func unpack(t *testing.T, packed io.Reader) string {
	t.Helper()
	r, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}
