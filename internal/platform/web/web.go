// Package web receives requests and answers them: a router whose every address has a door, the exchange that a handler
// works with, forms that keep what was typed, one page for every failure, static files under one hash, and the headers
// that close a page to everything that is not ours.
//
// A handler receives the key that its door made, and returns an error or nil; it never writes a status or an error page
// itself. Signed out, every address that is not public, existing or not, leads to the sign-in page; signed in, what a
// person may not know of and what does not exist give the same bytes. Nothing here knows a word of the product: who is
// signed in, and what stands in the header of a page, are functions of Config.
package web

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"net/url"

	"github.com/prometheus/client_golang/prometheus"

	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
)

// Texts are the sentences of this package: failures and forms.
//
//go:embed texts.*.toml
var Texts embed.FS

// Config is what the router asks of the rest of the house. Functions may be nil where a comment says so.
type Config struct {
	// BaseURL is scheme and host, without a path: « https://osmose.example ».
	BaseURL string
	// Service is the displayed name, last in each page's title.
	Service string
	Log     *slog.Logger
	Texts   *i18n.Bundle
	Assets  *Assets

	// Identify runs first on every request that is not for a static file, and notes who asks. Nil: nobody is known.
	Identify func(x *Exchange) error
	// SignedIn tells whether Identify found a person. It is also asked when Identify failed or did not run.
	SignedIn func(x *Exchange) bool
	// Who names the person whom Identify found, "" for nobody: what one person may have under way is counted by it. Nil: nobody.
	Who func(x *Exchange) string
	// Language is the person's own choice of language, "" for none. Nil: the browser's.
	Language func(x *Exchange) string
	// Chrome fills what surrounds a page. Title, language and files are completed afterwards where it leaves them
	// empty. It must cope with a request that was not identified. Nil: a bare header.
	Chrome func(x *Exchange, p Page) (ui.Chrome, error)
	// PutFlash stores a sentence for the next page. Nil: Flash does nothing.
	PutFlash func(x *Exchange, kind, text string) error
	// SignInPage answers 401 with the sign-in page, which carries the form that arrived after its session had ended.
	// Nil: nothing is kept.
	SignInPage func(x *Exchange, kept Kept) error

	// Inspect says whether a file that comes with a form may come in. Nil: each may.
	Inspect Inspect

	// Ready tells whether this node can serve: /readyz. Nil: always.
	Ready func(ctx context.Context) error
	// MetricsToken is the bearer token of /metrics; without one the address does not exist.
	MetricsToken string
	// Metrics is where measures are registered; nil makes a new registry.
	Metrics *prometheus.Registry
}

func (c *Config) check() error {
	base, err := url.Parse(c.BaseURL)
	switch {
	case err != nil:
		return fmt.Errorf("web: base URL: %w", err)
	case base.Scheme != "http" && base.Scheme != "https":
		return fmt.Errorf("web: base URL %q starts with neither http:// nor https://", c.BaseURL)
	case base.Host == "" || base.Path != "" || base.RawQuery != "" || base.Fragment != "" || base.User != nil:
		return fmt.Errorf("web: base URL %q is more or less than a scheme and a host", c.BaseURL)
	case c.Log == nil || c.Texts == nil || c.Assets == nil:
		return errors.New("web: Config needs Log, Texts and Assets")
	}
	return nil
}

// fill puts a harmless function where none was given.
func (c *Config) fill() {
	if c.Identify == nil {
		c.Identify = func(*Exchange) error { return nil }
	}
	if c.SignedIn == nil {
		c.SignedIn = func(*Exchange) bool { return false }
	}
	if c.Who == nil {
		c.Who = func(*Exchange) string { return "" }
	}
	if c.Language == nil {
		c.Language = func(*Exchange) string { return "" }
	}
	if c.Chrome == nil {
		c.Chrome = func(*Exchange, Page) (ui.Chrome, error) { return ui.Chrome{}, nil }
	}
	if c.PutFlash == nil {
		c.PutFlash = func(*Exchange, string, string) error { return nil }
	}
	if c.Ready == nil {
		c.Ready = func(context.Context) error { return nil }
	}
	if c.Metrics == nil {
		c.Metrics = prometheus.NewRegistry()
	}
}
