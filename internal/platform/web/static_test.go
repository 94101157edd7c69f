package web

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
)

func TestStylesOfAllRoomsAreOneFileInTheirOrder(t *testing.T) {
	a, err := NewAssets(
		fstest.MapFS{"b.css": {Data: []byte("b{}")}, "a/a.css": {Data: []byte("a{}")}, "a.js": {Data: []byte("let a")}},
		fstest.MapFS{"a.css": {Data: []byte("room{}")}, "b.js": {Data: []byte("let b")}},
		fstest.MapFS{"vendor/editor.js": {Data: []byte("editor")}, "live.mjs": {Data: []byte("live")},
			"page.templ": {Data: []byte("templ")}, "room.go": {Data: []byte("go")}, "texts.fr.toml": {Data: []byte("x")}},
	)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"app.css": "a{}\nb{}\nroom{}\n", "app.js": "let a\nlet b\n", "vendor/editor.js": "editor", "live.mjs": "live",
	} {
		if got := string(a.files[name].plain); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if !strings.HasSuffix(a.URL(name), "/"+name) {
			t.Errorf("%s is at %s", name, a.URL(name))
		}
	}
	if len(a.files) != 4 {
		t.Errorf("%d files are public", len(a.files))
	}
}

func TestTheHashFollowsAnyChange(t *testing.T) {
	seen := map[string]string{}
	for story, files := range map[string]fstest.MapFS{
		"one":            {"a.css": {Data: []byte("ab")}, "x.svg": {Data: []byte("c")}},
		"another style":  {"a.css": {Data: []byte("ac")}, "x.svg": {Data: []byte("c")}},
		"another name":   {"a.css": {Data: []byte("ab")}, "y.svg": {Data: []byte("c")}},
		"a moved letter": {"a.css": {Data: []byte("a")}, "x.svg": {Data: []byte("bc")}},
	} {
		a, err := NewAssets(files)
		if err != nil {
			t.Fatal(err)
		}
		if other, taken := seen[a.hash]; taken {
			t.Errorf("%s and %s have one hash", story, other)
		}
		seen[a.hash] = story
	}
}

func TestTwoFilesOfOneNameAreRefused(t *testing.T) {
	room := fstest.MapFS{"logo.svg": {Data: []byte("<svg/>")}}
	if _, err := NewAssets(room, room); err == nil || !strings.Contains(err.Error(), "logo.svg") {
		t.Errorf("error %v", err)
	}
}

func TestAnUnknownFileIsAMistakeOfOurs(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an address was made for a file that does not exist")
		}
	}()
	assets(t).URL("absent.css")
}

func TestAStaticFileNeverChanges(t *testing.T) {
	s := newSite(t)
	address := s.config.Assets.URL("app.css")
	w := s.get(address)
	wantStatus(t, w, http.StatusOK)
	wantHeader(t, w, "Cache-Control", "public, max-age=31536000, immutable")
	wantHeader(t, w, "Content-Type", "text/css; charset=utf-8")
	wantIn(t, w.Body.String(), "body { color: green }\n.room")

	older := strings.Replace(address, s.config.Assets.hash, "00000000000000000000", 1)
	w = s.get(older)
	wantStatus(t, w, http.StatusOK)
	wantHeader(t, w, "Cache-Control", "no-cache")
}

func TestAStaticFileIsPackedOnce(t *testing.T) {
	s := newSite(t)
	address := s.config.Assets.URL("app.css")
	plain := s.get(address)
	wantHeader(t, plain, "Vary", "Accept-Encoding")
	for accept, coding := range map[string]string{
		"gzip, deflate, br": "br", "br": "br", "gzip": "gzip", "br;q=0, gzip": "gzip", "": "", "zstd": "",
	} {
		w := s.get(address, with("Accept-Encoding", accept))
		wantHeader(t, w, "Content-Encoding", coding)
		var body string
		switch coding {
		case "br":
			content, err := io.ReadAll(brotli.NewReader(w.Body))
			if err != nil {
				t.Fatal(err)
			}
			body = string(content)
		case "gzip":
			body = unpack(t, w.Body)
		default:
			body = w.Body.String()
		}
		if body != plain.Body.String() {
			t.Errorf("%q: the body differs", accept)
		}
	}
	// Small files and those with a compression of their own stay as they are.
	icons := s.get(s.config.Assets.URL("icons.svg"), with("Accept-Encoding", "br"))
	wantHeader(t, icons, "Content-Encoding", "")
	wantHeader(t, icons, "Content-Type", "image/svg+xml")
}

func TestManyFirstVisitorsGetTheSameFile(t *testing.T) {
	s := newSite(t, func(c *Config) { c.Log = silent() })
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			w := s.get(s.config.Assets.URL("app.css"), with("Accept-Encoding", "br"))
			if w.Code != http.StatusOK || w.Body.Len() == 0 {
				t.Errorf("status %d, %d bytes", w.Code, w.Body.Len())
			}
		})
	}
	group.Wait()
}

func TestAStaticFileThatIsNoneIsAnAddressLikeAnother(t *testing.T) {
	s := newSite(t)
	css := s.config.Assets.URL("app.css")
	for _, path := range []string{"/static/", "/static", "/static/x", "/static/x/app.cs", css + "/x", css + "/",
		strings.Replace(css, "/app.css", "/../app.css", 1), strings.Replace(css, "/static", "/STATIC", 1)} {
		wantStatus(t, s.get(path), http.StatusSeeOther)
		wantStatus(t, s.get(path, as("karim")), http.StatusNotFound)
	}
	wantStatus(t, s.post(css, nil, as("karim")), http.StatusNotFound)
}

func TestStaticFilesAskNobodysName(t *testing.T) {
	s := newSite(t, func(c *Config) { c.Identify = func(*Exchange) error { panic("a static file cost a query") } })
	wantStatus(t, s.get(s.config.Assets.URL("app.css")), http.StatusOK)
}
