package web

import (
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

// File is something that a member uploaded, about to leave. The door has been passed.
type File struct {
	// ETag is the hash of the content, without quotes.
	ETag string
	// Type was sniffed when the file came in, never taken from its sender.
	Type string
	// Name is what the browser saves it as, "" for none.
	Name string
	// Inline asks for the file to be shown in the page; only pictures of harmless types are.
	Inline  bool
	Content io.ReadSeeker
}

// mostParts is how many parts of a file one request may ask for: a store of another machine is asked for each.
const mostParts = 16

// harmless are the types that a browser only ever draws. Neither SVG nor PDF is: they hold scripts.
var harmless = map[string]bool{
	"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "image/avif": true,
}

// ServeFile answers with a file, a part of it (Range) or mostParts of them, or 304 when the browser has it. The browser may keep
// it but asks each time, so that the door decides each time.
func (x *Exchange) ServeFile(f File) error {
	size, err := f.Content.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	x.Allow(size)
	h := x.W.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Content-Security-Policy", sandbox)
	h.Set("Content-Disposition", disposition(f))
	h.Set("Content-Type", f.Type)
	h.Set("ETag", `"`+f.ETag+`"`)
	if strings.Count(x.R.Header.Get("Range"), ",") >= mostParts {
		x.R.Header.Del("Range") // as if it had not been asked for (RFC 9110, 14.2)
	}
	http.ServeContent(x.W, x.R, "", time.Time{}, f.Content)
	return nil
}

func disposition(f File) string {
	kind := "attachment"
	mediaType, _, _ := strings.Cut(f.Type, ";")
	if f.Inline && harmless[mediaType] {
		kind = "inline"
	}
	if f.Name == "" {
		return kind
	}
	// Writes « filename*=utf-8''… » where the name needs it (RFC 6266).
	return mime.FormatMediaType(kind, map[string]string{"filename": f.Name})
}

// NotModified tells whether the browser already has what etag names, after putting the headers of an answer that may be
// kept and asked for again; it has then answered 304. For feeds, whose content is costly to make.
func (x *Exchange) NotModified(etag string) bool {
	quoted := `"` + etag + `"`
	h := x.W.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", quoted)
	for _, known := range strings.Split(x.R.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(known), "W/") == quoted {
			x.W.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}
