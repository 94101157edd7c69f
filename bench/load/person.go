package load

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"osmose/bench/prose"
)

// person is somebody signed in for real, with one connection for what is not measured.
type person struct {
	host   string
	cookie string
	wire   *wire
}

// signIn signs somebody in, from a loopback address of their own when from is not empty.
func signIn(host, from, email, password string) (*person, error) {
	w, err := dial(host, from)
	if err != nil {
		return nil, err
	}
	p := &person{host: host, wire: w}
	a, err := p.post("/connexion", url.Values{"email": {email}, "password": {password}})
	if err != nil {
		return nil, fmt.Errorf("load: %s can't sign in: %w", email, err)
	}
	p.cookie, _, _ = strings.Cut(a.get("Set-Cookie"), ";")
	if p.cookie == "" {
		return nil, fmt.Errorf("load: %s signed in without a cookie", email)
	}
	return p, nil
}

// see returns a page that must be there.
func (p *person) see(path string) (string, error) {
	a, err := p.wire.read(getting(p.host, path, p.cookie, ""))
	if err == nil && a.Status != http.StatusOK {
		err = fmt.Errorf("load: %s answers %d", path, a.Status)
	}
	return string(a.Body), err
}

// post sends a form that must be taken.
func (p *person) post(path string, form url.Values) (answer, error) {
	a, err := p.wire.read(posting(p.host, path, p.cookie, form))
	if err == nil && a.Status != http.StatusSeeOther {
		err = fmt.Errorf("load: the form to %s is answered by %d", path, a.Status)
	}
	return a, err
}

// link returns the first address in a page that looks like a pattern.
func (p *person) link(page, pattern string) (string, error) {
	body, err := p.see(page)
	if err != nil {
		return "", err
	}
	found := regexp.MustCompile(pattern).FindString(body)
	if found == "" {
		return "", fmt.Errorf("load: %s leads to nothing like %s", page, pattern)
	}
	return found, nil
}

// open begins a thread in a forum and returns its address.
func (p *person) open(forum, title string) (string, error) {
	theme, err := p.link(forum, `theme=0[0-9a-z]{12}`)
	if err != nil {
		return "", err
	}
	a, err := p.post(forum, url.Values{"title": {title}, "theme": {strings.TrimPrefix(theme, "theme=")}, "body": {written(0)}})
	return a.get("Location"), err
}

// written is a text of about 500 characters, another one for each number.
func written(n int) string {
	w := prose.New()
	w.Seed(500, uint64(n))
	return w.Plain(500)
}
