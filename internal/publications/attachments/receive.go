package attachments

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/files"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/pictures"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// What is kept of a picture: the one that a text shows, and the one of a list.
const (
	pictureSide, pictureBytes = 1920, 700 << 10
	thumbSide, thumbBytes     = 320, 24 << 10
)

// Receive keeps a file that m sends. It is theirs alone until a text claims it. Errors on the field called field:
// *fault.Invalid; *fault.TooMany, a Refusal, fault.ErrNotFound.
func (r *Room) Receive(ctx context.Context, m spaces.Member, field string, upload *web.Upload) (Attachment, error) {
	if err := r.mayReceive(ctx, m); err != nil {
		return Attachment{}, err
	}
	content, err := upload.Open(ctx)
	if err != nil {
		return Attachment{}, err
	}
	defer content.Close()
	return r.receive(ctx, m, field, Attachment{Name: upload.Name, Size: upload.Size}, content)
}

// Copy is Receive of a file of another text of m's space, which the caller makes sure that m may read: what comes of that text
// is nothing to whoever reads the copy. Errors: those of Receive, and fs.ErrNotExist.
func (r *Room) Copy(ctx context.Context, m spaces.Member, field string, a Attachment) (Attachment, error) {
	if err := r.mayReceive(ctx, m); err != nil {
		return Attachment{}, err
	}
	content, err := r.Open(a, false)
	if err != nil {
		return Attachment{}, err
	}
	defer content.Close()
	return r.receive(ctx, m, field, Attachment{Name: a.Name, Size: a.Size}, content)
}

// mayReceive refuses those who join no files, and spends one of those that they may send.
func (r *Room) mayReceive(ctx context.Context, m spaces.Member) error {
	if !m.May(Attach) {
		return fault.Refuse("attachments.refused")
	}
	return r.budgets.SpendAtOnce(ctx, uploadBudget, m.PersonID().String(), uploads, uploadsPeriod)
}

func (r *Room) receive(ctx context.Context, m spaces.Member, field string, a Attachment, content io.ReadSeeker) (Attachment, error) {
	a, err := r.keep(ctx, field, a, content)
	if err != nil {
		return Attachment{}, err
	}
	var refused bool
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		err := m.ConfirmAlone(tx)
		if err == nil {
			err = r.count(tx, m, field, a.Size)
		}
		if refused = err != nil; refused {
			return err
		}
		a.ID = ids.New(tx.Now)
		return admit(tx, m.SpaceID(), m.PersonID(), a)
	})
	if refused { // else its row may have been written, and the sweep knows it
		return a, errors.Join(err, r.discard(a))
	}
	return a, err
}

// discard removes the files of what was refused: no row says that they are there.
func (r *Room) discard(a Attachment) error {
	err := r.files.Delete(a.Hash)
	if a.IsPicture() {
		err = errors.Join(err, r.files.Delete(a.Thumb))
	}
	return err
}

// Place hangs a file on a text on nobody's behalf. Errors: *fault.Invalid on « files ».
func (r *Room) Place(ctx context.Context, custody spaces.Custody, author, text ids.ID, name string, content []byte) (Attachment, error) {
	a, err := r.keep(ctx, "files", Attachment{Name: name, Size: int64(len(content)), Text: text}, bytes.NewReader(content))
	if err != nil {
		return Attachment{}, err
	}
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		a.ID = ids.New(tx.Now)
		return admit(tx, custody.SpaceID(), author, a)
	})
	return a, err
}

// keep brings a file to the disk, and completes what is known of it.
func (r *Room) keep(ctx context.Context, field string, a Attachment, content io.ReadSeeker) (_ Attachment, err error) {
	a.Type, err = types.Sniff(field, a.Name, content, "attachments.type_refused", "attachments.type_unknown")
	if err != nil {
		return Attachment{}, err
	}
	if a.digest, err = digest(content); err != nil {
		return Attachment{}, err
	}
	a.Name = types.Honest(a.Name, a.Type)
	if types[a.Type].Class == filetypes.Picture {
		err = r.keepPicture(ctx, field, content, &a)
	} else {
		a.Hash, _, err = r.files.PutApart(ctx, content, MaxSize)
	}
	if errors.Is(err, files.ErrTooLarge) {
		return Attachment{}, invalid(field, "form.file_too_large", fault.Args{"Max": MaxSize / 1_000_000})
	}
	return a, err
}

// digest tells two contents apart, and leaves content at its beginning.
func digest(content io.ReadSeeker) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, content); err != nil {
		return "", err
	}
	_, err := content.Seek(0, io.SeekStart)
	return hex.EncodeToString(sum.Sum(nil)), err
}

// keepPicture draws a picture anew, once as texts show it and once as lists do.
func (r *Room) keepPicture(ctx context.Context, field string, content io.Reader, a *Attachment) error {
	var large, small []byte
	err := pictures.Read(ctx, field, content, func(p pictures.Picture) (err error) {
		drawn := p.Within(pictureSide, pictureSide)
		a.Width, a.Height = drawn.Bounds().Dx(), drawn.Bounds().Dy()
		if large, err = pictures.JPEG(drawn, pictureBytes); err != nil {
			return err
		}
		small, err = pictures.JPEG(pictures.Of(drawn).Within(thumbSide, thumbSide), thumbBytes)
		return err
	})
	if err != nil {
		return err
	}
	a.Type, a.Size = "image/jpeg", int64(len(large))
	if a.Hash, _, err = r.files.Put(ctx, bytes.NewReader(large), MaxSize); err != nil {
		return err
	}
	a.Thumb, _, err = r.files.Put(ctx, bytes.NewReader(small), MaxSize)
	return err
}

// admit writes the rows of a file that is on disk.
func admit(tx *db.Tx, space, person ids.ID, a Attachment) error {
	_, err := tx.Exec(`
		INSERT INTO attachments (id, space_id, text_id, person_id, name, type, size, width, height, hash, thumb, digest, created_at, keep_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		a.ID, space, db.OrNull(a.Text), person, a.Name, a.Type, a.Size, a.Width, a.Height, a.Hash, a.Thumb, a.digest, tx.Now, tx.Now.Add(Waits))
	if err != nil {
		return err
	}
	for _, hash := range []string{a.Hash, a.Thumb} {
		if hash == "" {
			continue
		}
		_, err := tx.Exec(`INSERT INTO attachment_files (hash, attachment, written_at) VALUES ($1, $2, $3)`, hash, a.ID, tx.Now)
		if err != nil {
			return err
		}
	}
	return nil
}

func invalid(field, key string, args fault.Args) error {
	wrong := &fault.Invalid{}
	wrong.Add(field, key, args)
	return wrong
}

// Open returns the content of an attachment, or of its thumbnail. Errors: fs.ErrNotExist.
func (r *Room) Open(a Attachment, thumb bool) (io.ReadSeekCloser, error) {
	if thumb {
		return r.files.Open(a.Thumb)
	}
	if a.IsPicture() {
		return r.files.Open(a.Hash)
	}
	return r.files.OpenApart(a.Hash)
}
