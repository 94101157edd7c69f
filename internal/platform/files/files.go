// Package files keeps what people upload, each content once, under its SHA-256, in a folder of the machine or in a bucket of a
// server that speaks S3. It opens nothing outside of it, whatever it is asked for or finds there, and says yes only when the
// bytes are on disk, or the server said that they are. It knows no owner, name or type: rooms keep these in rows, written after
// the file, and every reader passes their doors.
package files

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync/atomic"
	"time"

	"osmose/internal/platform/clock"
)

// ErrTooLarge says that the content is longer than the limit. Nothing was kept.
var ErrTooLarge = errors.New("files: too large")

const (
	arriving  = "arriving" // the folder of contents that are being written
	abandoned = 24 * time.Hour
)

// Store is where files are kept. It is safe for use by several goroutines and processes. What each verb promises stands on those
// of Folder; S3 keeps the same promises.
type Store interface {
	Put(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
	PutApart(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
	Open(hash string) (io.ReadSeekCloser, error)
	OpenApart(hash string) (io.ReadSeekCloser, error)
	Delete(hash string) error
	Each(ctx context.Context, hear func(hash string) error) error
	Sweep(now clock.Instant) error
	Close() error

	// What comes in pieces: see Arrival.
	Begin() (name string, err error)
	Resume(name string) (*Arrival, error)
	Arrived(name string) (int64, error)
	Settle(name, hash string) error
	Discard(name string) error
}

// Folder keeps files in two levels of folders: ab/cd/abcd…. It is safe for use by several goroutines and processes.
type Folder struct {
	apart
	root   *os.Root
	flush  func(*os.File) error // fsync; tests make it fail
	broken atomic.Pointer[error]
}

// OpenFolder opens dir, which must exist.
func OpenFolder(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	f := &Folder{root: root, flush: (*os.File).Sync}
	f.apart = apart{f}
	if err := f.makeFolder(arriving); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// Close lets go of the folder; files that are open stay readable.
func (f *Folder) Close() error { return f.root.Close() }

// Put keeps what r holds and returns its hash, 64 hexadecimal characters, and its size in bytes. Content that is already
// there is kept once. It stops reading past limit bytes or when ctx ends, and then keeps nothing. After a failed fsync
// every Put fails until the program starts again: what the disk then holds is unknown.
// Errors: ErrTooLarge; those of r, of ctx and of the disk.
func (f *Folder) Put(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error) {
	if err := f.whole(); err != nil {
		return "", 0, err
	}
	name := arriving + "/" + rand.Text()
	hash, size, err = f.receive(name, &bounded{ctx: ctx, from: r, left: limit})
	if err == nil {
		err = f.settle(name, hash)
	}
	if err != nil {
		return "", 0, errors.Join(fmt.Errorf("files: %w", err), ignoreAbsent(f.root.Remove(name)))
	}
	return hash, size, nil
}

// receive writes a new file and brings it to the disk.
func (f *Folder) receive(name string, r io.Reader) (hash string, size int64, err error) {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	sum := sha256.New()
	size, err = io.Copy(io.MultiWriter(file, sum), r)
	if err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(sum.Sum(nil)), size, f.sync(file)
}

// settle moves a received file to its place. Content that stands there already is replaced by itself: whoever put it
// may not have brought its folder to the disk yet.
func (f *Folder) settle(name, hash string) error {
	place := placeOf(hash)
	if err := f.makeFolder(path.Dir(place)); err != nil {
		return err
	}
	if err := f.root.Rename(name, place); err != nil {
		return err
	}
	return f.syncFolder(path.Dir(place))
}

// Open returns the content whose hash is given. Errors: fs.ErrNotExist, also for what is no hash.
func (f *Folder) Open(hash string) (io.ReadSeekCloser, error) {
	if !isHash(hash) {
		return nil, fmt.Errorf("files: %q: %w", hash, fs.ErrNotExist)
	}
	file, err := f.root.Open(placeOf(hash))
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return file, nil
}

// Delete removes a content; one that is not there is no error. The caller makes sure that no row mentions it and that
// nobody stands between the Put of the same content and its row.
func (f *Folder) Delete(hash string) error {
	if !isHash(hash) {
		return nil
	}
	place := placeOf(hash)
	err := f.root.Remove(place)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = f.syncFolder(path.Dir(place))
	}
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

// Each tells the hash of every content, in their order. It is for a look at all of them: nothing that serves a page calls it.
func (f *Folder) Each(ctx context.Context, hear func(hash string) error) error {
	return fs.WalkDir(f.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err == nil:
			err = ctx.Err()
		case errors.Is(err, fs.ErrNotExist):
			return nil // removed meanwhile
		}
		if err != nil || entry.IsDir() || !isHash(entry.Name()) || name != placeOf(entry.Name()) {
			return err
		}
		return hear(entry.Name())
	})
}

// Sweep removes what a killed program left half received more than a day before now. Run it at start.
func (f *Folder) Sweep(now clock.Instant) error {
	entries, err := fs.ReadDir(f.root.FS(), arriving)
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || now.Sub(clock.Of(info.ModTime())) < abandoned {
			continue // received meanwhile, or still arriving
		}
		if err := ignoreAbsent(f.root.Remove(arriving + "/" + entry.Name())); err != nil {
			return fmt.Errorf("files: %w", err)
		}
	}
	return nil
}
