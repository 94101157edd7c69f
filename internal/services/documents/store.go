package documents

import (
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// ownColumns and ownJoins are what a document has beside the common row; the joins follow « documents d ».
const ownColumns = `COALESCE(d.folder_id, 0) AS folder_id, d.version, d.number, d.key, d.class, d.filed_at,
	v.name, v.type, v.size, v.width, v.height, v.digest, v.hash, v.thumb, COALESCE(va.validated_at, 0) AS validated_at,
	COALESCE(vp.id, 0) AS validator_id, COALESCE(vp.given_name, '') AS validator_given, COALESCE(vp.family_name, '') AS validator_family,
	COALESCE(fo.deposits, '') AS deposits, COALESCE(c.closed_at, 0) AS closed_at,
	` + renderingColumns

const ownJoins = `
	JOIN document_versions v ON v.document_id = d.id AND v.number = d.number
	LEFT JOIN document_previews pr ON pr.document_id = d.id AND pr.number = d.number
	LEFT JOIN folders fo ON fo.id = d.folder_id
	LEFT JOIN document_validations va ON va.document_id = d.id
	LEFT JOIN people vp ON vp.id = va.person_id
	LEFT JOIN closures c ON c.publication_id = d.id`

// columns and joins follow « live_publications l » with « documents d ».
const columns = `l.id, l.title, l.excerpt, COALESCE(l.theme_id, 0) AS theme_id, COALESCE(th.label, '') AS theme,
	'published' AS state, l.comments, l.published_at, ` + ownColumns + `, ` + accounts.BylineColumns

const joins = ownJoins + `
	LEFT JOIN themes th ON th.id = l.theme_id
	LEFT JOIN people p ON p.id = l.author_id`

// Find returns a live document of m's space. Errors: fault.ErrNotFound.
func Find(q db.Querier, m spaces.Member, id ids.ID) (Document, error) {
	return db.Find[Document](q, `
		SELECT `+columns+`
		FROM live_publications l
		JOIN documents d ON d.id = l.id`+joins+`
		WHERE l.id = $1 AND l.space_id = $2`, id, m.SpaceID())
}

// find returns a document as m may see it: live, or in the trash for its author and for animators. Errors: fault.ErrNotFound.
func (r *Room) find(q db.Querier, m spaces.Member, id ids.ID) (Document, error) {
	d, err := Find(q, m, id)
	if !errors.Is(err, fault.ErrNotFound) {
		return d, err
	}
	u, err := r.Publications.Unpublished(q, m, kind, id)
	if err != nil {
		return Document{}, err
	}
	if d, err = db.Find[Document](q, `
		SELECT d.id, `+ownColumns+`
		FROM documents d`+ownJoins+`
		WHERE d.id = $1 AND d.space_id = $2`, id, m.SpaceID()); err != nil {
		return Document{}, err
	}
	d.Title, d.ThemeID, d.State, d.PublishedAt, d.Byline = u.Title, u.ThemeID, u.State, u.ChangedAt, u.Byline
	return d, nil
}

// versionsPage is how many versions the page of a document shows.
const versionsPage = 20

const versionColumns = `v.number, v.note, v.created_at, v.name, v.type, v.size, v.width, v.height, v.digest, v.hash, v.thumb,
	` + renderingColumns + `, ` + accounts.BylineColumns

// Versions returns the versions of a document of m's space that came before a number, the newest first, versionsPage+1 at
// most. The caller knows that m may see the document.
func Versions(q db.Querier, m spaces.Member, document ids.ID, before int64) ([]Version, error) {
	return db.All[Version](q, `
		SELECT `+versionColumns+`
		FROM document_versions v
		LEFT JOIN document_previews pr ON pr.document_id = v.document_id AND pr.number = v.number
		LEFT JOIN people p ON p.id = v.person_id
		WHERE v.document_id = $1 AND v.space_id = $2 AND v.number < $3
		ORDER BY v.number DESC
		LIMIT $4`, document, m.SpaceID(), before, versionsPage+1)
}

// VersionOf returns one version of a document of m's space, which the caller knows that m may see. Errors: fault.ErrNotFound.
func VersionOf(q db.Querier, m spaces.Member, document ids.ID, number int64) (Version, error) {
	return db.Find[Version](q, `
		SELECT `+versionColumns+`
		FROM document_versions v
		LEFT JOIN document_previews pr ON pr.document_id = v.document_id AND pr.number = v.number
		LEFT JOIN people p ON p.id = v.person_id
		WHERE v.document_id = $1 AND v.space_id = $2 AND v.number = $3`, document, m.SpaceID(), number)
}

// known returns a live document of m's space that has a file of these bytes among its versions; zero for none.
func known(q db.Querier, m spaces.Member, digest string) (Known, error) {
	k, err := db.One[Known](q, `
		SELECT l.id, l.title
		FROM document_versions v
		JOIN live_publications l ON l.id = v.document_id
		WHERE v.space_id = $1 AND v.digest = $2
		ORDER BY v.document_id
		LIMIT 1`, m.SpaceID(), digest)
	if errors.Is(err, db.ErrNoRows) {
		err = nil
	}
	return k, err
}
