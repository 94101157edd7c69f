package web

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func longPage(x *Exchange, _ string) error {
	return x.Render(Page{Title: []string{"Long"}, Body: say(strings.Repeat("Durée d’utilité administrative. ", 300))})
}

func TestAPageIsPackedOnlyForWhoTakesIt(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /long", member, longPage)
	plain := s.get("/long", as("karim"))
	wantHeader(t, plain, "Content-Encoding", "")
	for accept, packed := range map[string]bool{
		"gzip": true, "GZIP": true, "br, gzip;q=0.5": true, "deflate , gzip ; q=1.0": true, "gzip;level=1": true,
		"": false, "br": false, "gzip;q=0": false, "gzip; q=0.000": false, "identity": false, "xgzip": false, "*": false,
		"gzip;q=non": false,
	} {
		w := s.get("/long", as("karim"), with("Accept-Encoding", accept))
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != packed {
			t.Errorf("%q: packed is %v", accept, got)
			continue
		}
		wantHeader(t, w, "Vary", "Accept-Encoding")
		wantHeader(t, w, "Content-Length", strconv.Itoa(w.Body.Len()))
		body := w.Body.String()
		if packed {
			if w.Body.Len()*2 > plain.Body.Len() {
				t.Errorf("%q: %d bytes of %d", accept, w.Body.Len(), plain.Body.Len())
			}
			body = unpack(t, w.Body)
		}
		if body != plain.Body.String() {
			t.Errorf("%q: the body differs", accept)
		}
	}
}

func TestAShortAnswerIsNotPacked(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /court", member, func(x *Exchange, _ string) error { return x.JSON("court") })
	w := s.get("/court", as("karim"), with("Accept-Encoding", "gzip"))
	wantHeader(t, w, "Content-Encoding", "")
	if w.Body.String() != `"court"` {
		t.Errorf("body %s", w.Body)
	}
}

func TestHEADIsGETWithoutABody(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /long", member, longPage)
	for _, path := range []string{"/long", "/rien", "/healthz", s.config.Assets.URL("app.css")} {
		for _, accept := range []string{"", "gzip"} {
			get := s.get(path, as("karim"), with("Accept-Encoding", accept))
			head := s.send(httptest.NewRequest(http.MethodHead, path, nil), as("karim"), with("Accept-Encoding", accept))
			if head.Body.Len() != 0 {
				t.Errorf("%s: a body of %d bytes", path, head.Body.Len())
			}
			head.Body = get.Body
			same(t, "HEAD "+path, get, head)
		}
	}
}

// The buffers and packers are shared: no page may show a part of another's.
func TestManyPagesAtOnceStayApart(t *testing.T) {
	s := newSite(t, func(c *Config) { c.Log = silent() })
	Handle(s.Router, "GET /qui", member, func(x *Exchange, name string) error {
		return x.Render(Page{Body: say(strings.Repeat(name+" ", 500))})
	})
	var group sync.WaitGroup
	for _, name := range []string{"karim", "sophie", "marc", "paul"} {
		group.Go(func() {
			for range 50 {
				w := s.get("/qui", as(name), with("Accept-Encoding", "gzip"))
				if body := unpack(t, w.Body); strings.Count(body, name) != 500 {
					t.Errorf("the page of %s is not whole", name)
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkPage(b *testing.B) {
	rt, err := New(Config{BaseURL: "https://osmose.example", Service: "Osmose", Log: silent(), Texts: texts(b), Assets: assets(b)})
	if err != nil {
		b.Fatal(err)
	}
	Handle(rt, "GET /espaces/{space}", Public, func(x *Exchange, _ struct{}) error {
		return x.Render(Page{Title: []string{"Espace"}, Body: say("Bonjour")})
	})
	r := httptest.NewRequest("GET", "/espaces/0zzzzzzzzzzzz-archivage", nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	r.Header.Set("Accept-Language", "fr-FR,fr;q=0.9,en;q=0.8")
	b.ReportAllocs()
	for b.Loop() {
		rt.ServeHTTP(httptest.NewRecorder(), r)
	}
}
