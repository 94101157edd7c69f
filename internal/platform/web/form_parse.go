package web

import (
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

const (
	// ordinaryForm is the size of a body that a form may have when its handler names no other.
	ordinaryForm = 1 << 20
	// mostTyped is how much may be typed into a form of any size, which is in memory several times over before anybody reads
	// it; more is for files, which wait on disk.
	mostTyped = 4 << 20
	// drained is how much more we read of a body above its limit: a browser shows our answer only once it has sent its
	// own part.
	drained = 16 << 20
	// inMemory is how much of an upload stays in memory while it is read.
	inMemory = 2 << 20
)

// Form reads the body once, at most 1 MiB unless limit says otherwise, and 4 MiB of it without the files; later calls return
// the same form. Errors: a body above the limit (413) or that is no form (400),
// *fault.TooMany.
func (x *Exchange) Form(limit ...int64) (*Form, error) {
	if x.form != nil {
		return x.form, nil
	}
	most := int64(ordinaryForm)
	if len(limit) > 0 {
		most = limit[0]
	}
	form, err := x.parse(most)
	if err != nil {
		return nil, err
	}
	x.form = form
	return form, nil
}

func (x *Exchange) parse(most int64) (*Form, error) {
	mediaType, _, _ := mime.ParseMediaType(x.R.Header.Get("Content-Type"))
	if mediaType == "application/x-www-form-urlencoded" {
		most = min(most, mostTyped)
	}
	if most > ordinaryForm {
		x.Allow(max(0, min(most, x.R.ContentLength)))
	}
	if err := x.joinCrowd(most); err != nil {
		return nil, err
	}
	body := &capped{from: x.R.Body, left: most}
	switch {
	case x.R.ContentLength > most:
		_, _ = io.CopyN(io.Discard, x.R.Body, drained)
		return nil, errTooLarge
	case mediaType == "application/x-www-form-urlencoded":
		return parseFields(body)
	case mediaType == "multipart/form-data":
		return x.parseParts(body)
	case x.R.ContentLength == 0 || x.R.Body == http.NoBody:
		return &Form{}, nil
	}
	return nil, errUnreadable
}

func parseFields(body io.Reader) (*Form, error) {
	buffer := takeBuffer()
	defer giveBuffer(buffer)
	if _, err := buffer.ReadFrom(body); err != nil {
		return nil, readError(err)
	}
	// A malformed escape loses its own field only, but no browser writes one.
	values, err := url.ParseQuery(buffer.String())
	if err != nil {
		return nil, errUnreadable
	}
	return &Form{values: values}, nil
}

func (x *Exchange) parseParts(body io.Reader) (*Form, error) {
	x.R.Body = io.NopCloser(body)
	if err := x.R.ParseMultipartForm(inMemory); err != nil {
		return nil, readError(err)
	}
	parts := x.R.MultipartForm
	if weight(parts.Value) > mostTyped {
		return nil, errTooLarge
	}
	return &Form{values: url.Values(parts.Value), files: parts.File, inspect: x.router.config.Inspect}, nil
}

// weight is how many bytes were typed.
func weight(fields map[string][]string) (n int) {
	for name, values := range fields {
		for _, value := range values {
			n += len(name) + len(value)
		}
	}
	return n
}

// dropUploads removes the temporary files of a form, and has it counted no more. The server would only do so for the request that it made, and ours
// is a copy that carries the language.
func (x *Exchange) dropUploads() {
	if x.leave != nil {
		defer x.leave()
	}
	if x.R.MultipartForm == nil {
		return
	}
	if err := x.R.MultipartForm.RemoveAll(); err != nil {
		x.notes = append(x.notes, slog.Any("uploads", err))
	}
}

func readError(err error) error {
	if errors.Is(err, errTooLarge) {
		return errTooLarge
	}
	return errors.Join(errUnreadable, err)
}

// capped reads a body up to its limit, then discards a part of the rest and fails.
type capped struct {
	from io.Reader
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.from.Read(p)
	c.left -= int64(n)
	if c.left < 0 {
		_, _ = io.CopyN(io.Discard, c.from, drained)
		return 0, errTooLarge
	}
	return n, err
}

// isForm tells whether a request carries what a <form> sends.
func isForm(r *http.Request) bool {
	contentType := r.Header.Get("Content-Type")
	return strings.HasPrefix(contentType, "application/x-www-form-urlencoded") ||
		strings.HasPrefix(contentType, "multipart/form-data")
}
