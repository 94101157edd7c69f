// Package tus speaks the core of tus 1.0, the protocol by which a file that is cut on its way goes on where it was
// (https://tus.io/protocols/resumable-upload), with its extensions creation, termination and expiration. It reads requests,
// writes answers and brings pieces to the disk; whose upload it is and what becomes of it is for the room above, which stands
// behind its own doors. There is no OPTIONS: what a server can do is said by the page that knows its addresses.
package tus

import (
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Version is the only one that is spoken.
const Version = "1.0.0"

// Problem is a request that the protocol refuses; its sentence is for whoever writes a client.
type Problem struct {
	Status int
	Text   string
}

func (p *Problem) Error() string { return "tus: " + p.Text }

// What the protocol has a status for.
var (
	ErrVersion  = &Problem{http.StatusPreconditionFailed, "Tus-Resumable must be " + Version}
	ErrOffset   = &Problem{http.StatusConflict, "Upload-Offset is not where the upload stands"}
	ErrBusy     = &Problem{http.StatusLocked, "another request is adding to the upload"}
	ErrTooLarge = &Problem{http.StatusRequestEntityTooLarge, "the upload is too large"}
	ErrType     = &Problem{http.StatusUnsupportedMediaType, "Content-Type must be " + pieceType}
	errLength   = &Problem{http.StatusBadRequest, "Upload-Length must be a number of bytes"}
	errMetadata = &Problem{http.StatusBadRequest, "Upload-Metadata can't be read"}
	errNumber   = &Problem{http.StatusBadRequest, "Upload-Offset must be a number of bytes"}
	errCut      = &Problem{http.StatusBadRequest, "the body ended too early"}
)

const (
	pieceType = "application/offset+octet-stream"
	// longest is how many bytes metadata may have.
	longest = 8 << 10
)

// Creation is what a POST asks for.
type Creation struct {
	Size     int64             // bytes
	Metadata map[string]string // as it came: whoever uses a value cleans it
}

// ReadCreation reads a POST that asks for an upload of at most so many bytes. Errors: *Problem.
func ReadCreation(r *http.Request, most int64) (Creation, error) {
	if err := CheckVersion(r); err != nil {
		return Creation{}, err
	}
	size, ok := number(r.Header.Get("Upload-Length"))
	if !ok {
		return Creation{}, errLength // and so « Upload-Defer-Length », an extension that we have not
	}
	if size > most {
		return Creation{}, ErrTooLarge
	}
	metadata, ok := readMetadata(r.Header.Get("Upload-Metadata"))
	if !ok {
		return Creation{}, errMetadata
	}
	return Creation{size, metadata}, nil
}

// ReadPiece reads where a PATCH goes on. Errors: *Problem.
func ReadPiece(r *http.Request) (offset int64, err error) {
	if err := CheckVersion(r); err != nil {
		return 0, err
	}
	if r.Header.Get("Content-Type") != pieceType {
		return 0, ErrType
	}
	offset, ok := number(r.Header.Get("Upload-Offset"))
	if !ok {
		return 0, errNumber
	}
	return offset, nil
}

// CheckVersion wants a request of our version. Errors: ErrVersion.
func CheckVersion(r *http.Request) error {
	if r.Header.Get("Tus-Resumable") != Version {
		return ErrVersion
	}
	return nil
}

// Method is what a request asks for: where something between refuses a PATCH or a DELETE, clients send a POST that says so.
func Method(r *http.Request) string {
	if asked := r.Header.Get("X-HTTP-Method-Override"); r.Method == http.MethodPost && asked != "" {
		return strings.ToUpper(asked)
	}
	return r.Method
}

// number reads digits and nothing else, no sign either.
func number(text string) (int64, bool) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// readMetadata reads « filename bm90ZS50eHQ=,folder ,… »: keys, each once, with values in base64 or without one.
func readMetadata(text string) (map[string]string, bool) {
	metadata := map[string]string{}
	if len(text) > longest {
		return nil, false
	}
	if strings.TrimSpace(text) == "" {
		return metadata, true
	}
	for pair := range strings.SplitSeq(text, ",") {
		key, encoded, _ := strings.Cut(strings.TrimSpace(pair), " ")
		value, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
		if _, twice := metadata[key]; key == "" || twice || err != nil {
			return nil, false
		}
		metadata[key] = string(value)
	}
	return metadata, true
}

// Created answers that an upload stands at a path of this site, until a moment.
func Created(w http.ResponseWriter, path string, until time.Time) {
	w.Header().Set("Location", path)
	expires(w, until)
	answer(w, http.StatusCreated)
}

// Stands answers a HEAD.
func Stands(w http.ResponseWriter, offset, size int64, until time.Time) {
	w.Header().Set("Upload-Offset", strconv.FormatInt(offset, 10))
	w.Header().Set("Upload-Length", strconv.FormatInt(size, 10))
	expires(w, until)
	answer(w, http.StatusOK)
}

// Took answers a PATCH whose bytes are on disk up to an offset.
func Took(w http.ResponseWriter, offset int64, until time.Time) {
	w.Header().Set("Upload-Offset", strconv.FormatInt(offset, 10))
	expires(w, until)
	answer(w, http.StatusNoContent)
}

// Ended answers a DELETE.
func Ended(w http.ResponseWriter) { answer(w, http.StatusNoContent) }

// Refuse answers with a status and a sentence.
func Refuse(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if status == http.StatusPreconditionFailed {
		w.Header().Set("Tus-Version", Version)
	}
	answer(w, status)
	_, _ = io.WriteString(w, text) // whoever left does not read it
}

func expires(w http.ResponseWriter, until time.Time) {
	w.Header().Set("Upload-Expires", until.UTC().Format(http.TimeFormat))
}

func answer(w http.ResponseWriter, status int) {
	w.Header().Set("Tus-Resumable", Version)
	w.Header().Set("Cache-Control", "private, no-store")
	w.WriteHeader(status)
}
