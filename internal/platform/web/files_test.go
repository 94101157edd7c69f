package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"osmose/internal/platform/fault"
)

func serving(t *testing.T, f File) *site {
	s := newSite(t)
	Handle(s.Router, "GET /fichier", func(x *Exchange) (string, error) {
		name, err := member(x)
		if name == "paul" {
			return "", fault.ErrNotFound
		}
		return name, err
	}, func(x *Exchange, _ string) error {
		f.Content = strings.NewReader("0123456789")
		return x.ServeFile(f)
	})
	return s
}

func TestAFileIsAskedForEachTimeAndSentOnce(t *testing.T) {
	s := serving(t, File{ETag: "abc", Type: "image/png", Inline: true})
	w := s.get("/fichier", as("karim"))
	wantStatus(t, w, http.StatusOK)
	wantHeader(t, w, "Cache-Control", "private, no-cache")
	wantHeader(t, w, "ETag", `"abc"`)
	wantHeader(t, w, "Content-Type", "image/png")
	wantHeader(t, w, "Content-Security-Policy", "sandbox; default-src 'none'")
	wantHeader(t, w, "X-Content-Type-Options", "nosniff")
	if w.Body.String() != "0123456789" {
		t.Errorf("body %s", w.Body)
	}

	again := s.get("/fichier", as("karim"), with("If-None-Match", `"abc"`))
	wantStatus(t, again, http.StatusNotModified)
	wantHeader(t, again, "Cache-Control", "private, no-cache")
	if again.Body.Len() > 0 {
		t.Errorf("a body of %d bytes", again.Body.Len())
	}
	wantStatus(t, s.get("/fichier", as("karim"), with("If-None-Match", `"other"`)), http.StatusOK)
}

func TestWhatABrowserKeepsOpensNoDoor(t *testing.T) {
	s := serving(t, File{ETag: "abc", Type: "image/png"})
	nonsense := s.get("/rien", as("paul"))
	same(t, "a file that Paul has kept", nonsense, s.get("/fichier", as("paul"), with("If-None-Match", `"abc"`)))
	same(t, "a part of it", nonsense, s.get("/fichier", as("paul"), with("Range", "bytes=0-1")))
}

func TestAFileIsSentInPartsAndWithoutBody(t *testing.T) {
	s := serving(t, File{ETag: "abc", Type: "application/pdf"})
	w := s.get("/fichier", as("karim"), with("Range", "bytes=2-4"))
	wantStatus(t, w, http.StatusPartialContent)
	if w.Body.String() != "234" {
		t.Errorf("part %s", w.Body)
	}
	w = s.send(httptest.NewRequest(http.MethodHead, "/fichier", nil), as("karim"))
	wantHeader(t, w, "Content-Length", "10")
	if w.Body.Len() > 0 {
		t.Errorf("a body of %d bytes", w.Body.Len())
	}
}

// TestAFileIsNotSentInCrumbs asks for a few parts at once, as a reader of PDF does, and for thousands, each of which a store
// would fetch by itself.
func TestAFileIsNotSentInCrumbs(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /fichier", member, func(x *Exchange, _ string) error {
		return x.ServeFile(File{ETag: "abc", Type: "application/pdf", Content: strings.NewReader(strings.Repeat("0123456789", 1000))})
	})
	for parts, status := range map[int]int{2: http.StatusPartialContent, mostParts: http.StatusPartialContent, mostParts + 1: http.StatusOK, 7000: http.StatusOK} {
		w := s.get("/fichier", as("karim"), with("Range", "bytes=1-1"+strings.Repeat(",0-0", parts-1)))
		wantStatus(t, w, status)
		if status == http.StatusOK && w.Body.Len() != 10_000 {
			t.Errorf("%d bytes of a file that was asked for in %d parts", w.Body.Len(), parts)
		}
	}
}

func TestOnlyPicturesAreShownInThePage(t *testing.T) {
	for _, test := range []struct {
		file File
		want string
	}{
		{File{Type: "image/png", Inline: true}, "inline"},
		{File{Type: "image/png"}, "attachment"},
		{File{Type: "image/svg+xml", Inline: true}, "attachment"},
		{File{Type: "text/html; charset=utf-8", Inline: true}, "attachment"},
		{File{Type: "application/pdf", Inline: true, Name: "note.pdf"}, "attachment; filename=note.pdf"},
		{File{Type: "image/png", Inline: true, Name: "a b.png"}, `inline; filename="a b.png"`},
		{File{Type: "text/plain", Name: "été.txt"}, "attachment; filename*=utf-8''%C3%A9t%C3%A9.txt"},
		{File{Type: "text/plain", Name: "a\"\r\nb.txt"}, "attachment; filename*=utf-8''a%22%0D%0Ab.txt"},
	} {
		if got := disposition(test.file); got != test.want {
			t.Errorf("%+v: %s, want %s", test.file, got, test.want)
		}
	}
}

func TestAFeedThatHasNotChangedIsNotMadeAgain(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "GET /flux", member, func(x *Exchange, _ string) error {
		if x.NotModified("v1") {
			return nil
		}
		x.W.Header().Set("Content-Type", "application/atom+xml")
		_, err := x.W.Write([]byte("<feed/>"))
		return err
	})
	for known, status := range map[string]int{"": 200, `"v0"`: 200, `"v1"`: 304, `"v0", W/"v1"`: 304} {
		w := s.get("/flux", as("karim"), with("If-None-Match", known))
		wantStatus(t, w, status)
		wantHeader(t, w, "ETag", `"v1"`)
		wantHeader(t, w, "Cache-Control", "private, no-cache")
	}
}
