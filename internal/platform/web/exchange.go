package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
)

// Exchange is one request and its answer. It belongs to the goroutine that serves the request.
type Exchange struct {
	W http.ResponseWriter
	R *http.Request

	router *Router
	route  *route
	sent   recorder
	spoken bool
	values map[any]any
	query  url.Values
	form   *Form
	leave  func() // of the crowd; nil for whoever is in none

	// For the log line.
	reference string
	failure   error
	notes     []slog.Attr
}

// Context returns the context of the request; it carries the person's language.
func (x *Exchange) Context() context.Context { return x.R.Context() }

// Set keeps value under key for the rest of this exchange. Packages use keys of their own unexported types.
func (x *Exchange) Set(key, value any) {
	if x.values == nil {
		x.values = map[any]any{}
	}
	x.values[key] = value
}

// Value returns what Set kept under key, or nil.
func (x *Exchange) Value(key any) any { return x.values[key] }

// Note adds an attribute to the log line of this request: the person's id, never a text or a secret.
func (x *Exchange) Note(a slog.Attr) { x.notes = append(x.notes, a) }

// ID returns the id in the path segment called name, where a slug may follow it after a dash.
// Errors: fault.ErrNotFound when the segment holds no id.
func (x *Exchange) ID(name string) (ids.ID, error) {
	text, _, _ := strings.Cut(x.R.PathValue(name), "-")
	id, err := ids.Parse(text)
	if err != nil {
		return 0, fault.ErrNotFound
	}
	return id, nil
}

// longestQuery is the number of characters that a value of an address may have: a list by name goes on after a name.
const longestQuery = 400

// Query returns a value of the address's query, trimmed: "" when it is absent, or longer than a person types, or not
// text.
func (x *Exchange) Query(name string) string {
	values := x.QueryAll(name)
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// QueryAll returns every such value of the query.
func (x *Exchange) QueryAll(name string) []string {
	if x.R.URL.RawQuery == "" {
		return nil
	}
	if x.query == nil {
		x.query = x.R.URL.Query()
	}
	var all []string
	for _, raw := range x.query[name] {
		value, key := cleanLine(raw)
		if key == "" && value != "" && utf8.RuneCountInString(value) <= longestQuery {
			all = append(all, value)
		}
	}
	return all
}

// Script tells whether our own script asks, which wants a fragment rather than a page.
func (x *Exchange) Script() bool { return x.R.Header.Get("X-Requested-With") == "osmose" }

// readsPages tells whether who asks can show a page: a browser says so, what fetches JSON or a feed asks for that alone.
func (x *Exchange) readsPages() bool {
	accepted := x.R.Header.Get("Accept")
	return accepted == "" || strings.Contains(accepted, "text/html") || strings.Contains(accepted, "*/*")
}

// Flash has the text of key shown on the person's next page.
func (x *Exchange) Flash(kind ui.AlertKind, key string, args fault.Args) {
	text := i18n.T(x.Context(), key, args)
	if err := x.router.config.PutFlash(x, string(kind), text); err != nil {
		// What the person asked for is done: losing the sentence that says so must not turn it into a failure.
		x.router.config.Log.LogAttrs(x.Context(), slog.LevelWarn, "flash lost", slog.Any("error", err))
	}
}
