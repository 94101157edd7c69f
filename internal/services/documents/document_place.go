package documents

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// PlacedDocument is a document to put down on nobody's behalf: the demo's.
type PlacedDocument struct {
	Draft
	Folder ids.ID // zero for none
	Author ids.ID
	// Versions are its files, the oldest first; at least one.
	Versions []PlacedVersion
	// ValidatedBy called the last version valid when it came; zero for a working document.
	ValidatedBy ids.ID
}

// PlacedVersion is a file of it, which Keep brought to the disk.
type PlacedVersion struct {
	File
	Note   string
	Author ids.ID
	At     clock.Instant
}

// Place puts down a document as if at the moments of its versions; its author follows it. Errors: fault.Invalid.
func (r *Room) Place(tx *db.Tx, custody spaces.Custody, p PlacedDocument) (ids.ID, error) {
	space, first := custody.SpaceID(), p.Versions[0]
	body, err := r.Texts.Prepare(tx, space, p.Body)
	if err != nil {
		return 0, err
	}
	id, err := r.Publications.Place(tx, custody, p.Author, p.manuscript(body.HTML()), first.At)
	if err != nil {
		return 0, err
	}
	if err := r.store(tx, space, first.Size); err != nil {
		return 0, err
	}
	if err := r.furnish(tx, space, id, p.Author, p.Folder, p.Title, body, first.File, first.At); err != nil {
		return 0, err
	}
	for i, v := range p.Versions[1:] {
		if err := r.placeVersion(tx, space, id, int64(i)+2, v); err != nil {
			return 0, err
		}
	}
	if p.ValidatedBy != 0 {
		_, err := tx.Exec(`INSERT INTO document_validations (document_id, space_id, person_id, validated_at) VALUES ($1, $2, $3, $4)`,
			id, space, p.ValidatedBy, p.Versions[len(p.Versions)-1].At)
		if err != nil {
			return 0, err
		}
	}
	return id, r.note(tx, space, id)
}

func (r *Room) placeVersion(tx *db.Tx, space, id ids.ID, number int64, v PlacedVersion) error {
	if err := r.store(tx, space, v.Size); err != nil {
		return err
	}
	err := r.insertVersion(tx, space, id, v.Author, Version{Number: number, Note: v.Note, CreatedAt: v.At, File: v.File}, v.Size)
	if err != nil {
		return err
	}
	if err := enlist(tx, id, v.File); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE documents SET number = $3, class = $4, filed_at = $5 WHERE id = $1 AND space_id = $2`,
		id, space, number, string(v.class()), v.At)
	return err
}

// PlaceFolder puts down a folder on nobody's behalf. Errors: fault.Invalid.
func (r *Room) PlaceFolder(tx *db.Tx, custody spaces.Custody, d FolderDraft) (ids.ID, error) {
	if err := d.check(); err != nil {
		return 0, err
	}
	id := ids.New(tx.Now)
	return id, insertFolder(tx, custody.SpaceID(), 0, id, d)
}
