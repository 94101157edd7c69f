package web

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/ui"
)

func TestTheLogHoldsNoSecret(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /invitations/{token}", member, func(x *Exchange, _ string) error { return x.JSON("x") })
	Handle(s.Router, "POST /connexion", Public, func(x *Exchange, _ struct{}) error { return x.SeeOther("/?plus=secret") })
	secrets := []ask{as("karim"), with("Cookie", "osmose=secret"), with("Authorization", "Bearer secret"),
		with("Referer", "https://osmose.example/secret"), with("User-Agent", "secret")}
	s.get("/invitations/secret?q=secret", secrets...)
	s.get("/secret?secret", secrets...)
	s.post("/connexion?suite=/secret", map[string][]string{"password": {"secret"}}, secrets...)
	s.post("/invitations/secret", nil, append(secrets, with("Sec-Fetch-Site", "cross-site"))...)
	s.send(httptest.NewRequest("SECRET", "/secret", nil), secrets...)
	if n := len(s.lines()); n != 5 {
		t.Fatalf("%d lines for 5 requests", n)
	}
	if log := s.log.String(); strings.Contains(strings.ToLower(log), "secret") {
		t.Errorf("the log tells a secret:\n%s", log)
	}
}

func TestALineSaysWhatHappened(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fils/{thread}", member, longPage)
	w := s.get("/fils/1?page=2", as("karim"))
	line := s.lastLine()
	for name, want := range map[string]any{
		"level": "INFO", "msg": "request", "method": "GET", "route": "GET /fils/{thread}", "status": 200.0,
		"bytes": float64(w.Body.Len()), "person": "karim", "reference": nil, "error": nil,
	} {
		if line[name] != want {
			t.Errorf("%s: %v, want %v", name, line[name], want)
		}
	}
	if ms, ok := line["ms"].(float64); !ok || ms < 0 {
		t.Errorf("ms: %v", line["ms"])
	}
}

func TestARefusalIsLoggedWithItsReason(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fil", member, fails(fault.Refuse("room.closed")))
	s.get("/fil", as("karim"))
	if line := s.lastLine(); line["error"] != "refused: room.closed" || line["level"] != "INFO" {
		t.Errorf("logged as %v", line)
	}
}

func TestAFlashIsHandedOverInThePersonsLanguage(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /fils", member, func(x *Exchange, name string) error {
		x.Flash(ui.Success, "room.done", fault.Args{"Name": name})
		return x.SeeOther("/fils")
	})
	wantStatus(t, s.post("/fils", nil, as("karim")), http.StatusSeeOther)
	if len(s.flash) != 1 || s.flash[0] != "success: Bonjour karim" {
		t.Errorf("flash %q", s.flash)
	}
}

func TestALostFlashIsNoFailure(t *testing.T) {
	s := newSite(t, func(c *Config) {
		c.PutFlash = func(*Exchange, string, string) error { return errors.New("the session is gone") }
	})
	Handle(s.Router, "POST /fils", member, func(x *Exchange, name string) error {
		x.Flash(ui.Success, "room.done", fault.Args{"Name": name})
		return x.SeeOther("/fils")
	})
	wantStatus(t, s.post("/fils", nil, as("karim")), http.StatusSeeOther)
	wantIn(t, s.log.String(), "the session is gone")
}

// A live page needs what is under our recorder.
func TestTheConnectionIsWithinReach(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /direct", Public, func(x *Exchange, _ struct{}) error {
		control := http.NewResponseController(x.W)
		if err := control.SetWriteDeadline(time.Time{}); err != nil {
			return err
		}
		if _, err := x.W.Write([]byte("tick")); err != nil {
			return err
		}
		return control.Flush()
	})
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	answer, err := http.Get(server.URL + "/direct")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || string(body) != "tick" {
		t.Errorf("body %q, error %v", body, err)
	}
}

// Over a real connection: a browser must see the answer to a form that is far too large, not a broken connection.
func TestATooLargeFormIsAnsweredOverTheNetwork(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /fils", Public, func(x *Exchange, _ struct{}) error {
		_, err := x.Form()
		return err
	})
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	for _, body := range []io.Reader{
		strings.NewReader("body=" + strings.Repeat("a", 8<<20)),                 // its length announced
		io.MultiReader(strings.NewReader("body=" + strings.Repeat("a", 8<<20))), // in chunks
	} {
		answer, err := http.Post(server.URL+"/fils", "application/x-www-form-urlencoded", body)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusRequestEntityTooLarge {
			t.Fatalf("status %d, error %v", answer.StatusCode, err)
		}
		wantIn(t, string(page), "Envoi trop volumineux")
	}
}
