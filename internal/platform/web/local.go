package web

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// longestPath is the number of bytes of the longest address that we lead a person to.
const longestPath = 2000

// Local tells whether a browser that follows target stays on this site: it is an absolute path, maybe with a query and
// a fragment, that nobody can read as the address of another host.
func Local(target string) bool {
	if len(target) == 0 || len(target) > longestPath || target[0] != '/' {
		return false
	}
	if !utf8.ValidString(target) || strings.ContainsFunc(target, forbiddenInAddress) {
		return false
	}
	path, _, _ := strings.Cut(target, "?")
	path, _, _ = strings.Cut(path, "#")
	if strings.Contains(path, "//") || strings.Contains(path, "/./") || strings.Contains(path, "/../") {
		return false
	}
	u, err := url.Parse(target)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && u.Opaque == ""
}

// forbiddenInAddress: browsers drop tabs and newlines, and read a backslash as a slash, so that « /\evil » names a host.
func forbiddenInAddress(r rune) bool {
	return r <= ' ' || r == '\\' || r == 0x7f || (r >= 0x80 && r < 0xa0)
}

// LocalOr returns target if it is Local, else fallback.
func LocalOr(target, fallback string) string {
	if Local(target) {
		return target
	}
	return fallback
}

// redirection is an error that leads to another address of this site.
type redirection struct{ path string }

func (e *redirection) Error() string { return "redirect to " + e.path }

// Redirect is for a door or a handler that answers a GET from another address. path is local.
func Redirect(path string) error { return &redirection{path} }

// Canonical returns a Redirect when the path segment called name is not want, nil when it is, and nil for anything but
// a GET: the id in it has already led to the right thing, and the slug is decoration. Ask after the door.
func Canonical(x *Exchange, name, want string) error {
	if x.R.Method != http.MethodGet && x.R.Method != http.MethodHead {
		return nil
	}
	if x.R.PathValue(name) == want {
		return nil
	}
	_, pattern, _ := strings.Cut(x.route.pattern, " ")
	segments := strings.Split(x.R.URL.EscapedPath(), "/")
	for i, segment := range strings.Split(pattern, "/") {
		if segment == "{"+name+"}" && i < len(segments) {
			segments[i] = url.PathEscape(want)
		}
	}
	target := withQuery(strings.Join(segments, "/"), x.R.URL.RawQuery)
	if !Local(target) {
		return nil // a query that no page of ours wrote: the address may stay as it is
	}
	return Redirect(target)
}

// NextURL returns the address of r with one value of its query changed, or removed when value is "".
func NextURL(r *http.Request, name, value string) string {
	query := r.URL.Query()
	query.Del(name)
	if value != "" {
		query.Set(name, value)
	}
	return withQuery(r.URL.EscapedPath(), query.Encode())
}

func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}
