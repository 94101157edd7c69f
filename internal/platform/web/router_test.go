package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"osmose/internal/platform/fault"
)

// secretSpace is a site with a space that Karim may enter and Paul may not know of.
func secretSpace(t *testing.T) *site {
	s := newSite(t)
	door := func(x *Exchange) (string, error) {
		name, err := member(x)
		if err != nil {
			return "", err
		}
		x.W.Header().Set("X-Trace", "the door looked")
		if name != "karim" {
			return "", fault.ErrNotFound
		}
		return name, nil
	}
	read := func(x *Exchange, name string) error { return x.Render(Page{Body: say("Bonjour " + name)}) }
	Handle(s.Router, "GET /espaces/{space}", door, read)
	Handle(s.Router, "POST /espaces/{space}/echanges", door, read)
	return s
}

func TestPaulGetsForASecretWhatNonsenseGives(t *testing.T) {
	s := secretSpace(t)
	if w := s.get("/espaces/1-archivage", as("karim")); w.Code != http.StatusOK {
		t.Fatalf("Karim is kept out: %d", w.Code)
	}
	nonsense := s.get("/nonsense", as("paul"))
	wantStatus(t, nonsense, http.StatusNotFound)
	for _, path := range []string{
		"/espaces/1-archivage", "/espaces/2", "/espaces/<script>", "/espaces/%00", "/espaces/%ff", "/autre?q=secret",
		"/espaces/1-archivage/", "/espaces//1", "/espaces/../espaces/1", "/espaces/%2e%2e/x", "/%2f%2fevil", "/static/x/y",
		"/metrics",
	} {
		same(t, path, nonsense, s.get(path, as("paul")))
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "PROPFIND", "REPORT", "TRACE", "OPTIONS", "BREW"} {
		for _, path := range []string{"/espaces/1-archivage", "/espaces/1-archivage/echanges", "/rien", "/healthz"} {
			same(t, method+" "+path, nonsense, s.send(httptest.NewRequest(method, path, nil), as("paul")))
		}
	}
}

// same compares all that a person can see of two answers.
func same(t *testing.T, what string, want, got *httptest.ResponseRecorder) {
	t.Helper()
	if got.Code != want.Code {
		t.Errorf("%s: status %d, want %d", what, got.Code, want.Code)
	}
	if got.Body.String() != want.Body.String() {
		t.Errorf("%s: the body differs:\n%s\nfrom:\n%s", what, got.Body, want.Body)
	}
	if !reflect.DeepEqual(got.Header(), want.Header()) {
		t.Errorf("%s: the headers differ:\n%v\nfrom:\n%v", what, got.Header(), want.Header())
	}
}

func TestANotFoundPageHasNoReference(t *testing.T) {
	s := secretSpace(t)
	w := s.get("/nonsense", as("paul"))
	wantIn(t, w.Body.String(), "Page introuvable")
	wantNotIn(t, w.Body.String(), "Référence")
	wantNotIn(t, w.Body.String(), "nonsense")
	if s.lastLine()["reference"] != nil {
		t.Error("the log line has a reference that nobody was given")
	}
}

func TestSignedOutEveryAddressLeadsToTheSignInPage(t *testing.T) {
	s := secretSpace(t)
	for _, test := range []struct{ method, address, location string }{
		{"GET", "/espaces/1-archivage", "/connexion?suite=%2Fespaces%2F1-archivage"},
		{"HEAD", "/espaces/1-archivage", "/connexion?suite=%2Fespaces%2F1-archivage"},
		{"GET", "/rien", "/connexion?suite=%2Frien"},
		{"GET", "/", "/connexion?suite=%2F"},
		{"GET", "/rien?theme=a%26b&page=2", "/connexion?suite=%2Frien%3Ftheme%3Da%2526b%26page%3D2"},
		{"POST", "/espaces/1-archivage/echanges", "/connexion?suite=%2Fespaces%2F1-archivage%2Fechanges"},
		{"DELETE", "/rien", "/connexion?suite=%2Frien"},
		{"OPTIONS", "/espaces/1-archivage", "/connexion?suite=%2Fespaces%2F1-archivage"},
		{"GET", "//evil.example/", "/connexion?suite=%2F"},
		{"GET", "/%5Cevil.example", "/connexion?suite=%2F%255Cevil.example"},
		{"GET", "/" + strings.Repeat("a", 3000), "/connexion?suite=%2F"},
	} {
		w := s.send(newRequest(test.method, test.address))
		if w.Code != http.StatusSeeOther {
			t.Errorf("%s %s: status %d", test.method, test.address, w.Code)
		}
		if got := w.Header().Get("Location"); got != test.location {
			t.Errorf("%s %s: leads to %q, want %q", test.method, test.address, got, test.location)
		}
		if w.Body.Len() != 0 {
			t.Errorf("%s %s: a body: %s", test.method, test.address, w.Body)
		}
		wantHeader(t, w, "Cache-Control", "private, no-store")
	}
}

