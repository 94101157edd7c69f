package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// makeFolder makes a folder and those above it, each of which is on disk in its parent when it returns.
func (f *Folder) makeFolder(name string) error {
	if name == "." {
		return nil
	}
	parent := path.Dir(name)
	if err := f.makeFolder(parent); err != nil {
		return err
	}
	err := f.root.Mkdir(name, 0o700)
	if errors.Is(err, fs.ErrExist) {
		err = nil // but perhaps by another Put, a moment ago: its parent is brought to the disk all the same
	}
	if err != nil {
		return err
	}
	return f.syncFolder(parent)
}

func (f *Folder) syncFolder(name string) error {
	folder, err := f.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.sync(folder), folder.Close())
}

// sync stops all writing when it fails: after a failed fsync, Linux may drop the bytes and call the next one a success.
func (f *Folder) sync(file *os.File) error {
	err := f.flush(file)
	if err != nil {
		err = fmt.Errorf("fsync: %w", err)
		f.broken.CompareAndSwap(nil, &err)
	}
	return err
}

// whole refuses to go on after a failed fsync.
func (f *Folder) whole() error {
	if broken := f.broken.Load(); broken != nil {
		return fmt.Errorf("files: stopped after a failed write: %w", *broken)
	}
	return nil
}

// bounded reads at most left bytes, and only while ctx lasts. It hands on nothing of the piece that crosses the limit.
type bounded struct {
	ctx  context.Context
	from io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.from.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}

// placeOf spreads contents over folders, so that none holds more than some thousands.
func placeOf(hash string) string { return hash[:2] + "/" + hash[2:4] + "/" + hash }

func isHash(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
