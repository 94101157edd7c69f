package web

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"osmose/internal/platform/clock"
)

// slowest is the line, in bytes a second, on which whatever is large still comes and goes in time: a megabit. atLeast is what
// an answer needs beside. mostAllowed is the most bytes for which time is given at once: more is a length that lies.
const (
	slowest     = 128_000
	atLeast     = 120 * time.Second
	mostAllowed = 4_000_000_000
)

// Allow gives the connection the time that so many bytes take on a slow line: the server's own deadlines are those of pages.
// Call it behind the door, lest anybody hold a connection. Bytes may be what a sender said: no time is given for less than none.
func (x *Exchange) Allow(bytes int64) {
	bytes = max(0, min(bytes, mostAllowed))
	control := http.NewResponseController(x.W)
	until := clock.Deadline(atLeast + time.Duration(bytes/slowest)*time.Second)
	// A test has no connection.
	if err := errors.Join(control.SetReadDeadline(until), control.SetWriteDeadline(until)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		x.Note(slog.Any("deadline", err))
	}
}
