package load

import (
	"context"
	"errors"
	"net/http"
	"net/url"
)

// measureSignIn signs people in with their right passwords: what it costs is one Argon2id. Each person keeps
// twenty sessions, so that those of the other scenarios end: the people sign in anew afterwards.
func measureSignIn(ctx context.Context, h *house) (rows []Row, err error) {
	w := h.world
	form := func(worker int) url.Values {
		return url.Values{"email": {w.Writers[worker%len(w.Writers)]}, "password": {w.Password}}
	}
	p := w.reader()
	a, err := p.wire.read(posting(p.host, "/connexion", "", form(0)))
	if err != nil {
		return nil, err
	}
	c, err := startCeiling(ctx, []sheet{sheetOf(a)})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	requests := func(host, path string) func(worker, n int) []byte {
		return func(worker, _ int) []byte { return posting(host, path, "", form(worker)) }
	}
	row, err := h.pair(ctx, "sign-in",
		load{address: p.host, workers: h.options.Readers, request: requests(p.host, "/connexion"), status: http.StatusSeeOther},
		load{address: c.address, workers: h.options.Readers, request: requests(c.address, sheetPath(0)), status: http.StatusSeeOther}, c)
	return []Row{row}, errors.Join(err, w.signIn(h.options, p.host))
}
