package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// measures counts requests and their durations, by route: never by person, never by address.
type measures struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMeasures(registry *prometheus.Registry) *measures {
	m := &measures{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "osmose_http_requests_total", Help: "Requests answered, by route and class of status.",
		}, []string{"route", "class"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "osmose_http_request_seconds", Help: "Time from the request to its whole answer, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route"}),
	}
	registry.MustRegister(m.requests, m.seconds)
	return m
}

// routeMeasure is what one route counts, looked up once.
type routeMeasure struct {
	classes [6]prometheus.Counter
	seconds prometheus.Observer
}

func (m *measures) of(pattern string) routeMeasure {
	measure := routeMeasure{seconds: m.seconds.WithLabelValues(pattern)}
	for class, label := range []string{"other", "1xx", "2xx", "3xx", "4xx", "5xx"} {
		measure.classes[class] = m.requests.WithLabelValues(pattern, label)
	}
	return measure
}

func (m *routeMeasure) count(status int, took time.Duration) {
	class := status / 100
	if class < 1 || class > 5 {
		class = 0
	}
	m.classes[class].Inc()
	m.seconds.Observe(took.Seconds())
}

// addMachines registers what probes and collectors ask for.
func (rt *Router) addMachines() {
	rt.add("GET /healthz", func(x *Exchange) error {
		x.send(http.StatusOK, plainText, []byte("ok\n"))
		return nil
	}).plain = true
	rt.add("GET /readyz", func(x *Exchange) error {
		if err := rt.config.Ready(x.Context()); err != nil {
			x.failure = err
			x.send(http.StatusServiceUnavailable, plainText, []byte("not ready\n"))
			return nil
		}
		x.send(http.StatusOK, plainText, []byte("ok\n"))
		return nil
	}).plain = true
	if rt.config.MetricsToken == "" {
		return
	}
	collect := promhttp.HandlerFor(rt.config.Metrics, promhttp.HandlerOpts{DisableCompression: true})
	rt.add("GET /metrics", func(x *Exchange) error {
		if !bears(x.R, rt.config.MetricsToken) {
			return unknown(x) // the same as for an address that does not exist
		}
		x.W.Header()["Cache-Control"] = noStore
		collect.ServeHTTP(x.W, x.R)
		return nil
	})
}

const plainText = "text/plain; charset=utf-8"

// bears compares hashes, so that the time taken tells nothing of the token, not even its length.
func bears(r *http.Request, token string) bool {
	given, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(token))
	return found && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
