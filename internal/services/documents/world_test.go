package documents_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"osmose/internal/app"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/services/documents"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// world is the demo's, seen from « Archivage numérique »: Hélène animates it, Karim and Camille contribute, Sophie reads; Paul
// is a stranger.
type world struct {
	*testkit.World
	t *testing.T
}

func boot(t *testing.T) world {
	t.Helper()
	t.Parallel()
	return world{testkit.Boot(t), t}
}

// bootWith is boot where the documents of a space may take so many megabytes.
func bootWith(t *testing.T, megabytes int64) world {
	t.Helper()
	t.Parallel()
	return world{testkit.BootWith(t, func(o *app.Options) { o.SpaceQuota = megabytes }), t}
}

const (
	archives = "Archivage numérique"
	camille  = "camille.prevost@pezac.example"
)

func (w world) space() string { return spaces.Path(w.Space(archives), archives) }

func (w world) shelf() string { return w.space() + "/documents" }

func (w world) member(name string) spaces.Member {
	w.t.Helper()
	m, err := w.Spaces.Enter(w.t.Context(), w.Person(name), w.Space(archives))
	w.must(err)
	return m
}

func (w world) q() db.Querier { return w.DB.Read(w.t.Context()) }

func (w world) try(verb func(tx *db.Tx) error) error {
	return w.DB.Write(context.WithoutCancel(w.t.Context()), verb)
}

func (w world) do(verb func(tx *db.Tx) error) {
	w.t.Helper()
	w.must(w.try(verb))
}

func (w world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// keep brings a text to the disk.
func (w world) keep(name, content string) documents.File {
	w.t.Helper()
	f, err := w.Documents.Keep(w.t.Context(), name, strings.NewReader(content))
	w.must(err)
	return f
}

// filed is a document of somebody's, a text, in a folder or none.
func (w world) filed(name string, folder ids.ID, title, content string) ids.ID {
	w.t.Helper()
	m, f := w.member(name), w.keep("note.txt", content)
	var id ids.ID
	w.do(func(tx *db.Tx) (err error) {
		id, _, err = w.Documents.Deposit(tx, m, folder, documents.Draft{Title: title}, f, false)
		return err
	})
	return id
}

func (w world) find(id ids.ID) documents.Document {
	w.t.Helper()
	d, err := documents.Find(w.q(), w.member("sophie"), id)
	w.must(err)
	return d
}

// folder makes a folder as Hélène.
func (w world) folder(name string, parent ids.ID, deposits string) (id ids.ID) {
	w.t.Helper()
	m := w.member("helene")
	w.do(func(tx *db.Tx) (err error) {
		id, err = w.Documents.MakeFolder(tx, m, documents.FolderDraft{Name: name, Parent: parent, Deposits: deposits})
		return err
	})
	return id
}

// bytesHeld is what the store of the space counts.
func (w world) bytesHeld() int64 {
	w.t.Helper()
	n, err := db.One[int64](w.q(), `SELECT bytes FROM document_stores WHERE space_id = $1`, w.Space(archives))
	w.must(err)
	return n
}

// together runs a verb by n writers at once, and returns their errors.
func (w world) together(n int, verb func(i int, tx *db.Tx) error) []error {
	errs := make([]error, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { errs[i] = w.try(func(tx *db.Tx) error { return verb(i, tx) }) })
	}
	group.Wait()
	return errs
}

// refused wants a Refusal with a key.
func refused(t *testing.T, err error, key string) {
	t.Helper()
	var refusal *fault.Refusal
	if !errors.As(err, &refusal) || refusal.Key != key {
		t.Errorf("%v, not refused with %s", err, key)
	}
}

// wrong wants an Invalid whose first field and key are those.
func wrong(t *testing.T, err error, field, key string) {
	t.Helper()
	var invalid *fault.Invalid
	if !errors.As(err, &invalid) || invalid.Fields[0].Name != field || invalid.Fields[0].Key != key {
		t.Errorf("%v, not %s of %s", err, key, field)
	}
}

// unfound wants what a stranger gets.
func unfound(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("%v, not « not found »", err)
	}
}

func drawing(width, height int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		m.SetRGBA(x, height/2, color.RGBA{uint8(x), 120, 80, 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		panic(err) // memory holds a picture
	}
	return out.Bytes()
}

// onDisk counts the files of a world.
func (w world) onDisk() (n int) {
	w.t.Helper()
	w.must(filepath.WalkDir(filepath.Join(w.Data, "files"), func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	}))
	return n
}

// sound wants every file of the world to be what its hash says, and named by a row.
func (w world) sound() {
	w.t.Helper()
	found, err := w.Examine(w.t.Context(), 0, nil)
	w.must(err)
	if found.Files == 0 || !found.Sound() || len(found.Unreferenced) > 0 {
		w.t.Errorf("%+v", found)
	}
}

// letters is a reader of so many letters after a beginning, which can be read again.
type letters struct {
	head     string
	size, at int64
	most     int // the most that was asked for at once
}

func (z *letters) Read(p []byte) (int, error) {
	if z.at >= z.size {
		return 0, io.EOF
	}
	z.most = max(z.most, len(p))
	n := int(min(int64(len(p)), z.size-z.at))
	for i := range p[:n] {
		p[i] = 'a'
		if at := z.at + int64(i); at < int64(len(z.head)) {
			p[i] = z.head[at]
		}
	}
	z.at += int64(n)
	return n, nil
}

func (z *letters) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
		z.at = offset
	case io.SeekCurrent:
		z.at += offset
	default:
		z.at = z.size + offset
	}
	return z.at, nil
}
