package accounts

import (
	"bytes"
	"context"
	"log/slog"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// How many pictures a person may send: each is decoded, which takes memory and time.
const (
	uploadBudget     = "accounts.photo"
	uploadsPerPerson = 20
	uploadsPeriod    = time.Hour
)

// pictures are the hashes of a person's two pictures.
type pictures struct {
	Photo    string `db:"photo"`
	Portrait string `db:"portrait"`
}

// picturesOf returns those of a person. Errors: fault.ErrNotFound.
func picturesOf(q db.Querier, person ids.ID) (pictures, error) {
	return db.Find[pictures](q, `SELECT photo, portrait FROM people WHERE id = $1`, person)
}

// setPhoto replaces the person's photo by the centre of a picture. Errors: *fault.Invalid, *fault.TooMany.
func (r *Room) setPhoto(ctx context.Context, s *Session, data []byte) error {
	err := r.budgets.SpendAtOnce(ctx, uploadBudget, s.Person().ID.String(), uploadsPerPerson, uploadsPeriod)
	if err != nil {
		return err
	}
	photo, portrait, err := drawPhotos(ctx, data)
	if err != nil {
		return err
	}
	var fresh pictures
	if fresh.Photo, _, err = r.files.Put(ctx, bytes.NewReader(photo), maxUpload); err != nil {
		return err
	}
	if fresh.Portrait, _, err = r.files.Put(ctx, bytes.NewReader(portrait), maxUpload); err != nil {
		return err
	}
	return r.swapPhoto(ctx, s.Person().ID, fresh)
}

// removePhoto brings the initials back.
func (r *Room) removePhoto(ctx context.Context, s *Session) error {
	return r.swapPhoto(ctx, s.Person().ID, pictures{})
}

// swapPhoto changes the row, then deletes the files that it no longer mentions. Nobody else's row does: see signed.
func (r *Room) swapPhoto(ctx context.Context, person ids.ID, fresh pictures) error {
	var old pictures
	err := r.db.Write(ctx, func(tx *db.Tx) error {
		// Two uploads at once contend for the row, so that the second sees the first one's files.
		if _, err := tx.Exec(`UPDATE people SET changed_at = $2 WHERE id = $1`, person, tx.Now); err != nil {
			return err
		}
		var err error
		old, err = picturesOf(tx, person)
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
