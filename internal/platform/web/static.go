package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
)

// Levels for what is compressed once and sent for a year. Brotli's 11 would keep the first visitor waiting for a second.
const (
	brotliLevel = 7
	gzipLevel   = gzip.BestCompression
)

// serveStatic answers with a static file, in the best coding that the browser takes.
func serveStatic(x *Exchange) error {
	file, current := x.router.config.Assets.lookUp(x.R)
	h := x.W.Header()
	h.Set("Content-Type", file.contentType)
	if current {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		// A page made by another version, while it is being replaced: better our file than none, but for once.
		h.Set("Cache-Control", "no-cache")
	}
	body := file.plain
	if file.packs() {
		h["Vary"] = varyEncoding
		body = file.choose(x.R, h)
	}
	x.write(http.StatusOK, body)
	return nil
}

// packs tells whether compression helps: pictures and fonts have their own.
func (f *asset) packs() bool {
	mediaType, _, _ := strings.Cut(f.contentType, ";")
	return strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "json") ||
		strings.HasSuffix(mediaType, "+xml") || mediaType == "application/wasm"
}

func (f *asset) choose(r *http.Request, h http.Header) []byte {
	if len(f.plain) < worthPacking {
		return f.plain
	}
	if accepts(r, "br") {
		h["Content-Encoding"] = encodingBrotli
		return f.brotli()
	}
	if accepts(r, "gzip") {
		h["Content-Encoding"] = encodingGzip
		return f.gzip()
	}
	return f.plain
}

func gzipped(plain []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzipLevel)
	// Writing to memory does not fail.
	_, _ = w.Write(plain)
	_ = w.Close()
	return out.Bytes()
}

func brotlied(plain []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotliLevel)
	_, _ = w.Write(plain)
	_ = w.Close()
	return out.Bytes()
}
