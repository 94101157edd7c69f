package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
)

// newThread is a form as a room writes one: it reads, checks, and shows again what was typed.
func newThread(stored *[]string) Handler[string] {
	return func(x *Exchange, _ string) error {
		form, err := x.Form()
		if err != nil {
			return err
		}
		title, body := form.Line("title", 20), form.Text("body", 100)
		keywords := form.All("keywords")
		form.Required("title", "body")
		if form.Problems() == nil {
			*stored = append(*stored, title, body, strings.Join(keywords, "+"))
			return x.SeeOther("/fils")
		}
		var page strings.Builder
		for _, name := range []string{"title", "body", "keywords"} {
			fmt.Fprintf(&page, "%s=[%s] {%s}\n", name, form.Value(name), form.Error(x.Context(), name))
		}
		for _, line := range form.Errors(x.Context(), nil) {
			fmt.Fprintf(&page, "#%s %s\n", line.ID, line.Text)
		}
		return x.RenderStatus(http.StatusUnprocessableEntity, Page{Body: say(page.String())})
	}
}

func TestAFormThatIsRightIsStored(t *testing.T) {
	s, stored := newSite(t), []string{}
	Handle(s.Router, "POST /fils", member, newThread(&stored))
	w := s.post("/fils", url.Values{
		"title": {"  Durée\r\nd’utilité\u00a0? "}, "body": {"\r\nBonjour,\r\n\tmerci\rà tous\v.  \n"},
		"keywords": {" tri ", "", "durée"},
	}, as("karim"))
	wantStatus(t, w, http.StatusSeeOther)
	want := []string{"Durée d’utilité\u00a0?", "Bonjour,\n\tmerci\nà tous\n.", "tri+durée"}
	if !slices.Equal(stored, want) {
		t.Errorf("stored %q, want %q", stored, want)
	}
}

func TestWhatIsWrongIsSaidAndWhatWasTypedKept(t *testing.T) {
	long := strings.Repeat("é", 21)
	for _, test := range []struct {
		story, body string
		texts       []string
	}{
		{"nothing", "", []string{"title=[] {Remplissez ce champ.}", "body=[] {Remplissez ce champ.}",
			"#champ-title Remplissez ce champ.", "#champ-body Remplissez ce champ."}},
		{"spaces", "title=+%C2%A0%09&body=Bonjour", []string{"{Remplissez ce champ.}", "body=[Bonjour] {}"}},
		{"nothing to see", "title=%E2%80%8B%E3%85%A4&body=Bonjour", []string{"{Remplissez ce champ.}"}},
		{"too long", "title=" + url.QueryEscape(long) + "&body=b",
			[]string{"title=[" + long + "] {Ce texte compte 21 caractères. Ramenez-le à 20 au plus.}", "body=[b] {}"}},
		{"NUL", "title=Du%00r%C3%A9e&body=b", []string{"title=[Durée] {Ce texte contient un caractère invisible"}},
		{"only NUL", "title=%00&body=b", []string{"title=[] {Ce texte contient un caractère invisible"}},
		{"broken UTF-8", "title=Dur%e9e&body=b", []string{"title=[Dur\uFFFDe] {Ce texte contient des caractères illisibles"}},
		{"markup", "title=%3Cscript%3E&body=", []string{"title=[&lt;script&gt;] {}"}},
		{"NUL in a keyword", "title=a&body=b&keywords=tri%00", []string{"keywords=[tri] {Ce texte contient"}},
		{"a long keyword", "title=a&body=b&keywords=" + strings.Repeat("k", 201), []string{"Ramenez-le à 200 au plus."}},
		{"many keywords", "title=a&body=b" + strings.Repeat("&keywords=k", 101), []string{"Gardez-en 100 au plus."}},
	} {
		t.Run(test.story, func(t *testing.T) {
			s, stored := newSite(t), []string{}
			Handle(s.Router, "POST /fils", member, newThread(&stored))
			w := s.postRaw("/fils", test.body, as("karim"))
			wantStatus(t, w, http.StatusUnprocessableEntity)
			for _, text := range test.texts {
				wantIn(t, w.Body.String(), text)
			}
			if len(stored) > 0 {
				t.Errorf("%q was stored", stored)
			}
		})
	}
}

