package web

import (
	"net/http"
	"testing"

	"osmose/internal/platform/fault"
)

func TestEveryAnswerClosesThePage(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /page", member, func(x *Exchange, _ string) error { return x.Render(Page{Body: say("x")}) })
	Handle(s.Router, "GET /json", member, func(x *Exchange, _ string) error { return x.JSON(map[string]int{"a": 1}) })
	Handle(s.Router, "GET /refus", member, fails(fault.Refuse("room.closed")))
	Handle(s.Router, "GET /panne", member, never)
	css := s.config.Assets.URL("app.css")
	for _, path := range []string{"/page", "/json", "/refus", "/panne", "/rien", "/healthz", css} {
		w := s.get(path, as("karim"))
		wantHeader(t, w, "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; "+
			"img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "+
			"frame-ancestors 'none'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types ProseMirrorClipboard")
		wantHeader(t, w, "X-Content-Type-Options", "nosniff")
		wantHeader(t, w, "X-Frame-Options", "DENY")
		wantHeader(t, w, "Referrer-Policy", "same-origin")
		wantHeader(t, w, "Cross-Origin-Opener-Policy", "same-origin")
		wantHeader(t, w, "Cross-Origin-Resource-Policy", "same-origin")
		wantHeader(t, w, "Strict-Transport-Security", "max-age=31536000")
		wantIn(t, w.Header().Get("Permissions-Policy"), "camera=(), ")
		if path != css {
			wantHeader(t, w, "Cache-Control", "private, no-store")
		}
	}
}

func TestPlainHTTPIsNotToldToBeSecure(t *testing.T) {
	s := newSite(t, func(c *Config) { c.BaseURL = "http://127.0.0.1:8080" })
	wantHeader(t, s.get("/healthz"), "Strict-Transport-Security", "")
}

func TestWritesOfOtherSitesAreRefused(t *testing.T) {
	s := newSite(t)
	answer := func(x *Exchange, _ string) error { return x.SeeOther("/espaces") }
	Handle(s.Router, "POST /profil", member, answer)
	Handle(s.Router, "GET /profil", member, answer)
	for _, test := range []struct {
		story  string
		how    []ask
		status int
	}{
		{"a form of ours", []ask{with("Sec-Fetch-Site", "same-origin")}, http.StatusSeeOther},
		{"a form of ours, old browser", []ask{with("Origin", "https://osmose.example")}, http.StatusSeeOther},
		{"no browser", nil, http.StatusSeeOther},
		{"another site", []ask{with("Sec-Fetch-Site", "cross-site"), with("Origin", "https://evil.example")}, http.StatusForbidden},
		{"a neighbour", []ask{with("Sec-Fetch-Site", "same-site"), with("Origin", "https://a.osmose.example")}, http.StatusForbidden},
		{"another site, old browser", []ask{with("Origin", "https://evil.example")}, http.StatusForbidden},
		{"a sandboxed frame", []ask{with("Origin", "null")}, http.StatusForbidden},
	} {
		w := s.post("/profil", nil, append(test.how, as("karim"))...)
		if w.Code != test.status {
			t.Errorf("%s: status %d, want %d", test.story, w.Code, test.status)
		}
		if w.Code == http.StatusForbidden {
			wantIn(t, w.Body.String(), "Cet envoi vient d’un autre site.")
		}
	}
	w := s.get("/profil", as("karim"), with("Sec-Fetch-Site", "cross-site"))
	wantStatus(t, w, http.StatusSeeOther) // a link from elsewhere is welcome
}

func TestAForeignWriteTellsNothingOfWhatExists(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /secret", stranger, never)
	foreign := with("Sec-Fetch-Site", "cross-site")
	same(t, "a foreign write", s.post("/rien", nil, as("paul"), foreign), s.post("/secret", nil, as("paul"), foreign))
}
