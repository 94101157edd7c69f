package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestNobodyFillsTheDiskWithFormsAtOnce has Karim begin as many large forms as he may, and one more; what he types and what Paul
// sends passes meanwhile, and his own once the first has ended.
func TestNobodyFillsTheDiskWithFormsAtOnce(t *testing.T) {
	s := newSite(t)
	Handle(s.Router, "POST /profil", member, profile)
	send := func(person string, length int64, body io.Reader) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/profil", body)
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		r.ContentLength = length
		return s.send(r, as(person))
	}
	const whole = "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nK\r\n--x--\r\n"
	ends, done := make(chan struct{}), make(chan int, mostAtOnce)
	begun := make(chan struct{})
	for i := range mostAtOnce {
		length := int64(5 << 20)
		if i == 0 {
			length = -1 // it does not say
		}
		go func() { done <- send("karim", length, &waiting{begun, ends, strings.NewReader(whole)}).Code }()
		<-begun
	}
	more := send("karim", 5<<20, strings.NewReader(whole))
	wantStatus(t, more, http.StatusTooManyRequests)
	wantIn(t, more.Body.String(), "Plusieurs de vos envois sont déjà en cours")
	wantStatus(t, send("karim", int64(len(whole)), strings.NewReader(whole)), http.StatusOK)
	wantStatus(t, send("paul", 5<<20, strings.NewReader(whole)), http.StatusOK)
	close(ends)
	for range mostAtOnce {
		if code := <-done; code != http.StatusOK {
			t.Error("a form that had begun:", code)
		}
	}
	wantStatus(t, send("karim", 5<<20, strings.NewReader(whole)), http.StatusOK)
	if len(s.crowd.of) > 0 {
		t.Errorf("%v are still counted", s.crowd.of)
	}
}

// waiting is a body that says when it is first read, and comes when it is let.
type waiting struct {
	begun chan<- struct{}
	let   <-chan struct{}
	io.Reader
}

func (w *waiting) Read(p []byte) (int, error) {
	if w.begun != nil {
		w.begun <- struct{}{}
		w.begun = nil
	}
	<-w.let
	return w.Reader.Read(p)
}
