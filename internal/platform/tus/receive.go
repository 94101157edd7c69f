package tus

import (
	"errors"
	"io"
	"net/http"

	"osmose/internal/platform/files"
)

// piece is how much is brought to the disk, and asked for again whether it may come, at a time.
const piece = 32 << 20

// Receive adds the body of a PATCH to an arrival of size bytes in all, which stands at offset, and returns where it stands then:
// also after an error, for what came is on disk. before is asked before each piece of 32 MiB, with where the arrival stands:
// a right may have gone since the door. Errors: ErrOffset, ErrTooLarge, a *Problem for a body that was cut; those of before and of
// the disk.
func Receive(r *http.Request, arrival *files.Arrival, offset, size int64, before func(at int64) error) (int64, error) {
	at, err := arrival.Offset()
	if err != nil {
		return 0, err
	}
	if offset != at {
		return at, ErrOffset
	}
	if r.ContentLength > size-at {
		return at, ErrTooLarge
	}
	body := &body{from: r.Body}
	for at < size {
		if err := before(at); err != nil {
			return at, err
		}
		asked := min(piece, size-at)
		n, err := arrival.Append(body, asked)
		at += n
		if body.failed != nil {
			return at, errors.Join(errCut, body.failed)
		}
		if err != nil || n < asked {
			return at, err
		}
	}
	return at, nil
}

// body tells an error of the line from one of the disk.
type body struct {
	from   io.Reader
	failed error
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return n, err
}
