package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/ui"
)

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestEachErrorHasItsPage(t *testing.T) {
	invalid := &fault.Invalid{}
	invalid.Add("title", "form.required", nil)
	invalid.Add("body", "form.too_long", fault.Args{"Max": 10, "Length": 12})
	for _, test := range []struct {
		story  string
		err    error
		status int
		texts  []string
	}{
		{"not found", fault.ErrNotFound, 404, []string{"Page introuvable", "Revenir à l’accueil"}},
		{"wrapped", fmt.Errorf("thread: %w", fault.ErrNotFound), 404, []string{"Page introuvable"}},
		{"refused", fault.Refuse("room.closed"), 403, []string{"Action impossible", "Ce fil est clos."}},
		{"refused with values", &fault.Refusal{Key: "room.done", Args: fault.Args{"Name": "<b>"}}, 403, []string{"Bonjour &lt;b&gt;"}},
		{"invalid", invalid, 422, []string{"Remplissez ce champ.", "Ce texte compte 12 caractères. Ramenez-le à 10 au plus."}},
		{"conflict", &fault.Conflict{Current: 3}, 409, []string{"Contenu modifié entre-temps"}},
		{"too many", &fault.TooMany{Key: "room.wait", After: 90 * time.Second}, 429, []string{"Attendez 2 minutes."}},
		{"too many, no words", &fault.TooMany{After: time.Hour}, 429, []string{"Vous pourrez recommencer dans 1 heure."}},
		{"ours", errors.New("SELECT secret FROM people"), 500, []string{"Le service a rencontré un problème", "Référence à indiquer"}},
		{"a deadline", context.DeadlineExceeded, 500, []string{"Le service a rencontré un problème"}},
	} {
		t.Run(test.story, func(t *testing.T) {
			s := newSite(t)
			Handle(s.Router, "GET /fil", member, fails(test.err))
			w := s.get("/fil", as("karim"))
			wantStatus(t, w, test.status)
			for _, text := range test.texts {
				wantIn(t, w.Body.String(), text)
			}
			wantNotIn(t, w.Body.String(), "SELECT")
			wantIn(t, w.Body.String(), "<h1")
			if told := strings.Contains(w.Body.String(), "Référence"); told != (test.status == 500) {
				t.Errorf("a reference is shown: %v", told)
			}
		})
	}
}

func TestTooManySaysWhenToComeBack(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fil", member, fails(&fault.TooMany{Key: "room.wait", After: 1500 * time.Millisecond}))
	wantHeader(t, s.get("/fil", as("karim")), "Retry-After", "2")
}

var reference = regexp.MustCompile(`<strong>([0-9A-HJKMNP-TV-Z]{8})</strong>`)

func TestAPanicIsAPageWhoseReferenceIsInTheLog(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fil", member, func(*Exchange, string) error { panic("the index was out of range") })
	w := s.get("/fil", as("karim"))
	wantStatus(t, w, http.StatusInternalServerError)
	wantNotIn(t, w.Body.String(), "out of range")
	shown := reference.FindStringSubmatch(w.Body.String())
	if shown == nil {
		t.Fatalf("no reference in:\n%s", w.Body)
	}
	line := s.lastLine()
	if line["reference"] != shown[1] {
		t.Errorf("the log has %v, the page %s", line["reference"], shown[1])
	}
	wantIn(t, fmt.Sprint(line["error"]), "the index was out of range")
	wantIn(t, fmt.Sprint(line["stack"]), "fault_test.go")
	if line["level"] != "ERROR" {
		t.Errorf("level %v", line["level"])
	}
}

func TestAPanicInADoorIsAPageToo(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fil", func(*Exchange) (string, error) { panic(errors.New("door")) }, never)
	wantStatus(t, s.get("/fil", as("karim")), http.StatusInternalServerError)
}

func TestAHandlerMayHangUp(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fil", member, func(*Exchange, string) error { panic(http.ErrAbortHandler) })
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("the server is not asked to hang up")
		}
	}()
	s.get("/fil", as("karim"))
}

func TestAFailureLeavesNothingOfTheHandlersHeaders(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fil", member, func(x *Exchange, _ string) error {
		x.W.Header().Set("ETag", `"x"`)
		x.W.Header().Set("Content-Security-Policy", "none")
		x.W.Header().Set("Set-Cookie", "osmose=new")
		return fault.ErrNotFound
	})
	w := s.get("/fil", as("karim"))
	wantHeader(t, w, "ETag", "")
	wantHeader(t, w, "Content-Security-Policy", policy)
	wantHeader(t, w, "Set-Cookie", "osmose=new") // the session's, renewed by Identify
}

