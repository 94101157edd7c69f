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
	"syscall"
)

// ErrBusy says that somebody else is adding to the same arrival.
var ErrBusy = errors.New("files: busy")

// Arrival is a content that comes in pieces, over several requests and over restarts of the program: what came is on disk, and
// nowhere else. It is kept apart (see PutApart). Whoever holds one is alone: a second Resume, also of another process, is
// refused. The system lets go of it when its holder is killed.
type Arrival struct {
	folder *Folder
	file   *os.File
}

// Begin makes room for an arrival, and returns the name by which Resume finds it. Sweep removes it a day after its last piece.
func (f *Folder) Begin() (name string, err error) {
	if err := f.whole(); err != nil {
		return "", err
	}
	name = rand.Text()
	file, err := f.root.OpenFile(arriving+"/"+name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("files: %w", err)
	}
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt)
	_, err = file.Write(salt)
	if err == nil {
		err = f.sync(file)
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = f.syncFolder(arriving)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("files: %w", err), f.Discard(name))
	}
	return name, nil
}

// Resume takes an arrival up again; Close must follow. Errors: ErrBusy; fs.ErrNotExist when it was settled, discarded or swept.
func (f *Folder) Resume(name string) (*Arrival, error) {
	if err := f.whole(); err != nil {
		return nil, err
	}
	file, err := f.root.OpenFile(arriving+"/"+name, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = ErrBusy
	}
	if err == nil {
		_, err = f.root.Stat(arriving + "/" + name) // whoever held it may have removed it meanwhile
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("files: %w", err), file.Close())
	}
	return &Arrival{f, file}, nil
}

// Arrived says how much of an arrival is on disk, in bytes, whoever adds to it now. Errors: fs.ErrNotExist.
func (f *Folder) Arrived(name string) (int64, error) {
	if err := f.whole(); err != nil {
		return 0, err
	}
	file, err := f.root.Open(arriving + "/" + name)
	if err != nil {
		return 0, fmt.Errorf("files: %w", err)
	}
	a := Arrival{f, file}
	n, err := a.Offset()
	return n, errors.Join(err, file.Close())
}

// Offset returns how much is on disk, in bytes. What a killed program had written and not brought there is brought there first.
func (a *Arrival) Offset() (int64, error) {
	info, err := a.file.Stat()
	if err == nil {
		err = a.folder.sync(a.file)
	}
	if err != nil {
		return 0, fmt.Errorf("files: %w", err)
	}
	if info.Size() < saltSize {
		return 0, fmt.Errorf("files: an arrival without its beginning: %w", fs.ErrNotExist)
	}
	return info.Size() - saltSize, nil
}

// Append adds what r holds, most bytes at the most, and returns how many are on disk: also after an error of r.
func (a *Arrival) Append(r io.Reader, most int64) (int64, error) {
	if err := a.folder.whole(); err != nil {
		return 0, err
	}
	n, err := io.Copy(a.file, io.LimitReader(r, most))
	if failed := a.folder.sync(a.file); failed != nil {
		return 0, fmt.Errorf("files: %w", failed)
	}
	return n, err
}

// Content reads what is on disk from its first byte; it ends with the arrival.
func (a *Arrival) Content() (io.ReadSeeker, error) {
	if _, err := a.file.Seek(saltSize, io.SeekStart); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return unsalted{a.file}, nil
}

// Hash returns the name under which the arrival will be kept, once it is whole. It reads all of it, while ctx lasts.
func (a *Arrival) Hash(ctx context.Context) (string, error) {
	if _, err := a.file.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("files: %w", err)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, &bounded{ctx: ctx, from: a.file, left: 1 << 62}); err != nil {
		return "", fmt.Errorf("files: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Close lets go of the arrival; what came stays.
func (a *Arrival) Close() error { return a.file.Close() }

// Settle keeps an arrival under its hash, where OpenApart finds it. Its row comes first, unlike that of Put: twice is once, so
// that whoever finds a row settles what a killed program had not. Errors: fs.ErrNotExist when there is no such arrival, settled
// or not.
func (f *Folder) Settle(name, hash string) error {
	if err := f.whole(); err != nil {
		return err
	}
	err := f.settle(arriving+"/"+name, hash)
	if errors.Is(err, fs.ErrNotExist) {
		_, err = f.root.Stat(placeOf(hash))
		if err == nil { // but perhaps moved by a program that was killed before it could say so
			err = f.syncFolder(path.Dir(placeOf(hash)))
		}
	}
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

// Discard removes an arrival; one that is not there is no error.
func (f *Folder) Discard(name string) error {
	if err := ignoreAbsent(f.root.Remove(arriving + "/" + name)); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}
