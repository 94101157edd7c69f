package documents

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Limits of what is sent in pieces, for a form could not hold it: the largest file, in bytes; how many a person may have under
// way in all spaces, and of how many bytes; how long one waits for its next piece, and then for its form. What is under way in a
// space counts as if it were in its store.
const (
	MaxUpload     = 2_000_000_000
	MostUnderWay  = 60
	mostReceiving = 10_000_000_000
	uploadWaits   = 24 * time.Hour

	uploadBudget  = "documents.upload"
	uploads       = 1000
	uploadsPeriod = time.Hour
)

// Upload is a file on its way to a document. It is its person's alone.
type Upload struct {
	ID   ids.ID `db:"id"`
	Name string `db:"sent_name"`
	// Size is how many bytes will come.
	Size int64 `db:"sent_size"`
	// Part is its arrival on disk; see settled.
	Part string `db:"part"`
	// Became is the document that it is, zero until then.
	Became    ids.ID        `db:"became"`
	ExpiresAt clock.Instant `db:"expires_at"`
	// File is what is kept of it, without a hash until all of it came.
	File
}

// Wish is a file that somebody is about to send, and where it shall go: to a new document in a folder, zero for none, or to a
// new version of a document.
type Wish struct {
	Name             string
	Size             int64
	Folder, Document ids.ID
}

const uploadColumns = `u.id, u.name AS sent_name, u.size AS sent_size, u.part, u.became, u.expires_at, u.kept_name AS name, u.kept_type AS type,
	u.kept_size AS size, u.width, u.height, u.digest, u.hash, u.thumb`

// FindUpload returns an upload of m's own in m's space. Errors: fault.ErrNotFound.
func FindUpload(q db.Querier, m spaces.Member, id ids.ID) (Upload, error) {
	return db.Find[Upload](q, `
		SELECT `+uploadColumns+`
		FROM uploads u
		WHERE u.id = $1 AND u.space_id = $2 AND u.person_id = $3`, id, m.SpaceID(), m.PersonID())
}

// BeginUpload makes room for a file of m's. Errors: a Refusal; fault.ErrNotFound; fault.Invalid on files or folder; *fault.TooMany.
func (r *Room) BeginUpload(ctx context.Context, m spaces.Member, w Wish) (Upload, error) {
	if w.Size == 0 {
		return Upload{}, fault.Wrong("files", "form.file_empty", nil)
	}
	if err := r.Budgets.SpendAtOnce(ctx, uploadBudget, m.PersonID().String(), uploads, uploadsPeriod); err != nil {
		return Upload{}, err
	}
	if err := r.mayUpload(r.DB.Read(ctx), m, w); err != nil { // before anything is written to the disk
		return Upload{}, err
	}
	part, err := r.Files.Begin()
	if err != nil {
		return Upload{}, err
	}
	u := Upload{Name: w.Name, Size: w.Size, Part: part}
	if err = r.DB.Write(ctx, func(tx *db.Tx) error { return r.insertUpload(tx, m, w, &u) }); err != nil {
		return Upload{}, errors.Join(err, r.Files.Discard(part))
	}
	return u, nil
}

// mayUpload refuses what its form would refuse at the end.
func (r *Room) mayUpload(q db.Querier, m spaces.Member, w Wish) error {
	if w.Document == 0 {
		return r.mayDeposit(q, m, w.Folder)
	}
	d, err := Find(q, m, w.Document)
	if err == nil && !mayAdd(m, d) {
		err = fault.Refuse("documents.version_refused")
	}
	return err
}

func (r *Room) insertUpload(tx *db.Tx, m spaces.Member, w Wish, u *Upload) error {
	if err := m.Confirm(tx); err != nil {
		return err
	}
	if err := r.makeRoom(tx, m, w.Size); err != nil {
		return err
	}
	u.ID, u.ExpiresAt = ids.New(tx.Now), tx.Now.Add(uploadWaits)
	_, err := tx.Exec(`
		INSERT INTO uploads (id, space_id, person_id, name, size, part, folder, document, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		u.ID, m.SpaceID(), m.PersonID(), w.Name, w.Size, u.Part, w.Folder, w.Document, u.ExpiresAt)
	return err
}

// EndUpload gives an upload of m's up; what became a document stays. Errors: fault.ErrNotFound.
func (r *Room) EndUpload(ctx context.Context, m spaces.Member, u Upload) error {
	err := r.DB.Write(ctx, func(tx *db.Tx) error {
		if err := m.Confirm(tx); err != nil {
			return err
		}
		gone, err := tx.Exec(`DELETE FROM uploads WHERE id = $1 AND space_id = $2 AND person_id = $3 AND hash = $4`, u.ID, m.SpaceID(), m.PersonID(), u.Hash)
		if err == nil && gone == 0 {
			err = fault.ErrNotFound
		}
		return err
	})
	if err == nil {
		err = r.Files.Discard(u.Part)
	}
	return err // what is in the store, the sweep removes: no row holds it any more
}

// stands says how many bytes of an upload came.
func (r *Room) stands(u Upload) (int64, error) {
	if u.Hash != "" {
		return u.Size, nil
	}
	n, err := r.Files.Arrived(u.Part)
	if errors.Is(err, fs.ErrNotExist) {
		err = fault.ErrNotFound
	}
	return n, err
}
