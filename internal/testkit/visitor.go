package testkit

import (
	"bytes"
	"context"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"osmose/internal/demo"
	"osmose/internal/platform/db"
)

// Visitor is somebody with a browser of their own, signed in or not. It keeps cookies and follows nothing.
type Visitor struct {
	world   *World
	t       testing.TB
	cookies map[string]*http.Cookie
	// Language is the browser's.
	Language string
}

// Anonymous returns a visitor who is not signed in.
func (w *World) Anonymous() *Visitor {
	return &Visitor{world: w, t: w.t, cookies: map[string]*http.Cookie{}, Language: "fr"}
}

// As returns somebody of the demo, signed in: « karim ».
func (w *World) As(name string) *Visitor {
	w.t.Helper()
	v := w.Anonymous()
	answer := v.Post("/connexion", url.Values{"email": {address(name)}, "password": {demo.Password}})
	if answer.Status != http.StatusSeeOther {
		w.t.Fatalf("%s can't sign in: %d", name, answer.Status)
	}
	return v
}

// In returns the same visitor, with the same cookies, in a copy of the world that this one signed in to.
func (v *Visitor) In(w *World) *Visitor {
	twin := w.Anonymous()
	maps.Copy(twin.cookies, v.cookies)
	twin.Language = v.Language
	return twin
}

// Clone returns the same person at another window, for tests in which both act at once.
func (v *Visitor) Clone() *Visitor { return v.In(v.world) }

// Answer is what came back.
type Answer struct {
	t      testing.TB
	Path   string
	Status int
	Header http.Header
	Body   string
	// Queries counts the statements that ran.
	Queries int64
}

// Get asks for an address.
func (v *Visitor) Get(path string) *Answer {
	v.t.Helper()
	return v.Do(httptest.NewRequest(http.MethodGet, BaseURL+path, nil))
}

// Post sends a form, as a page of ours does.
func (v *Visitor) Post(path string, form url.Values) *Answer {
	v.t.Helper()
	r := httptest.NewRequest(http.MethodPost, BaseURL+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", BaseURL)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.Do(r)
}

// File is what a person chose in a field of a form.
type File struct {
	Field, Name string
	Content     []byte
}

// Send sends a form with files, as a page of ours does.
func (v *Visitor) Send(path string, form url.Values, files ...File) *Answer {
	v.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			_ = parts.WriteField(name, value) // memory does not fail
		}
	}
	for _, file := range files {
		part, _ := parts.CreateFormFile(file.Field, file.Name)
		_, _ = part.Write(file.Content)
	}
	_ = parts.Close()
	r := httptest.NewRequest(http.MethodPost, BaseURL+path, &body)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	r.Header.Set("Origin", BaseURL)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.Do(r)
}

// Do sends a request with this visitor's cookies, straight to the handler.
func (v *Visitor) Do(r *http.Request) *Answer {
	v.t.Helper()
	for _, cookie := range v.cookies {
		r.AddCookie(cookie)
	}
	if r.Header.Get("Accept-Language") == "" {
		r.Header.Set("Accept-Language", v.Language)
	}
	var counter db.Counter
	r = r.WithContext(db.Counting(context.WithoutCancel(v.t.Context()), &counter))
	recorder := httptest.NewRecorder()
	v.world.Handler().ServeHTTP(recorder, r)
	for _, cookie := range recorder.Result().Cookies() {
		if cookie.MaxAge < 0 || cookie.Value == "" {
			delete(v.cookies, cookie.Name)
			continue
		}
		v.cookies[cookie.Name] = cookie
	}
	return &Answer{
		t: v.t, Path: r.URL.Path, Status: recorder.Code, Header: recorder.Header(), Body: recorder.Body.String(), Queries: counter.Count(),
	}
}

// Is fails the test unless the status is this one.
func (a *Answer) Is(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s answered %d instead of %d:\n%s", a.Path, a.Status, status, a.Text())
	}
	return a
}

// Shows fails the test unless the page says each of these texts.
func (a *Answer) Shows(texts ...string) *Answer {
	a.t.Helper()
	said := a.Text()
	for _, text := range texts {
		if !strings.Contains(said, squeezed(text)) {
			a.t.Errorf("%s does not show %q:\n%s", a.Path, text, said)
		}
	}
	return a
}

// Hides fails the test if any of these texts stands anywhere in the answer, its markup and headers included.
func (a *Answer) Hides(texts ...string) *Answer {
	a.t.Helper()
	var all strings.Builder
	_ = a.Header.Write(&all) // a strings.Builder never fails
	all.WriteString(a.Body)
	for _, text := range texts {
		if strings.Contains(all.String(), text) || strings.Contains(a.Text(), squeezed(text)) {
			a.t.Errorf("%s shows %q", a.Path, text)
		}
	}
	return a
}

// LeadsTo fails the test unless the answer redirects to an address that begins so; it returns that address.
func (a *Answer) LeadsTo(prefix string) string {
	a.t.Helper()
	location := a.Header.Get("Location")
	if a.Status/100 != 3 || !strings.HasPrefix(location, prefix) {
		a.t.Fatalf("%s answered %d to %q instead of leading to %s…\n%s", a.Path, a.Status, location, prefix, a.Text())
	}
	return location
}
