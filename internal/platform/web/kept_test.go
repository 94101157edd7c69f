package web

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

// signInSite keeps the form of an ended session on its sign-in page, and shows it again once signed in.
func signInSite(t *testing.T, seen *Kept) *site {
	s := newSite(t, func(c *Config) {
		c.SignInPage = func(x *Exchange, kept Kept) error {
			*seen = kept
			return x.RenderStatus(http.StatusUnauthorized, Page{Body: say(fmt.Sprint(kept.Carry()))})
		}
	})
	Handle(s.Router, "POST /fils/{thread}", member, never)
	Handle(s.Router, "POST /connexion", Public, func(x *Exchange, _ struct{}) error {
		form, err := x.Form(KeptLimit)
		if err != nil {
			return err
		}
		kept, found := KeptIn(form)
		if !found {
			return x.SeeOther("/")
		}
		*seen = kept
		return x.Render(Page{Body: say("Votre message vous attend")})
	})
	return s
}

var endedSession = with("Cookie", "osmose=ended")

func TestAFormWhoseSessionEndedIsCarriedThroughSigningIn(t *testing.T) {
	var seen Kept
	s := signInSite(t, &seen)
	w := s.postRaw("/fils/1-tri?page=2", "body=Bonjour%0D%0A%00%C3%A0+tous&theme=b&theme=a&password=secret&publish=", endedSession)
	wantStatus(t, w, http.StatusUnauthorized)
	wantNotIn(t, w.Body.String(), "secret")
	want := Kept{Path: "/fils/1-tri?page=2", Fields: url.Values{
		"body": {"Bonjour\nà tous"}, "theme": {"b", "a"}, "publish": {""},
	}}
	if !reflect.DeepEqual(seen, want) {
		t.Fatalf("kept %+v, want %+v", seen, want)
	}
	signIn := url.Values{"email": {"karim.benali@herault.example"}, "password": {"x"}}
	for _, input := range want.Carry() {
		signIn.Add(input.Name, input.Value)
	}
	w = s.post("/connexion", signIn)
	wantIn(t, w.Body.String(), "Votre message vous attend")
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("handed over %+v, want %+v", seen, want)
	}
	inputs := []Input{{"body", "Bonjour\nà tous"}, {"publish", ""}, {"theme", "b"}, {"theme", "a"}}
	if got := seen.Inputs(); !reflect.DeepEqual(got, inputs) {
		t.Errorf("inputs %v", got)
	}
}

func TestAKeptFormTellsNothingOfWhatExists(t *testing.T) {
	var seen Kept
	s := signInSite(t, &seen)
	known := s.postRaw("/fils/1", "body=x", endedSession)
	seen = Kept{}
	unknown := s.postRaw("/rien", "body=x", endedSession)
	if known.Code != unknown.Code || strings.ReplaceAll(known.Body.String(), "/fils/1", "/rien") != unknown.Body.String() {
		t.Errorf("the answers differ:\n%s\n%s", known.Body, unknown.Body)
	}
}

func TestWhatIsNotKept(t *testing.T) {
	for _, test := range []struct {
		story, body string
		how         []ask
	}{
		{"who never had a session", "body=x", nil},
		{"an empty form", "", []ask{endedSession}},
		{"only a password", "password=x", []ask{endedSession}},
		{"too large a form", "body=" + strings.Repeat("a", ordinaryForm), []ask{endedSession}},
		{"no form", "{}", []ask{endedSession, func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }}},
		{"not a POST", "body=x", []ask{endedSession, func(r *http.Request) { r.Method = "PUT" }}},
	} {
		var seen Kept
		s := signInSite(t, &seen)
		w := s.postRaw("/fils/1", test.body, test.how...)
		if w.Code != http.StatusSeeOther || seen.Path != "" {
			t.Errorf("%s: status %d, kept %+v", test.story, w.Code, seen)
		}
	}
}

func TestAFormOfOursIsKeptWithoutACookie(t *testing.T) {
	var seen Kept
	s := signInSite(t, &seen)
	wantStatus(t, s.postRaw("/fils/1", "body=x", with("Sec-Fetch-Site", "same-origin")), http.StatusUnauthorized)
	if seen.Fields.Get("body") != "x" {
		t.Errorf("kept %+v", seen)
	}
}

func TestALostFileIsTold(t *testing.T) {
	var seen Kept
	s := signInSite(t, &seen)
	r := photo(t, "moi.png", []byte("png"))
	r.URL.Path = "/fils/1"
	wantStatus(t, s.send(r, endedSession), http.StatusUnauthorized)
	if !seen.LostFile || seen.Fields.Get("name") != " Karim Benali " {
		t.Errorf("kept %+v", seen)
	}
	kept, _ := KeptIn(Filled(url.Values{"kept-path": {"/x"}, "kept-file": {"1"}}))
	if !kept.LostFile {
		t.Error("the lost file is forgotten while signing in")
	}
}

func TestAKeptFormGoesNowhereElse(t *testing.T) {
	for _, path := range []string{"", "//evil.example", "https://evil.example", `/\evil`} {
		if kept, found := KeptIn(Filled(url.Values{"kept-path": {path}, "kept.body": {"x"}})); found {
			t.Errorf("%q is taken: %+v", path, kept)
		}
	}
}

func TestAfterAFormTheWayBackIsItsPage(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /fils", member, never)
	for referer, suite := range map[string]string{
		"https://osmose.example/fils/1?x=2":       "%2Ffils%2F1%3Fx%3D2",
		"https://osmose.example.evil.example/a":   "%2Ffils",
		"https://evil.example/a":                  "%2Ffils",
		"https://osmose.example//evil.example/":   "%2Ffils",
		"https://osmose.example@evil.example/fil": "%2Ffils",
		"": "%2Ffils",
	} {
		w := s.post("/fils", nil, with("Referer", referer))
		wantHeader(t, w, "Location", "/connexion?suite="+suite)
	}
}
