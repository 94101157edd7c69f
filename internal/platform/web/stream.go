package web

import (
	"fmt"
	"io"
	"net/http"
)

// Stream is a file that is made while it leaves. The door has been passed.
type Stream struct {
	Type, Name string
	// Size is how many bytes come at most, more or less: the connection lasts as long as they take on a slow line.
	Size int64
	// Write makes the file.
	Write func(w io.Writer) error
}

// ServeStream answers with a file that no browser keeps. When Write fails after the first bytes have left, the connection is
// cut, so that the browser says that the file is not whole; before, its error is answered like any other.
func (x *Exchange) ServeStream(s Stream) error {
	x.Allow(s.Size)
	h := x.W.Header()
	h["Cache-Control"] = noStore
	h.Set("Content-Security-Policy", sandbox)
	h.Set("Content-Disposition", disposition(File{Type: s.Type, Name: s.Name}))
	h.Set("Content-Type", s.Type)
	if x.R.Method == http.MethodHead {
		return nil
	}
	err := s.Write(x.W)
	if err != nil && x.sent.status != 0 {
		x.failure = fmt.Errorf("cut: %w", err)
		panic(http.ErrAbortHandler)
	}
	return err
}
