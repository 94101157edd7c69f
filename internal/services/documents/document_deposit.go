package documents

import (
	"errors"
	"fmt"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Draft is what is said of a document, as whoever files it wants it now.
type Draft struct {
	Title    string
	Theme    ids.ID // zero for none
	Keywords []string
	// Body describes the document; it may be empty.
	Body richtext.HTML
}

// manuscript is the common row of the document; stored is its description as it will be stored.
func (d Draft) manuscript(stored richtext.HTML) publications.Manuscript {
	return publications.Manuscript{
		Kind: kind, Title: d.Title, Excerpt: richtext.TeaserOf(stored, excerptLength), Theme: d.Theme, Keywords: d.Keywords,
		State: publications.Published,
	}
}

// Known is a document of the space that has the same file.
type Known struct {
	ID    ids.ID `db:"id"`
	Title string `db:"title"`
}

func (k *Known) Error() string { return fmt.Sprintf("the file of document %s came again", k.ID) }

// Deposit files a new document of m's in a folder, zero for none; f is on disk. again files it although the space has the same
// file. What m filed within the last minute under the same title with the same file is returned instead: a form sent twice; its
// caller drops f then, as it does after an error. Errors: a Refusal, fault.ErrNotFound, *Known; fault.Invalid on files when the
// store is full, on folder, title, theme or keywords.
func (r *Room) Deposit(tx *db.Tx, m spaces.Member, folder ids.ID, d Draft, f File, again bool) (id ids.ID, twin bool, err error) {
	if err := m.Confirm(tx); err != nil {
		return 0, false, err
	}
	if err := r.store(tx, m.SpaceID(), f.Size); err != nil {
		return 0, false, err
	}
	if err := r.mayDeposit(tx, m, folder); err != nil {
		return 0, false, err
	}
	if id, err = r.twin(tx, m, d.Title, f.Digest); err != nil {
		return 0, false, err
	}
	if id != 0 {
		_, err := contend(tx, m.SpaceID(), -f.Size)
		return id, true, err
	}
	if !again {
		k, err := known(tx, m, f.Digest)
		if err != nil {
			return 0, false, err
		}
		if k.ID != 0 {
			return 0, false, &k
		}
	}
	body, err := r.Texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return 0, false, err
	}
	if id, err = r.Publications.Publish(tx, m, d.manuscript(body.HTML())); err != nil {
		return 0, false, err
	}
	return id, false, r.furnish(tx, m.SpaceID(), id, m.PersonID(), folder, d.Title, body, f, tx.Now)
}

// twin returns what m filed within the last minute under the same title with the same file, or zero.
func (r *Room) twin(tx *db.Tx, m spaces.Member, title, digest string) (ids.ID, error) {
	list, err := db.All[ids.ID](tx, `
		SELECT l.id
		FROM document_versions v
		JOIN live_publications l ON l.id = v.document_id
		WHERE v.space_id = $1 AND v.digest = $2 AND l.author_id = $3 AND l.title = $4 AND l.published_at >= $5
		ORDER BY l.id
		LIMIT 1`, m.SpaceID(), digest, m.PersonID(), title, tx.Now.Add(-time.Minute))
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0], nil
}

// mayDeposit refuses those who may not deposit in a folder of m's space, zero for none. Errors: a Refusal; fault.Invalid on
// folder when there is no such folder any more.
func (r *Room) mayDeposit(q db.Querier, m spaces.Member, folder ids.ID) error {
	f, err := placeOf(q, m, folder)
	if errors.Is(err, fault.ErrNotFound) {
		return fault.Wrong("folder", "documents.folder_unknown", nil)
	}
	if err != nil {
		return err
	}
	if !deposits(m, f.Deposits) {
		return fault.Refuse("documents.deposit_refused")
	}
	return nil
}

// furnish writes what a document has beside the common row: description, own row, first version.
func (r *Room) furnish(tx *db.Tx, space, id, author, folder ids.ID, title string, body texts.Ready, f File, at clock.Instant) error {
	_, err := r.Texts.Write(tx, body, texts.Text{Publication: id, Author: author, Role: texts.Body, CreatedAt: at})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO documents (id, space_id, folder_id, key, class, filed_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, space, db.OrNull(folder), richtext.Fold(title), string(f.class()), at)
	if err != nil {
		return err
	}
	if err := r.insertVersion(tx, space, id, author, Version{Number: 1, File: f, CreatedAt: at}, f.Size); err != nil {
		return err
	}
	if err := enlist(tx, id, f); err != nil {
		return err
	}
	if err := r.note(tx, space, id); err != nil {
		return err
	}
	return follows.Begin(tx, space, id, author)
}

// insertVersion writes a version, and asks for what is made of it.
func (r *Room) insertVersion(tx *db.Tx, space, id, author ids.ID, v Version, weight int64) error {
	_, err := tx.Exec(`
		INSERT INTO document_versions (document_id, number, space_id, person_id, name, type, size, weight, width, height,
			digest, hash, thumb, note, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		id, v.Number, space, db.OrNull(author), v.Name, v.Type, v.Size, weight, v.Width, v.Height, v.Digest, v.Hash, v.Thumb, v.Note, v.CreatedAt)
	if err != nil {
		return err
	}
	return r.await(tx, version{space, id, v.Number}, v.File)
}

// enlist notes the files that were written for a document, or for the upload that becomes one.
func enlist(tx *db.Tx, id ids.ID, f File) error {
	for _, hash := range []string{f.Hash, f.Thumb} {
		if hash == "" {
			continue
		}
		_, err := tx.Exec(`
			INSERT INTO document_files (hash, document, written_at)
			VALUES ($1, $2, $3)
			ON CONFLICT (hash) DO UPDATE SET document = excluded.document, written_at = excluded.written_at`, hash, id, tx.Now)
		if err != nil {
			return err
		}
	}
	return nil
}
