package web

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"osmose/internal/platform/clock"
)

// slowest is the line, in bytes a second, on which whatever is large still comes and goes in time: a megabit. atLeast is what
// an answer needs beside.
const (
	slowest = 128_000
	atLeast = 120 * time.Second
)

// Allow gives the connection the time that so many bytes take on a slow line: the server's own deadlines are those of pages.
// Call it behind the door, lest anybody hold a connection.
func (x *Exchange) Allow(bytes int64) {
	control := http.NewResponseController(x.W)
	until := clock.Deadline(atLeast + time.Duration(bytes/slowest)*time.Second)
	// A test has no connection.
	if err := errors.Join(control.SetReadDeadline(until), control.SetWriteDeadline(until)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		x.Note(slog.Any("deadline", err))
	}
}
