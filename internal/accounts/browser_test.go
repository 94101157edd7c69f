package accounts_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/budgets"
	"osmose/internal/platform/db"
)

// browser keeps cookies, as a person's browser does.
type browser struct {
	h       *house
	cookies map[string]*http.Cookie
	agent   string
	from    string // network address
	script  bool   // our script asks
	tag     string // of what it has in its cache
	ctx     context.Context
}

const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"

func (h *house) browser() *browser {
	return &browser{h: h, cookies: map[string]*http.Cookie{}, agent: firefox, from: "192.0.2.7:4000", ctx: h.Context()}
}

// as returns a browser in which the person has signed in.
func (h *house) as(email string) *browser {
	h.Helper()
	b := h.browser()
	b.signIn(email, password).status(http.StatusSeeOther)
	return b
}

func (b *browser) signIn(email, password string) answer {
	b.h.Helper()
	return b.post("/connexion", url.Values{"email": {email}, "password": {password}})
}

func (b *browser) get(path string) answer {
	b.h.Helper()
	return b.send("GET", path, "", nil)
}

// getIfNot asks for what it already has under a tag.
func (b *browser) getIfNot(path, tag string) answer {
	b.h.Helper()
	b.tag = tag
	defer func() { b.tag = "" }()
	return b.get(path)
}

func (b *browser) post(path string, form url.Values) answer {
	b.h.Helper()
	return b.send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload posts one file.
func (b *browser) upload(path, field, name string, content []byte) answer {
	b.h.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	part, err := parts.CreateFormFile(field, name)
	b.h.must(err)
	_, _ = part.Write(content)
	b.h.must(parts.Close())
	return b.send("POST", path, parts.FormDataContentType(), &body)
}

func (b *browser) send(method, path, contentType string, body io.Reader) answer {
	b.h.Helper()
	r := httptest.NewRequestWithContext(b.ctx, method, path, body)
	r.RemoteAddr = b.from
	r.Header.Set("User-Agent", b.agent)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if b.script {
		r.Header.Set("X-Requested-With", "osmose")
	}
	if b.tag != "" {
		r.Header.Set("If-None-Match", b.tag)
	}
	for _, cookie := range b.cookies {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	b.h.router.Handler().ServeHTTP(w, r)
	for _, cookie := range w.Result().Cookies() {
		b.cookies[cookie.Name] = cookie
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	return answer{t: b.h.T, code: w.Code, header: w.Header(), body: w.Body.String()}
}

// queries tells how many statements an address costs.
func (b *browser) queries(path string) int64 {
	b.h.Helper()
	var counter db.Counter
	before := b.ctx
	b.ctx = db.Counting(before, &counter)
	defer func() { b.ctx = before }()
	b.get(path).status(http.StatusOK)
	return counter.Count()
}

// answer is what came back.
type answer struct {
	t      *testing.T
	code   int
	header http.Header
	body   string
}

func (a answer) status(want int) answer {
	a.t.Helper()
	if a.code != want {
		a.t.Fatalf("status %d, want %d\n%s", a.code, want, a.text())
	}
	return a
}

func (a answer) says(texts ...string) answer {
	a.t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.text(), text) {
			a.t.Errorf("no %q in\n%s", text, a.text())
		}
	}
	return a
}

func (a answer) silent(texts ...string) answer {
	a.t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			a.t.Errorf("%q in\n%s", text, a.text())
		}
	}
	return a
}

func (a answer) leadsTo(path string) answer {
	a.t.Helper()
	if a.code != http.StatusSeeOther && a.code != http.StatusFound || a.header.Get("Location") != path {
		a.t.Fatalf("status %d to %q, want %q\n%s", a.code, a.header.Get("Location"), path, a.text())
	}
	return a
}

var tags = regexp.MustCompile(`<style[\s\S]*?</style>|\s*<[^>]*>\s*`)

// text is what a reader sees, with what stands in the fields.
func (a answer) text() string {
	values := regexp.MustCompile(`value="([^"]*)"`).ReplaceAllString(a.body, `>[$1]<x `)
	return regexp.MustCompile(`\n+`).ReplaceAllString(tags.ReplaceAllString(values, "\n"), "\n")
}

// hidden are the hidden inputs of a page.
func (a answer) hidden() url.Values {
	form := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(a.body, -1) {
		form.Add(unescape(m[1]), unescape(m[2]))
	}
	return form
}

func unescape(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// spend takes one from a budget.
func spend(h *house, name, subject string, limit int) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		return budgets.New(h.db, h.clock).Spend(tx, name, subject, limit, 15*time.Minute)
	}
}