func TestABodyThatIsNoFormIsExplained(t *testing.T) {
	for _, test := range []struct {
		story, contentType, body string
		status                   int
		text                     string
	}{
		{"too large", "application/x-www-form-urlencoded", "body=" + strings.Repeat("a", ordinaryForm), 413, "Envoi trop volumineux"},
		{"a malformed escape", "application/x-www-form-urlencoded", "body=%zz", 400, "Envoi illisible"},
		{"JSON", "application/json", "{}", 400, "Envoi illisible"},
		{"no type", "", "body=x", 400, "Envoi illisible"},
		{"parts without a boundary", "multipart/form-data", "body=x", 400, "Envoi illisible"},
		{"parts cut short", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\nx", 400, "Envoi illisible"},
		{"too many fields", "application/x-www-form-urlencoded", strings.Repeat("a&", 100_000), 400, "Envoi illisible"},
	} {
		t.Run(test.story, func(t *testing.T) {
			for _, length := range []string{"announced", "unknown"} {
				s, stored := newSite(t), []string{}
				Handle(s.Router, "POST /fils", member, newThread(&stored))
				w := s.postRaw("/fils", test.body, as("karim"), func(r *http.Request) {
					r.Header.Set("Content-Type", test.contentType)
					if length == "unknown" {
						r.ContentLength = -1
					}
				})
				wantStatus(t, w, test.status)
				wantIn(t, w.Body.String(), test.text)
				if len(stored) > 0 {
					t.Errorf("%q was stored", stored)
				}
			}
		})
	}
}

func TestAHandlerMayTakeALargerForm(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /import", member, func(x *Exchange, _ string) error {
		form, err := x.Form(2 * ordinaryForm)
		if err != nil {
			return err
		}
		again, err := x.Form()
		if form != again || err != nil {
			t.Errorf("the second reading gives another form: %v", err)
		}
		return x.JSON(len(form.Text("body", 2*ordinaryForm)))
	})
	w := s.post("/import", url.Values{"body": {strings.Repeat("a", ordinaryForm+1)}}, as("karim"))
	wantStatus(t, w, http.StatusOK)
	if w.Body.String() != "1048577" {
		t.Errorf("read %s characters", w.Body)
	}
}

func TestAPostWithoutABodyIsAnEmptyForm(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /fils", member, func(x *Exchange, _ string) error {
		form, err := x.Form()
		if err != nil {
			return err
		}
		return x.JSON(form.Has("title"))
	})
	w := s.send(newRequest("POST", "/fils"), as("karim"))
	if w.Body.String() != "false" {
		t.Errorf("status %d, body %s", w.Code, w.Body)
	}
}

func TestWhatAVerbRefusesJoinsTheForm(t *testing.T) {
	ctx := i18n.With(t.Context(), texts(t).Localizer("en", nil))
	form := Filled(url.Values{"title": {"Tri"}, "theme": {"x"}})
	form.Note("title", "form.required", nil)
	invalid := &fault.Invalid{}
	invalid.Add("title", "form.nul", nil)
	invalid.Add("theme", "form.choice", nil)
	if !form.Take(fmt.Errorf("publish: %w", invalid)) {
		t.Fatal("the problems of the verb are not taken")
	}
	if form.Take(errors.New("disk full")) || form.Take(nil) || form.Take(fault.ErrNotFound) {
		t.Error("another error is taken for a problem of the form")
	}
	if got := form.Error(ctx, "title"); got != "Fill in this field." {
		t.Errorf("the first problem of the title is gone: %q", got)
	}
	if got := form.Error(ctx, "theme"); got != "This choice is not offered. Choose from the list." {
		t.Errorf("theme: %q", got)
	}
	if n := len(form.Problems().Fields); n != 2 {
		t.Errorf("%d problems", n)
	}
}

func TestAnIDOfAForm(t *testing.T) {
	form := Filled(url.Values{"theme": {"0zzzzzzzzzzzz"}, "none": {""}, "bad": {"'; DROP"}})
	if form.ID("theme").String() != "0zzzzzzzzzzzz" || form.ID("none") != 0 || form.ID("absent") != 0 {
		t.Error("an id is misread")
	}
	if form.Problems() != nil {
		t.Errorf("problems: %v", form.Problems())
	}
	if form.ID("bad") != 0 || form.Problems() == nil {
		t.Error("a malformed id is taken")
	}
}

func TestAPasswordKeepsItsSpaces(t *testing.T) {
	form := Filled(url.Values{"password": {" un mot  e\u0301 "}})
	if got := form.Secret("password", 100); got != " un mot  é " {
		t.Errorf("password %q", got)
	}
}

func TestLettersAreComposed(t *testing.T) {
	form := Filled(url.Values{"name": {"He\u0301le\u0300ne"}})
	if got := form.Line("name", 6); got != "Hélène" || form.Problems() != nil {
		t.Errorf("name %q, problems %v", got, form.Problems())
	}
}

func TestQueryIsCleaned(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /recherche", member, func(x *Exchange, _ string) error { return x.JSON(x.QueryAll("q")) })
	for query, want := range map[string]string{
		"q=+caf%C3%A9%0A":               `["café"]`,
		"q=a&q=b":                       `["a","b"]`,
		"q=%00":                         `null`,
		"q=%ff&q=ok":                    `["ok"]`,
		"q=" + strings.Repeat("a", 401): `null`,
		"q=" + strings.Repeat("é", 400): `["` + strings.Repeat("é", 400) + `"]`,
		"":                              `null`,
		"q=%zz":                         `null`,
	} {
		if got := s.get("/recherche?"+query, as("karim")).Body.String(); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{"", "Bonjour\r\n", "\x00", "\xff\xfe", "e\u0301", "\v\f\u0085\u2028", "\u200b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		for _, clean := range []cleaner{cleanLine, cleanText, cleanSecret} {
			value, _ := clean(raw)
			again, key := clean(value)
			if again != value || key != "" {
				t.Fatalf("%q: %q is not clean: %q %s", raw, value, again, key)
			}
		}
		if line, _ := cleanLine(raw); strings.ContainsAny(line, "\n\r\t") {
			t.Fatalf("%q: the line has several lines: %q", raw, line)
		}
	})
}
