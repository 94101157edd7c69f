package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
)

// Page is what a handler says of a page; the router surrounds it with the rest.
type Page struct {
	// Title goes from the page to what holds it: « Durée d’utilité », « Archivage numérique ». The name of the
	// service is added.
	Title []string
	// Nav is the key of the current entry of the main navigation, or "".
	Nav string
	// Body is the content of <main>.
	Body templ.Component
	// Wide pages use the whole width; Bare ones bring their own frame.
	Wide, Bare bool
}

// Render answers with a page.
func (x *Exchange) Render(p Page) error { return x.RenderStatus(http.StatusOK, p) }

// RenderStatus answers with a page under a status: 422 for a form sent back, 409 for a text that somebody else changed.
func (x *Exchange) RenderStatus(status int, p Page) error {
	chrome, err := x.router.config.Chrome(x, p)
	if err != nil {
		return fmt.Errorf("chrome: %w", err)
	}
	return x.renderIn(status, chrome, p)
}

func (x *Exchange) renderIn(status int, chrome ui.Chrome, p Page) error {
	x.complete(&chrome, p)
	return x.FragmentStatus(status, ui.Layout(chrome, p.Body))
}

// complete fills what every page has and app need not repeat.
func (x *Exchange) complete(c *ui.Chrome, p Page) {
	config := &x.router.config
	setDefault(&c.Service, config.Service)
	setDefault(&c.Title, strings.Join(append(p.Title[:len(p.Title):len(p.Title)], config.Service), " – "))
	setDefault(&c.Lang, i18n.Lang(x.Context()))
	setDefault(&c.Theme, "auto")
	setDefault(&c.CSS, config.Assets.find("app.css"))
	setDefault(&c.JS, config.Assets.find("app.js"))
	setDefault(&c.Icons, config.Assets.find("icons.svg"))
	setDefault(&c.Favicon, config.Assets.find("favicon.svg"))
	c.Wide = c.Wide || p.Wide
	c.Bare = c.Bare || p.Bare
}

func setDefault(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// Fragment answers with a component alone, for our script.
func (x *Exchange) Fragment(c templ.Component) error {
	return x.FragmentStatus(http.StatusOK, c)
}

// FragmentStatus answers with a component alone under a status. Nothing is sent when the component fails.
func (x *Exchange) FragmentStatus(status int, c templ.Component) error {
	buffer := takeBuffer()
	defer giveBuffer(buffer)
	ctx := ui.WithIcons(x.Context(), x.router.config.Assets.find("icons.svg"))
	if err := c.Render(ctx, buffer); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	x.send(status, "text/html; charset=utf-8", buffer.Bytes())
	return nil
}

// JSON answers with v.
func (x *Exchange) JSON(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("json: %w", err)
	}
	x.send(http.StatusOK, "application/json", body)
	return nil
}

// SeeOther sends the person to path after a POST. Errors: a path that is not of this site.
func (x *Exchange) SeeOther(path string) error {
	return x.sendTo(http.StatusSeeOther, path)
}

func (x *Exchange) sendTo(status int, path string) error {
	if !Local(path) {
		return fmt.Errorf("redirect to %q, which is not a path of this site", path)
	}
	h := x.W.Header()
	h["Cache-Control"] = noStore
	h.Set("Location", path)
	h.Set("Content-Length", "0")
	x.W.WriteHeader(status)
	return nil
}
