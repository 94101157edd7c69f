package documents

import (
	"cmp"
	"context"
	"slices"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// MostArchived is how many documents one archive holds, MaxArchived how many bytes of theirs.
const (
	MostArchived = 2000
	MaxArchived  = 2_000_000_000
)

// How many documents a person may fetch in archives, of all spaces: whoever takes an account is not to empty them in one evening.
const (
	archiveBudget  = "documents.archive"
	archived       = 4000
	archivesPeriod = time.Hour
)

// piece is a document as an archive holds it: its present version.
type piece struct {
	ID       ids.ID        `db:"id"`
	FolderID ids.ID        `db:"folder_id"`
	Title    string        `db:"title"`
	Key      string        `db:"key"`
	FiledAt  clock.Instant `db:"filed_at"`
	Name     string        `db:"name"`
	Type     string        `db:"type"`
	Size     int64         `db:"size"`
	Hash     string        `db:"hash"`
	Thumb    string        `db:"thumb"`
}

func (p piece) file() File {
	return File{Name: p.Name, Type: p.Type, Size: p.Size, Hash: p.Hash, Thumb: p.Thumb}
}

const pieceColumns = `d.id, COALESCE(d.folder_id, 0) AS folder_id, l.title, d.key, d.filed_at, v.name, v.type, v.size, v.hash, v.thumb`

const pieceJoins = `
	JOIN live_publications l ON l.id = d.id AND l.space_id = $1
	JOIN document_versions v ON v.document_id = d.id AND v.number = d.number`

// piecesOf returns the live documents of m's space, MostArchived+1 at most. As in listed, they are found before anything is joined
// to them.
func piecesOf(q db.Querier, m spaces.Member) ([]piece, error) {
	return db.All[piece](q, `
		SELECT `+pieceColumns+`
		FROM (
			SELECT d.id, d.folder_id, d.key, d.filed_at, d.number
			FROM documents d
			WHERE d.space_id = $1 AND (
				SELECT COUNT(*)
				FROM live_publications l
				WHERE l.id = d.id AND l.space_id = $1) > 0
			ORDER BY d.filed_at, d.id
			LIMIT $2) d`+pieceJoins, m.SpaceID(), MostArchived+1)
}

// piecesBelow returns the live documents that stand in a folder of m's space or in those below, MostArchived+1 at most.
func piecesBelow(q db.Querier, m spaces.Member, folder ids.ID) ([]piece, error) {
	return db.All[piece](q, `
		WITH RECURSIVE down (id) AS (
			SELECT f.id
			FROM folders f
			WHERE f.id = $3 AND f.space_id = $1
			UNION
			SELECT f.id
			FROM down
			JOIN folders f ON f.parent_id = down.id AND f.space_id = $1)
		SELECT `+pieceColumns+`
		FROM down
		JOIN documents d ON d.folder_id = down.id AND d.space_id = $1`+pieceJoins+`
		LIMIT $2`, m.SpaceID(), MostArchived+1, folder)
}

// piecesAmong returns those documents of a list that are live in m's space.
func piecesAmong(q db.Querier, m spaces.Member, list []ids.ID) ([]piece, error) {
	in, args := db.In(3, list)
	return db.All[piece](q, `
		SELECT `+pieceColumns+`
		FROM documents d`+pieceJoins+`
		WHERE d.space_id = $1 AND d.id IN (`+in+`)
		LIMIT $2`, append([]any{m.SpaceID(), MostArchived + 1}, args...)...)
}

// arranged sorts documents as they stand: those of one name are numbered in the same way each time.
func arranged(list []piece) []piece {
	slices.SortFunc(list, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.FolderID, b.FolderID), cmp.Compare(a.Key, b.Key), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// fitsArchive says whether an archive may hold some documents. Errors: a Refusal, whose sentence says the limits.
func fitsArchive(list []piece) error {
	if len(list) == 0 {
		return fault.Refuse("documents.archive_empty")
	}
	if len(list) > MostArchived || weight(list) > MaxArchived {
		return &fault.Refusal{Key: "documents.archive_too_large", Args: fault.Args{"Most": MostArchived, "Max": MaxArchived / 1_000_000_000}}
	}
	return nil
}

func idsOfPieces(list []piece) []ids.ID {
	all := make([]ids.ID, len(list))
	for i, p := range list {
		all[i] = p.ID
	}
	return all
}

func weight(list []piece) (total int64) {
	for _, p := range list {
		total += p.Size
	}
	return total
}

// spendArchive takes some documents from the hour of a person. Errors: *fault.TooMany.
func (r *Room) spendArchive(ctx context.Context, m spaces.Member, n int) error {
	return r.DB.Write(ctx, func(tx *db.Tx) error {
		return r.Budgets.SpendSeveral(tx, archiveBudget, m.PersonID().String(), n, archived, archivesPeriod)
	})
}

// isPacked says whether a type of file is compressed already: to try again takes time and wins nothing.
func isPacked(mediaType string) bool {
	switch types[mediaType].Class {
	case filetypes.Plain, filetypes.Table:
		return false
	}
	switch mediaType {
	case "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/rtf", "text/rtf", "audio/wav":
		return false
	}
	return true
}
