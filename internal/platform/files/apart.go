package files

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
)

// saltSize is how many random bytes stand before a content that is kept apart.
const saltSize = 16

// apart keeps contents apart in a store.
type apart struct{ in keeper }

// keeper is what a store is made of.
type keeper interface {
	Put(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
	Open(hash string) (io.ReadSeekCloser, error)
}

// PutApart is Put of a content that is kept apart from all others, also from those that are alike: it is removed without
// asking who else has the same, and its hash tells nothing. OpenApart opens it. size is that of the content alone.
func (a apart) PutApart(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt)
	hash, size, err = a.in.Put(ctx, io.MultiReader(bytes.NewReader(salt), r), limit+saltSize)
	if err != nil {
		return "", 0, err
	}
	return hash, size - saltSize, nil
}

// OpenApart opens what PutApart kept. Errors: fs.ErrNotExist.
func (a apart) OpenApart(hash string) (io.ReadSeekCloser, error) {
	content, err := a.in.Open(hash)
	if err != nil {
		return nil, err
	}
	if _, err := content.Seek(saltSize, io.SeekStart); err != nil {
		return nil, errors.Join(fmt.Errorf("files: %w", err), content.Close())
	}
	return unsalted{content}, nil
}

// unsalted is a file without the bytes before it.
type unsalted struct{ io.ReadSeekCloser }

// Seek counts from the first byte after the salt.
func (u unsalted) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekStart {
		offset += saltSize
	}
	at, err := u.ReadSeekCloser.Seek(offset, whence)
	return at - saltSize, err
}
