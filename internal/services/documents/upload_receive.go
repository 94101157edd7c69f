package documents

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"osmose/internal/platform/clamd"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/files"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// telling is how many bytes tell the type of a file.
const telling = 4096

// mayGoOn makes sure, before each piece of an upload, that it is still m's to send and of a type that may be deposited. Errors:
// fault.ErrNotFound, a Refusal; fault.Invalid on files.
func (r *Room) mayGoOn(ctx context.Context, m spaces.Member, u *Upload, arrival *files.Arrival, at int64) error {
	if at >= telling {
		content, err := arrival.Content()
		if err == nil {
			_, err = sniff(u.Name, content)
		}
		if err != nil {
			return err
		}
	}
	return r.DB.Write(ctx, func(tx *db.Tx) error {
		if err := m.Confirm(tx); err != nil {
			return err
		}
		u.ExpiresAt = tx.Now.Add(uploadWaits)
		held, err := tx.Exec(`
			UPDATE uploads
			SET expires_at = $4
			WHERE id = $1 AND space_id = $2 AND person_id = $3 AND hash = ''`, u.ID, m.SpaceID(), m.PersonID(), u.ExpiresAt)
		if err == nil && held == 0 {
			err = fault.ErrNotFound
		}
		return err
	})
}

// complete brings an upload of which all came into the store, unless it is there. Errors: fault.ErrNotFound; fault.Invalid on files,
// also while something is missing.
func (r *Room) complete(ctx context.Context, m spaces.Member, u Upload) (Upload, error) {
	if u.Hash != "" {
		return u, r.settled(u)
	}
	arrival, err := r.Files.Resume(u.Part)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return u, fault.ErrNotFound
	case errors.Is(err, files.ErrBusy):
		return u, fault.Wrong("files", "documents.upload.incomplete", fault.Args{"Name": u.Name})
	case err != nil:
		return u, err
	}
	defer arrival.Close()
	at, err := arrival.Offset()
	if err == nil && at < u.Size {
		err = fault.Wrong("files", "documents.upload.incomplete", fault.Args{"Name": u.Name})
	}
	if err != nil {
		return u, err
	}
	return r.shelve(ctx, m, u, arrival)
}

// shelve keeps an upload of which all came: its row first, which says what it is and where it will stand, then the file. The
// caller holds the arrival. Errors: as complete; after fault.Invalid the upload is gone.
func (r *Room) shelve(ctx context.Context, m spaces.Member, u Upload, arrival *files.Arrival) (Upload, error) {
	content, err := arrival.Content()
	if err != nil {
		return u, err
	}
	if err = r.inspect(ctx, u.Name, content); err != nil {
		if errors.Is(err, clamd.ErrAway) { // what came stays: it may pass later
			return u, err
		}
		return u, errors.Join(err, r.EndUpload(ctx, m, u))
	}
	f, err := r.keep(ctx, u.Name, content, func(io.Reader) (string, error) { return arrival.Hash(ctx) })
	var wrong *fault.Invalid
	if errors.As(err, &wrong) {
		return u, errors.Join(err, r.EndUpload(ctx, m, u))
	}
	if err != nil {
		return u, err
	}
	u.File = f
	if err = r.DB.Write(ctx, func(tx *db.Tx) error { return keepUpload(tx, m, u) }); err != nil {
		if f.isPicture() {
			r.drop(ctx, f)
		}
		return u, err
	}
	return u, r.settled(u)
}

// inspect asks the antivirus, if there is one, and leaves content at its beginning. Errors: fault.Invalid on files.
func (r *Room) inspect(ctx context.Context, name string, content io.ReadSeeker) error {
	if err := r.Antivirus.Inspect(ctx, "files", name, content); err != nil {
		return err
	}
	_, err := content.Seek(0, io.SeekStart)
	return err
}

// settled makes sure that the file of an upload whose row says what it is stands where the row says: whoever wrote the row may
// have been killed before it did. A picture stands there already, drawn anew, and what came of it goes.
func (r *Room) settled(u Upload) error {
	if u.class() == filetypes.Picture {
		return r.Files.Discard(u.Part)
	}
	err := r.Files.Settle(u.Part, u.Hash)
	if errors.Is(err, fs.ErrNotExist) {
		err = fault.ErrNotFound
	}
	return err
}

// keepUpload writes what is kept of an upload, and lists its files as the upload's own.
func keepUpload(tx *db.Tx, m spaces.Member, u Upload) error {
	if err := m.Confirm(tx); err != nil {
		return err
	}
	held, err := tx.Exec(`
		UPDATE uploads
		SET kept_name = $4, kept_type = $5, kept_size = $6, width = $7, height = $8, digest = $9, hash = $10, thumb = $11, expires_at = $12
		WHERE id = $1 AND space_id = $2 AND person_id = $3 AND hash = ''`,
		u.ID, m.SpaceID(), m.PersonID(), u.File.Name, u.File.Type, u.File.Size, u.Width, u.Height, u.Digest, u.Hash, u.Thumb, tx.Now.Add(uploadWaits))
	if err == nil && held == 0 {
		err = fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	return enlist(tx, u.ID, u.File)
}

// become has an upload of m's become a document, by a verb that files it and says which. One that became a document already is
// that one still. Errors: fault.ErrNotFound; those of file.
func (r *Room) become(tx *db.Tx, m spaces.Member, u Upload, file func() (ids.ID, error)) (ids.ID, error) {
	if err := m.Confirm(tx); err != nil {
		return 0, err
	}
	became, err := db.Find[ids.ID](tx, `
		UPDATE uploads
		SET became = became
		WHERE id = $1 AND space_id = $2 AND person_id = $3
		RETURNING became`, u.ID, m.SpaceID(), m.PersonID())
	if err != nil || became != 0 {
		return became, err
	}
	if became, err = file(); err != nil {
		return 0, err
	}
	_, err = tx.Exec(`UPDATE uploads SET became = $3, expires_at = $4 WHERE id = $1 AND space_id = $2`, u.ID, m.SpaceID(), became, tx.Now.Add(uploadWaits))
	return became, err
}
