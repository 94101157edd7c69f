package web

import (
	"io"
	"log/slog"
	"net/http"
	"time"
)

// recorder remembers what was answered, for the log and the measures.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	// 1xx answers precede the real one, but for 101, which is the last.
	if r.status == 0 && (status >= http.StatusOK || status == http.StatusSwitchingProtocols) {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	r.begin()
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

// ReadFrom lets a file go to the network without passing through our memory.
func (r *recorder) ReadFrom(from io.Reader) (int64, error) {
	r.begin()
	n, err := io.Copy(r.ResponseWriter, from)
	r.bytes += n
	return n, err
}

func (r *recorder) begin() {
	if r.status == 0 {
		r.status = http.StatusOK
	}
}

// Unwrap lets http.ResponseController and WebSocket libraries find what they need.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// note writes the log line of an exchange and counts it. The line has the pattern of the address, never the address:
// a path may hold a token, a query what a person looks for.
func (x *Exchange) note(took time.Duration) {
	x.sent.begin()
	x.route.measure.count(x.sent.status, took)
	level := x.level()
	log := x.router.config.Log
	if !log.Enabled(x.Context(), level) {
		return
	}
	attrs := make([]slog.Attr, 0, 8+len(x.notes))
	attrs = append(attrs,
		slog.String("method", knownMethod(x.R.Method)),
		slog.String("route", x.route.pattern),
		slog.Int("status", x.sent.status),
		slog.Float64("ms", float64(took.Microseconds())/1000),
		slog.Int64("bytes", x.sent.bytes),
	)
	attrs = append(attrs, x.notes...)
	if x.reference != "" {
		attrs = append(attrs, slog.String("reference", x.reference))
	}
	if x.failure != nil {
		attrs = append(attrs, slog.String("error", x.failure.Error()))
	}
	log.LogAttrs(x.Context(), level, "request", attrs...)
}

func (x *Exchange) level() slog.Level {
	switch {
	case x.sent.status >= http.StatusInternalServerError || x.reference != "":
		return slog.LevelError
	case x.route.plain:
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// knownMethod keeps what a stranger invents out of the log.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions:
		return method
	}
	return "other"
}
