package documents

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	names "path"
	"strings"
	"time"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/files"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/pictures"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// MaxSize is the size of the largest file, in bytes; MostAtOnce how many come in one form, which may hold MaxForm.
const (
	MaxSize    = 100_000_000
	MostAtOnce = 20
	MaxForm    = 400_000_000
)

// How many files a person may send.
const (
	depositBudget  = "documents.deposit"
	deposited      = 200
	depositsPeriod = time.Hour
)

// What is kept of a picture: large enough to be printed on a page, and the one of a list.
const (
	pictureSide, pictureBytes = 4096, 4 << 20
	thumbSide, thumbBytes     = 320, 24 << 10
)

// receive brings a file that m sends to the disk; whoever then writes no row of it drops it. Errors: fault.Invalid on files,
// *fault.TooMany.
func (r *Room) receive(ctx context.Context, m spaces.Member, upload *web.Upload) (File, error) {
	if err := r.Budgets.SpendAtOnce(ctx, depositBudget, m.PersonID().String(), deposited, depositsPeriod); err != nil {
		return File{}, err
	}
	content, err := upload.Open(ctx)
	if err != nil {
		return File{}, err
	}
	defer content.Close()
	return r.Keep(ctx, upload.Name, content)
}

// Keep brings a file to the disk and returns what is kept of it. It is read three times and is never in memory as a whole,
// but for pictures, which are drawn anew: nothing of them but their pixels remains. Errors: fault.Invalid on files.
func (r *Room) Keep(ctx context.Context, name string, content io.ReadSeeker) (File, error) {
	f, err := r.keep(ctx, name, content, func(content io.Reader) (hash string, err error) {
		hash, _, err = r.Files.PutApart(ctx, content, MaxSize)
		return hash, err
	})
	if errors.Is(err, files.ErrTooLarge) {
		err = fault.Wrong("files", "form.file_too_large", fault.Args{"Max": MaxSize / 1_000_000})
	}
	return f, err
}

// keep is Keep of what put brings to the disk, but for pictures.
func (r *Room) keep(ctx context.Context, name string, content io.ReadSeeker, put func(io.Reader) (hash string, err error)) (f File, err error) {
	if f.Type, err = sniff(name, content); err != nil {
		return File{}, err
	}
	f.Name = types.Honest(name, f.Type)
	sum := sha256.New()
	if f.Size, err = io.Copy(sum, content); err != nil {
		return File{}, err
	}
	f.Digest = hex.EncodeToString(sum.Sum(nil))
	if _, err = content.Seek(0, io.SeekStart); err != nil {
		return File{}, err
	}
	if f.class() == filetypes.Picture {
		err = r.keepPicture(ctx, content, &f)
	} else {
		f.Hash, err = put(content)
	}
	if err != nil {
		r.drop(ctx, f)
		return File{}, err
	}
	return f, nil
}

// sniff returns the media type of a file. Errors: fault.Invalid on files for one that may not be deposited.
func sniff(name string, content io.ReadSeeker) (string, error) {
	return types.Sniff("files", name, content, "documents.type_refused", "documents.type_unknown")
}

// keepPicture draws a picture anew, large and small; its name says what it is then.
func (r *Room) keepPicture(ctx context.Context, content io.Reader, f *File) error {
	var large, small []byte
	err := pictures.Read(ctx, "files", content, func(p pictures.Picture) (err error) {
		drawn := p.Within(pictureSide, pictureSide)
		f.Width, f.Height = drawn.Bounds().Dx(), drawn.Bounds().Dy()
		if large, err = pictures.JPEG(drawn, pictureBytes); err != nil {
			return err
		}
		small, err = pictures.JPEG(pictures.Of(drawn).Within(thumbSide, thumbSide), thumbBytes)
		return err
	})
	if err != nil {
		return err
	}
	f.Type, f.Size = "image/jpeg", int64(len(large))
	if end := names.Ext(f.Name); !strings.EqualFold(end, ".jpg") && !strings.EqualFold(end, ".jpeg") {
		f.Name = strings.TrimSuffix(f.Name, end) + ".jpg"
	}
	if f.Hash, _, err = r.Files.Put(ctx, bytes.NewReader(large), MaxSize); err != nil {
		return err
	}
	f.Thumb, _, err = r.Files.Put(ctx, bytes.NewReader(small), MaxSize)
	return err
}

// drop deletes the files of which no row was written; no other row has them: pictures are signed, all else is kept apart.
func (r *Room) drop(ctx context.Context, f File) {
	for _, hash := range []string{f.Hash, f.Thumb} {
		if err := r.Files.Delete(hash); err != nil {
			r.Log.LogAttrs(ctx, slog.LevelWarn, "file of no document left on disk", slog.Any("error", err))
		}
	}
}

// open opens a file. Errors: fs.ErrNotExist.
func (r *Room) open(f File) (io.ReadSeekCloser, error) {
	if f.isPicture() {
		return r.Files.Open(f.Hash)
	}
	return r.Files.OpenApart(f.Hash)
}

// titleOf is the title of a document whose depositor gave it none: the name of its file without its end.
func titleOf(name string) string {
	if title := strings.TrimSpace(strings.TrimSuffix(name, names.Ext(name))); title != "" {
		return title
	}
	return name
}