// newRequest takes addresses that start with two slashes as they come over the network.
func newRequest(method, address string) *http.Request {
	r := httptest.NewRequest(method, "http://osmose.example"+address, nil)
	return r
}

func TestAPublicAddressIsOpenToAnybody(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /connexion", Public, func(x *Exchange, _ struct{}) error {
		return x.Render(Page{Title: []string{"Connexion"}, Body: say("Votre adresse")})
	})
	w := s.get("/connexion")
	wantStatus(t, w, http.StatusOK)
	wantIn(t, w.Body.String(), "<title>Connexion – Osmose</title>")
	wantStatus(t, s.send(newRequest("POST", "/connexion")), http.StatusSeeOther)
}

func TestOurScriptIsToldThatTheSessionHasEnded(t *testing.T) {
	s := secretSpace(t)
	w := s.get("/espaces/1", with("X-Requested-With", "osmose"))
	wantStatus(t, w, http.StatusUnauthorized)
	wantHeader(t, w, "Content-Type", "text/plain; charset=utf-8")
	wantIn(t, w.Body.String(), "Votre session est terminée.")
}

func TestPatternsAreThoseRegistered(t *testing.T) {
	s := secretSpace(t)
	want := []string{"GET /espaces/{space}", "GET /healthz", "GET /readyz", "POST /espaces/{space}/echanges"}
	if got := s.Patterns(); !slices.Equal(got, want) {
		t.Errorf("patterns %q, want %q", got, want)
	}
}

func TestPatternsThatServeMuxWouldAnswerItselfAreRefused(t *testing.T) {
	for _, pattern := range []string{
		"/espaces", "GET /espaces/", "GET /espaces/{$}", "GET /aide/{page...}", "GET osmose.example/x", "GET  /x",
		"get /x", "GET /", "CONNECT /x",
	} {
		t.Run(pattern, func(t *testing.T) {
			s := newSite(t)
			defer func() {
				if recover() == nil {
					t.Error("the pattern was taken")
				}
			}()
			Handle(s.Router, pattern, Public, never)
		})
	}
}

func TestTheHomePageIsItsOwnAddressOnly(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /{$}", member, func(x *Exchange, name string) error {
		return x.Render(Page{Body: say("Bonjour " + name)})
	})
	wantIn(t, s.get("/", as("karim")).Body.String(), "Bonjour karim")
	wantStatus(t, s.get("/autre", as("karim")), http.StatusNotFound)
}

func TestABaseURLThatIsNoneIsRefused(t *testing.T) {
	for _, base := range []string{"", "osmose.example", "ftp://osmose.example", "https://osmose.example/", "https://",
		"https://a@osmose.example", "https://osmose.example?x", "https://os mose"} {
		_, err := New(Config{BaseURL: base})
		if err == nil || !strings.Contains(err.Error(), "base URL") {
			t.Errorf("%q: %v", base, err)
		}
	}
}

func TestAFailedIdentificationIsAFailureOfOurs(t *testing.T) {
	s := newSite(t, func(c *Config) {
		c.Identify = func(*Exchange) error { return errors.New("the database is away") }
	})
	Handle(s.Router, "GET /connexion", Public, never)
	wantStatus(t, s.get("/connexion"), http.StatusInternalServerError)
	wantStatus(t, s.get("/healthz"), http.StatusOK)
}
