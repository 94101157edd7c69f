package web

import (
	"context"
	"errors"
	"net/http"
	"testing"
)

func TestProbes(t *testing.T) {
	var trouble error
	s := newSite(t, func(c *Config) {
		c.Ready = func(context.Context) error { return trouble }
		c.Identify = func(*Exchange) error { panic("a probe asked the database who it is") }
	})
	wantStatus(t, s.get("/healthz"), http.StatusOK)
	wantStatus(t, s.get("/readyz"), http.StatusOK)
	trouble = errors.New("the database is away at 10.0.0.3")
	w := s.get("/readyz")
	wantStatus(t, w, http.StatusServiceUnavailable)
	wantNotIn(t, w.Body.String(), "10.0.0.3")
	wantIn(t, s.log.String(), "10.0.0.3")
	wantStatus(t, s.get("/healthz"), http.StatusOK)
}

func TestMeasuresAreForWhoHoldsTheToken(t *testing.T) {
	s := newSite(t, func(c *Config) { c.MetricsToken = "a-long-token" })
	Handle(s.Router, "GET /fils/{thread}", member, longPage)
	s.get("/fils/secret-name", as("karim"))
	s.get("/fils/1")

	w := s.get("/metrics", with("Authorization", "Bearer a-long-token"))
	wantStatus(t, w, http.StatusOK)
	wantIn(t, w.Body.String(), `osmose_http_requests_total{class="2xx",route="GET /fils/{thread}"} 1`)
	wantIn(t, w.Body.String(), `osmose_http_requests_total{class="3xx",route="GET /fils/{thread}"} 1`)
	wantIn(t, w.Body.String(), `osmose_http_request_seconds_count{route="GET /fils/{thread}"} 2`)
	wantNotIn(t, w.Body.String(), "secret-name")

	for _, credential := range []string{"", "Bearer ", "Bearer a-long-tokem", "a-long-token", "Basic a-long-token", "Bearer a-long-token "} {
		wantStatus(t, s.get("/metrics", with("Authorization", credential)), http.StatusSeeOther)
		same(t, "/metrics", s.get("/rien", as("paul")), s.get("/metrics", as("paul"), with("Authorization", credential)))
	}
}

func TestWithoutATokenThereAreNoMeasures(t *testing.T) {
	s := newSite(t)
	wantStatus(t, s.get("/metrics", with("Authorization", "Bearer ")), http.StatusSeeOther)
}