func TestOurScriptGetsTheSentenceAlone(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /fil", member, fails(fault.Refuse("room.closed")))
	w := s.post("/fil", nil, as("karim"), with("X-Requested-With", "osmose"))
	wantStatus(t, w, http.StatusForbidden)
	if w.Body.String() != "Ce fil est clos." {
		t.Errorf("body %s", w.Body)
	}
}

func TestAFailureSpeaksThePersonsLanguage(t *testing.T) {
	s := newSite(t, func(c *Config) {
		c.Language = func(x *Exchange) string {
			return map[any]string{"karim": "fr", "john": "en"}[x.Value(personKey{})]
		}
	})
	english := with("Accept-Language", "en-GB,en;q=0.9")
	for _, test := range []struct {
		story, lang, text string
		how               []ask
	}{
		{"the profile", "en", "Page not found", []ask{as("john")}},
		{"the profile before the browser", "fr", "Page introuvable", []ask{as("karim"), english}},
		{"the browser", "en", "Page not found", []ask{as("sophie"), english}},
		{"nothing", "fr", "Page introuvable", []ask{as("sophie")}},
		{"a language that we lack", "fr", "Page introuvable", []ask{as("sophie"), with("Accept-Language", "zh")}},
	} {
		body := s.get("/rien", test.how...).Body.String()
		if !strings.Contains(body, test.text) || !strings.Contains(body, `lang="`+test.lang+`"`) {
			t.Errorf("%s: not %s in:\n%s", test.story, test.text, body)
		}
	}
}

func TestAPageWhoseHeaderFailsIsStillExplained(t *testing.T) {
	for story, chrome := range map[string]func(*Exchange, Page) (ui.Chrome, error){
		"an error": func(*Exchange, Page) (ui.Chrome, error) { return ui.Chrome{}, errors.New("no header") },
		"a panic":  func(*Exchange, Page) (ui.Chrome, error) { panic("no header") },
	} {
		s := newSite(t, func(c *Config) { c.Chrome = chrome })
		Handle(s.Router, "GET /fil", member, longPage)
		w := s.get("/fil", as("karim"))
		wantStatus(t, w, http.StatusInternalServerError)
		if !reference.MatchString(w.Body.String()) {
			t.Errorf("%s: no reference in:\n%s", story, w.Body)
		}
		wantIn(t, s.log.String(), "no header")
	}
}

func TestABrokenSignInPageIsAFailureOfOurs(t *testing.T) {
	s := newSite(t, func(c *Config) {
		c.SignInPage = func(*Exchange, Kept) error { return errors.New("no sign-in page") }
	})
	Handle(s.Router, "POST /fil", member, never)
	w := s.postRaw("/fil", "body=Bonjour", with("Cookie", "osmose=old"))
	wantStatus(t, w, http.StatusInternalServerError)
	if !reference.MatchString(w.Body.String()) {
		t.Errorf("no reference in:\n%s", w.Body)
	}
}

func TestAComponentThatFailsSendsNothingOfThePage(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fil", member, func(x *Exchange, _ string) error {
		return x.Render(Page{Body: ui.Layout(ui.Chrome{}, brokenComponent{})})
	})
	w := s.get("/fil", as("karim"))
	wantStatus(t, w, http.StatusInternalServerError)
	wantNotIn(t, w.Body.String(), "half a page")
}

type brokenComponent struct{}

func (brokenComponent) Render(_ context.Context, w io.Writer) error {
	_, _ = w.Write([]byte("half a page"))
	return errors.New("broken component")
}

func TestWhoHasLeftIsNoFailureOfOurs(t *testing.T) {
	s := newSite(t)
	ctx, leave := context.WithCancel(t.Context())
	Handle(s.Router, "GET /fil", member, func(x *Exchange, _ string) error {
		leave()
		return x.Context().Err()
	})
	s.send(httptest.NewRequest("GET", "/fil", nil).WithContext(ctx), as("karim"))
	line := s.lastLine()
	if line["status"] != float64(clientGone) || line["level"] != "INFO" {
		t.Errorf("logged as %v", line)
	}
}

func TestAnErrorAfterTheAnswerIsInTheLogOnly(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fil", member, func(x *Exchange, _ string) error {
		if err := x.JSON("done"); err != nil {
			return err
		}
		return errors.New("too late")
	})
	w := s.get("/fil", as("karim"))
	wantStatus(t, w, http.StatusOK)
	if !bytes.Equal(w.Body.Bytes(), []byte(`"done"`)) {
		t.Errorf("body %s", w.Body)
	}
	if line := s.lastLine(); line["error"] != "too late" || line["level"] != "ERROR" {
		t.Errorf("logged as %v", line)
	}
}
