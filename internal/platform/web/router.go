package web

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
)

// Router leads each request to its handler. It is filled at start by one goroutine, then only serves.
type Router struct {
	config     Config
	mux        *http.ServeMux
	routes     []*route
	unknown    *route
	static     *route
	origins    *http.CrossOriginProtection
	headers    []header
	measures   *measures
	localisers map[string]*i18n.Localizer
	crowd      crowd
}

// route is one registered address.
type route struct {
	router  *Router
	pattern string
	answer  func(x *Exchange) error
	// plain routes serve machines: they know nobody, so that a probe costs no query and needs no database.
	plain   bool
	measure routeMeasure
}

// New returns a router with the addresses that machines ask for. Errors: a base URL that is not one.
func New(config Config) (*Router, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	config.fill()
	rt := &Router{
		config:     config,
		mux:        http.NewServeMux(),
		origins:    http.NewCrossOriginProtection(),
		headers:    headersFor(config.BaseURL),
		measures:   newMeasures(config.Metrics),
		localisers: map[string]*i18n.Localizer{},
	}
	if err := rt.origins.AddTrustedOrigin(config.BaseURL); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	for _, lang := range i18n.Languages {
		rt.localisers[lang] = config.Texts.Localizer(lang, nil)
	}
	rt.unknown = rt.newRoute("/", unknown)
	rt.static = rt.newRoute("GET /static/", serveStatic)
	rt.static.plain = true
	rt.mux.Handle("/", rt.unknown)
	rt.addMachines()
	return rt, nil
}

// lawful is what a pattern may look like. See Handle for why it is less than ServeMux allows.
var lawful = regexp.MustCompile(`^(GET|HEAD|POST|PUT|PATCH|DELETE) (/\{\$\}|(/([a-z0-9._-]+|\{[a-z]+\}))+)$`)

func (rt *Router) add(pattern string, answer func(x *Exchange) error) *route {
	if !lawful.MatchString(pattern) {
		panic(fmt.Sprintf("web: pattern %q: see Handle for what a pattern may be", pattern))
	}
	route := rt.newRoute(pattern, answer)
	rt.routes = append(rt.routes, route)
	rt.mux.Handle(pattern, route)
	return route
}

func (rt *Router) newRoute(pattern string, answer func(x *Exchange) error) *route {
	return &route{router: rt, pattern: pattern, answer: answer, measure: rt.measures.of(pattern)}
}

// Patterns returns every registered pattern, sorted.
func (rt *Router) Patterns() []string {
	var patterns []string
	for _, route := range rt.routes {
		patterns = append(patterns, route.pattern)
	}
	slices.Sort(patterns)
	return patterns
}

// Handler returns what an http.Server serves.
func (rt *Router) Handler() http.Handler { return rt }

// ServeHTTP answers one request.
func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rt.closeToOthers(w.Header())
	switch {
	case rt.config.Assets.holds(r):
		rt.static.ServeHTTP(w, r)
	case !tidy(r.URL):
		rt.unknown.ServeHTTP(w, r)
	default:
		rt.mux.ServeHTTP(w, r)
	}
}

// tidy tells whether ServeMux would match a path as it stands, rather than answer with a redirect of its own, and whether
// each of its segments is text that a database takes.
func tidy(u *url.URL) bool {
	p := u.EscapedPath()
	return strings.HasPrefix(p, "/") && path.Clean(p) == p &&
		utf8.ValidString(u.Path) && !strings.ContainsFunc(u.Path, unicode.IsControl)
}

// unknown answers every address that has no handler, and every method that an address does not have.
func unknown(x *Exchange) error {
	if !x.router.config.SignedIn(x) {
		return ErrSignedOut
	}
	return fault.ErrNotFound
}

// ServeHTTP answers one request for a route, then notes how that went.
func (t *route) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &Exchange{R: r, router: t.router, route: t}
	x.sent.ResponseWriter = w
	x.W = &x.sent
	elapsed := clock.Stopwatch()
	defer func() { x.note(elapsed()) }()
	defer x.dropUploads()
	if err := x.attempt(x.pass); err != nil {
		x.fail(err)
	}
}

// pass finds out who asks, then lets the route answer.
func (x *Exchange) pass() error {
	if x.route.plain {
		return x.route.answer(x)
	}
	if err := x.router.origins.Check(x.R); err != nil {
		return &foreign{err}
	}
	if err := x.router.config.Identify(x); err != nil {
		return fmt.Errorf("identify: %w", err)
	}
	x.speak()
	return x.route.answer(x)
}

// speak chooses the language of the answer, once.
func (x *Exchange) speak() {
	if x.spoken {
		return
	}
	x.spoken = true
	localiser := x.router.localisers[x.router.config.Language(x)]
	if localiser == nil {
		localiser = x.router.localisers[i18n.FromRequest(x.R.Header.Get("Accept-Language"))]
	}
	x.R = x.R.WithContext(i18n.With(x.R.Context(), localiser))
}
