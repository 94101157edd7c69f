package web

import (
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/clock"
)

// line is an answer that notes until when its connection may be used.
type line struct {
	*httptest.ResponseRecorder
	read, write time.Time
}

func (l *line) SetReadDeadline(t time.Time) error  { l.read = t; return nil }
func (l *line) SetWriteDeadline(t time.Time) error { l.write = t; return nil }

// letters is a content of any size.
type letters struct{}

func (letters) ReadAt(p []byte, _ int64) (int, error) { return len(p), nil }

// TestWhatIsLargeHasTheTimeOfASlowLine gives a large form and a large file as long as they take, and leaves a page what the
// server gives it; nobody is given time before a door.
func TestWhatIsLargeHasTheTimeOfASlowLine(t *testing.T) {
	s := newSite(t)
	const size = 100_000_000
	Handle(s.Router, "POST /depot", member, func(x *Exchange, _ string) error {
		_, err := x.Form(2 * size)
		return err
	})
	Handle(s.Router, "POST /mots", member, func(x *Exchange, _ string) error {
		_, err := x.Form()
		return err
	})
	Handle(s.Router, "GET /fichier", member, func(x *Exchange, _ string) error {
		return x.ServeFile(File{ETag: "abc", Type: "text/plain", Content: io.NewSectionReader(letters{}, 0, size)})
	})
	ask := func(method, address, person string, length int64) *line {
		r := httptest.NewRequest(method, address, strings.NewReader("a=b"))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		if person != "" {
			r.Header.Set("Person", person)
		}
		r.ContentLength = length
		if method == http.MethodGet {
			r.Header.Set("Range", "bytes=0-1")
		}
		l := &line{ResponseRecorder: httptest.NewRecorder()}
		s.Handler().ServeHTTP(l, r)
		return l
	}
	enough := clock.Deadline(size / slowest * time.Second)
	for _, l := range []*line{ask(http.MethodPost, "/depot", "karim", size), ask(http.MethodGet, "/fichier", "karim", 0)} {
		if l.read.Before(enough) || l.write.Before(enough) {
			t.Errorf("until %v and %v, though a slow line takes until %v", l.read, l.write, enough)
		}
	}
	for _, l := range []*line{ask(http.MethodPost, "/mots", "karim", 3), ask(http.MethodPost, "/depot", "", size), ask(http.MethodGet, "/fichier", "", 0)} {
		if !l.read.IsZero() || !l.write.IsZero() {
			t.Errorf("until %v and %v, for a page or before a door", l.read, l.write)
		}
	}
}

// TestNobodyIsGivenTimeForLessThanNothing asks for what a length that lies comes to: as a number of seconds it would be centuries,
// or long past.
func TestNobodyIsGivenTimeForLessThanNothing(t *testing.T) {
	s := newSite(t)
	for _, size := range []int64{-1, -9_000_000_000_000_000_000, math.MinInt64, math.MaxInt64} {
		Handle(s.Router, "POST /envoi"+strconv.FormatUint(uint64(size), 10), member, func(x *Exchange, _ string) error {
			x.Allow(size)
			return nil
		})
		r := httptest.NewRequest(http.MethodPost, "/envoi"+strconv.FormatUint(uint64(size), 10), nil)
		r.Header.Set("Person", "karim")
		l := &line{ResponseRecorder: httptest.NewRecorder()}
		s.Handler().ServeHTTP(l, r)
		least, most := clock.Deadline(0), clock.Deadline(atLeast+time.Duration(mostAllowed/slowest)*time.Second)
		if l.read.Before(least) || l.read.After(most) || l.write != l.read {
			t.Errorf("for %d bytes until %v and %v, not between %v and %v", size, l.read, l.write, least, most)
		}
	}
}
