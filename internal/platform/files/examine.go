package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
)

// Reference is a place in the rows of a room that names a content.
type Reference struct {
	Hash string `json:"hash"`
	// Space, Title and Address say to people what it is of.
	Space   string `json:"space,omitempty"`
	Title   string `json:"title"`
	Address string `json:"address"`
}

// Holder tells every reference that the rows of a room hold, those of what is in the trash included.
type Holder func(ctx context.Context, hear func(Reference) error) error

// Examination is how contents are examined.
type Examination struct {
	Holders []Holder
	// Rate is how many bytes are read in a second at most; 0 for as many as come.
	Rate int64
	// Wait passes the time that Rate asks for; Progress hears how many contents were read so far, of how many.
	Wait     func(ctx context.Context, d time.Duration) error
	Progress func(read, of int)
}

// Findings are what is wrong.
type Findings struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
	// Altered are contents that are no more what their hash says, Missing those that are not there.
	Altered []Reference `json:"altered"`
	Missing []Reference `json:"missing"`
	// Unreferenced are contents that no row names: what came a moment ago, what waits to be swept, or what was left.
	Unreferenced []string `json:"unreferenced"`
}

// Sound says whether nobody has lost anything.
func (f Findings) Sound() bool { return len(f.Altered)+len(f.Missing) == 0 }

// String says it in one line for each, then in sum.
func (f Findings) String() string {
	var text strings.Builder
	for _, list := range []struct {
		What string
		Of   []Reference
	}{{"altered", f.Altered}, {"missing", f.Missing}} {
		for _, r := range list.Of {
			fmt.Fprintf(&text, "%s: %s, %q in %q, %s\n", list.What, r.Hash, r.Title, r.Space, r.Address)
		}
	}
	for _, hash := range f.Unreferenced {
		fmt.Fprintf(&text, "unreferenced: %s\n", hash)
	}
	fmt.Fprintf(&text, "%d files, %d bytes: %d altered, %d missing, %d unreferenced",
		f.Files, f.Bytes, len(f.Altered), len(f.Missing), len(f.Unreferenced))
	return text.String()
}

// Examine reads every content of a store again and compares it with its hash, then asks the rooms what names it. It changes
// nothing. It remembers one hash for each content. Errors: those of the store but fs.ErrNotExist, of the holders and of ctx.
func Examine(ctx context.Context, store Store, e Examination) (Findings, error) {
	f := Findings{Altered: []Reference{}, Missing: []Reference{}, Unreferenced: []string{}}
	// Listed before the rows are read: whatever comes meanwhile is named by a row, or is not in the list.
	held := map[[sha256.Size]byte]state{}
	var order [][sha256.Size]byte
	err := store.Each(ctx, func(hash string) error {
		key := keyOf(hash)
		held[key] = sound
		order = append(order, key)
		return nil
	})
	if err != nil {
		return f, err
	}
	for i, key := range order {
		right, size, err := rehash(ctx, store, hex.EncodeToString(key[:]))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			delete(held, key) // removed meanwhile
			continue
		case err != nil:
			return f, err
		case !right:
			held[key] = altered
		}
		f.Files, f.Bytes = f.Files+1, f.Bytes+size
		if e.Progress != nil {
			e.Progress(i+1, len(order))
		}
		if e.Rate > 0 {
			if err := e.Wait(ctx, time.Duration(float64(size)/float64(e.Rate)*float64(time.Second))); err != nil {
				return f, err
			}
		}
	}
	for _, holder := range e.Holders {
		if err := holder(ctx, func(r Reference) error { return f.weigh(store, held, r) }); err != nil {
			return f, err
		}
	}
	for _, key := range order {
		if is, here := held[key]; here && is&named == 0 {
			f.Unreferenced = append(f.Unreferenced, hex.EncodeToString(key[:]))
		}
	}
	return f, nil
}

// state is what is known of a content.
type state byte

const (
	sound   state = 0
	altered state = 1
	named   state = 2
)

// weigh looks what became of the content that a row names.
func (f *Findings) weigh(store Store, held map[[sha256.Size]byte]state, r Reference) error {
	key := keyOf(r.Hash)
	is, here := held[key]
	if !here { // it came after the list was made, or it is lost
		content, err := store.Open(r.Hash)
		if errors.Is(err, fs.ErrNotExist) {
			f.Missing = append(f.Missing, r)
			return nil
		}
		if err != nil {
			return err
		}
		return content.Close()
	}
	if is&altered != 0 {
		f.Altered = append(f.Altered, r)
	}
	held[key] = is | named
	return nil
}

func keyOf(hash string) (key [sha256.Size]byte) {
	_, _ = hex.Decode(key[:], []byte(hash)[:min(len(hash), 2*sha256.Size)]) // what is no hash is found nowhere
	return key
}

func rehash(ctx context.Context, store Store, hash string) (right bool, size int64, err error) {
	content, err := store.Open(hash)
	if err != nil {
		return false, 0, err
	}
	defer content.Close()
	sum := sha256.New()
	size, err = io.Copy(sum, &bounded{ctx: ctx, from: content, left: 1 << 62})
	return hex.EncodeToString(sum.Sum(nil)) == hash, size, err
}

// Tell has those of some hashes heard that are none of nothing: a place may name a content and its thumbnail.
func (r Reference) Tell(hear func(Reference) error, hashes ...string) error {
	for _, hash := range hashes {
		if r.Hash = hash; hash == "" {
			continue
		}
		if err := hear(r); err != nil {
			return err
		}
	}
	return nil
}
