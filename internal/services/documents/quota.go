package documents

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// contend adds to what the documents of a space weigh, and returns what they weigh then, in bytes. Whoever changes the folders
// or adds a file calls it first: they come one after the other.
func contend(tx *db.Tx, space ids.ID, more int64) (int64, error) {
	return db.One[int64](tx, `
		INSERT INTO document_stores (space_id, bytes)
		VALUES ($1, $2)
		ON CONFLICT (space_id) DO UPDATE SET bytes = document_stores.bytes + excluded.bytes
		RETURNING bytes`, space, more)
}

// store takes the place of a file in the store of a space. Errors: fault.Invalid on files when it is full.
func (r *Room) store(tx *db.Tx, space ids.ID, size int64) error {
	held, err := contend(tx, space, size)
	if err == nil && held > r.Quota {
		err = fault.Wrong("files", "documents.store_full", fault.Args{"Max": r.Quota / 1_000_000})
	}
	return err
}

// makeRoom refuses a file of a size that would not fit beside what is in the store of m's space and what is on its way there, or
// that is more than a person may send at a time. Those of one space come one after the other; two of one person, each in another
// space, may both pass at the limit. Errors: fault.Invalid on files.
func (r *Room) makeRoom(tx *db.Tx, m spaces.Member, size int64) error {
	held, err := contend(tx, m.SpaceID(), 0)
	if err != nil {
		return err
	}
	type sum struct {
		Number int   `db:"number"`
		Bytes  int64 `db:"bytes"`
	}
	here, err := db.One[sum](tx, `
		SELECT COUNT(*) AS number, CAST(COALESCE(SUM(u.size), 0) AS BIGINT) AS bytes
		FROM uploads u
		WHERE u.space_id = $1 AND u.became = 0 AND u.expires_at > $2`, m.SpaceID(), tx.Now)
	if err != nil {
		return err
	}
	if held+here.Bytes+size > r.Quota {
		return fault.Wrong("files", "documents.store_full", fault.Args{"Max": r.Quota / 1_000_000})
	}
	own, err := db.One[sum](tx, `
		SELECT COUNT(*) AS number, CAST(COALESCE(SUM(u.size), 0) AS BIGINT) AS bytes
		FROM uploads u
		WHERE u.person_id = $1 AND u.became = 0 AND u.expires_at > $2`, m.PersonID(), tx.Now)
	if err != nil {
		return err
	}
	if own.Number >= MostUnderWay || own.Bytes+size > mostReceiving {
		return fault.Wrong("files", "documents.upload.too_many", fault.Args{"Max": MostUnderWay, "Bytes": mostReceiving / 1_000_000_000})
	}
	return nil
}

// release gives back the place in the stores of their spaces of documents that go for good.
func (r *Room) release(tx *db.Tx, list []ids.ID) error {
	in, args := db.In(1, list)
	held, err := db.All[struct {
		Space ids.ID `db:"space_id"`
		Bytes int64  `db:"bytes"`
	}](tx, `
		SELECT v.space_id, CAST(SUM(v.weight) AS BIGINT) AS bytes
		FROM document_versions v
		WHERE v.document_id IN (`+in+`)
		GROUP BY v.space_id
		ORDER BY v.space_id
		LIMIT 100`, args...)
	if err != nil {
		return err
	}
	for _, h := range held {
		if _, err := contend(tx, h.Space, -h.Bytes); err != nil {
			return err
		}
	}
	return nil
}
