package accounts

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/pictures"
)

// The two sizes that are kept, squares: one stands beside a name, the other on the profile.
const (
	photoSide, photoBytes       = 96, 4 << 10
	portraitSide, portraitBytes = 192, 12 << 10
)

// How many pictures a person may send: each is decoded, which takes memory and time.
const (
	uploadBudget     = "accounts.photo"
	uploadsPerPerson = 20
	uploadsPeriod    = time.Hour
)

// photos are the hashes of a person's two pictures.
type photos struct {
	Photo    string `db:"photo"`
	Portrait string `db:"portrait"`
}

// photosOf returns those of a person. Errors: fault.ErrNotFound.
func photosOf(q db.Querier, person ids.ID) (photos, error) {
	return db.Find[photos](q, `SELECT photo, portrait FROM people WHERE id = $1`, person)
}

// setPhoto replaces the person's photo by the centre of a picture. Errors: *fault.Invalid, *fault.TooMany.
func (r *Room) setPhoto(ctx context.Context, s *Session, content io.Reader) error {
	err := r.budgets.SpendAtOnce(ctx, uploadBudget, s.Person().ID.String(), uploadsPerPerson, uploadsPeriod)
	if err != nil {
		return err
	}
	photo, portrait, err := drawPhotos(ctx, content)
	if err != nil {
		return err
	}
	var fresh photos
	if fresh.Photo, _, err = r.files.Put(ctx, bytes.NewReader(photo), pictures.MaxUpload); err != nil {
		return err
	}
	if fresh.Portrait, _, err = r.files.Put(ctx, bytes.NewReader(portrait), pictures.MaxUpload); err != nil {
		return err
	}
	return r.swapPhoto(ctx, s.Person().ID, fresh)
}

// removePhoto brings the initials back.
func (r *Room) removePhoto(ctx context.Context, s *Session) error {
	return r.swapPhoto(ctx, s.Person().ID, photos{})
}

// swapPhoto changes the row, then deletes the files that it no longer mentions. Nobody else's row does: see signed.
func (r *Room) swapPhoto(ctx context.Context, person ids.ID, fresh photos) error {
	var old photos
	err := r.db.Write(ctx, func(tx *db.Tx) error {
		// Two uploads at once contend for the row, so that the second sees the first one's files.
		if _, err := tx.Exec(`UPDATE people SET changed_at = $2 WHERE id = $1`, person, tx.Now); err != nil {
			return err
		}
		var err error
		old, err = photosOf(tx, person)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE people SET photo = $2, portrait = $3 WHERE id = $1`, person, fresh.Photo, fresh.Portrait)
		return err
	})
	if err != nil {
		return err
	}
	for _, hash := range []string{old.Photo, old.Portrait} {
		if err := r.files.Delete(hash); err != nil {
			r.log.LogAttrs(ctx, slog.LevelWarn, "old photo left on disk", slog.Any("error", err))
		}
	}
	return nil
}

// drawPhotos makes the two square files of a picture from its centre. Errors: *fault.Invalid on the field « photo », the
// context's.
func drawPhotos(ctx context.Context, content io.Reader) (photo, portrait []byte, err error) {
	err = pictures.Read(ctx, "photo", content, func(p pictures.Picture) error {
		large := p.Square(portraitSide)
		if photo, err = pictures.JPEG(pictures.Of(large).Square(photoSide), photoBytes); err != nil {
			return err
		}
		portrait, err = pictures.JPEG(large, portraitBytes)
		return err
	})
	return photo, portrait, err
}
