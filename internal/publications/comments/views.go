package comments

import (
	"context"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// View is a text as its publication's page shows it.
type View struct {
	texts.Text
	accounts.Byline
	// Quoted text: who wrote it, in which words, where it stands now; empty when nothing is quoted or it is gone. The
	// words are empty too when it is hidden, or its publication is.
	QuotedAuthor      ids.ID        `db:"quoted_author"`
	QuotedGiven       string        `db:"quoted_given"`
	QuotedFamily      string        `db:"quoted_family"`
	QuotedBody        richtext.HTML `db:"quoted_body"`
	QuotedPublication ids.ID        `db:"quoted_publication"`
	// Hidden texts have a reason; their body is empty unless an animator looks.
	HiddenAt     clock.Instant `db:"hidden_at"`
	HiddenReason string        `db:"hidden_reason"`
}

// QuotedName returns who wrote the quoted text.
func (v View) QuotedName(ctx context.Context) string {
	return accounts.Byline{ID: v.QuotedAuthor, Given: v.QuotedGiven, Family: v.QuotedFamily}.Display(ctx)
}

const viewColumns = `x.id, x.publication_id, COALESCE(x.author_id, 0) AS author_id, x.role,
	CASE WHEN h.text_id IS NULL OR $3 THEN x.body ELSE '' END AS body, COALESCE(x.quoted_id, 0) AS quoted_id,
	x.version, x.created_at, x.changed_at, x.deleted_at, COALESCE(h.hidden_at, 0) AS hidden_at, COALESCE(h.reason, '') AS hidden_reason,
	COALESCE(qp.given_name, '') AS quoted_given, COALESCE(qp.family_name, '') AS quoted_family,
	COALESCE(CASE WHEN qh.text_id IS NULL AND ql.id IS NOT NULL THEN qx.body END, '') AS quoted_body, COALESCE(qp.id, 0) AS quoted_author,
	COALESCE(qx.publication_id, 0) AS quoted_publication, ` + accounts.BylineColumns

const viewJoins = `
	LEFT JOIN people p ON p.id = x.author_id
	LEFT JOIN hidings h ON h.text_id = x.id
	LEFT JOIN texts qx ON qx.id = x.quoted_id AND qx.space_id = x.space_id
	LEFT JOIN live_publications ql ON ql.id = qx.publication_id
	LEFT JOIN people qp ON qp.id = qx.author_id
	LEFT JOIN hidings qh ON qh.text_id = qx.id`

// Body returns the body of a publication of m's space, whatever its state: the caller knows that m may see it. seeHidden shows
// what is hidden, to animators. Errors: fault.ErrNotFound.
func (r *Room) Body(q db.Querier, m spaces.Member, publication ids.ID, seeHidden bool) (View, error) {
	return db.Find[View](q, `
		SELECT `+viewColumns+`
		FROM texts x`+viewJoins+`
		WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'body'`, publication, m.SpaceID(), seeHidden)
}

// List returns the comments of a publication of m's space from a text's id on, oldest first, PageSize+1 at most.
func (r *Room) List(q db.Querier, m spaces.Member, publication, from ids.ID, seeHidden bool) ([]View, error) {
	return db.All[View](q, `
		SELECT `+viewColumns+`
		FROM texts x`+viewJoins+`
		WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'comment' AND x.id >= $4
		ORDER BY x.id
		LIMIT $5`, publication, m.SpaceID(), seeHidden, from, PageSize+1)
}

// Some returns those of these texts, body or comments, that are a publication's of m's space, in no order.
func (r *Room) Some(q db.Querier, m spaces.Member, publication ids.ID, list []ids.ID, seeHidden bool) ([]View, error) {
	if len(list) == 0 {
		return nil, nil
	}
	in, args := db.In(4, list)
	return db.All[View](q, `
		SELECT `+viewColumns+`
		FROM texts x`+viewJoins+`
		WHERE x.publication_id = $1 AND x.space_id = $2 AND x.id IN (`+in+`)
		ORDER BY x.id
		LIMIT 200`, append([]any{publication, m.SpaceID(), seeHidden}, args...)...)
}

// Before returns the id of the comment that begins the page before the one that begins at from, and whether there is
// such a page.
func (r *Room) Before(q db.Querier, m spaces.Member, publication, from ids.ID) (ids.ID, bool, error) {
	list, err := db.All[ids.ID](q, `
		SELECT x.id
		FROM texts x
		WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'comment' AND x.id < $3
		ORDER BY x.id DESC
		LIMIT $4`, publication, m.SpaceID(), from, PageSize)
	if err != nil || len(list) == 0 {
		return 0, false, err
	}
	return list[len(list)-1], true, nil
}

// Found is a text with the publication under which it is read.
type Found struct {
	View
	Kind  string `db:"kind"`
	Title string `db:"title"`
}

// Find returns a text of a live publication of m's space. seeHidden shows what is hidden, to animators. Errors:
// fault.ErrNotFound.
func Find(q db.Querier, m spaces.Member, text ids.ID, seeHidden bool) (Found, error) {
	return db.Find[Found](q, `
		SELECT `+viewColumns+`, l.kind, l.title
		FROM texts x
		JOIN live_publications l ON l.id = x.publication_id`+viewJoins+`
		WHERE x.id = $1 AND x.space_id = $2`, text, m.SpaceID(), seeHidden)
}

// PageOf returns the id of the comment that begins the page on which a comment stands, zero for the first page. It counts
// those that came after it, for the comments that one is led to are nearly always the last ones. What was taken back stands
// in the list and is not counted: the page then begins elsewhere than by turning from the first, but holds the comment.
func PageOf(q db.Querier, m spaces.Member, publication, text ids.ID) (ids.ID, error) {
	at, err := db.One[struct {
		Before int    `db:"before"`
		Second ids.ID `db:"second"` // the comment that begins the second page, zero for none
	}](q, `
		SELECT l.comments - 1 - (
			SELECT COUNT(*)
			FROM texts x
			WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'comment' AND x.id > $3) AS before,
			COALESCE((
				SELECT x.id
				FROM texts x
				WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'comment'
				ORDER BY x.id
				LIMIT 1
				OFFSET $4), 0) AS second
		FROM live_publications l
		WHERE l.id = $1 AND l.space_id = $2`,
		publication, m.SpaceID(), text, PageSize)
	if err != nil || at.Second == 0 || text < at.Second {
		return 0, err
	}
	return db.One[ids.ID](q, `
		SELECT x.id
		FROM texts x
		WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'comment' AND x.id <= $3
		ORDER BY x.id DESC
		LIMIT 1
		OFFSET $4`, publication, m.SpaceID(), text, (at.Before%PageSize+PageSize)%PageSize)
}

// AddressOf returns where a text is read, at path, the address of its publication.
func AddressOf(q db.Querier, m spaces.Member, path string, t texts.Text) (string, error) {
	if t.Role == texts.Body {
		return path, nil
	}
	page, err := PageOf(q, m, t.Publication, t.ID)
	if err != nil {
		return "", err
	}
	if page != 0 {
		path += "?depuis=" + page.String()
	}
	return path + "#" + Anchor(t.ID), nil
}

// Address returns the address of a comment on the page of its publication without asking where it stands: the page that
// begins with it, at its anchor. Zero is the publication itself.
func Address(publication string, text ids.ID) string {
	if text == 0 {
		return publication
	}
	return publication + "?depuis=" + text.String() + "#" + Anchor(text)
}

// Anchor is the id of a text's element in a page.
func Anchor(text ids.ID) string { return "m-" + text.String() }

// Recount counts anew the comments that stand under a live publication, and finds its last activity.
func Recount(tx *db.Tx, space, publication ids.ID) error {
	found, err := db.One[struct {
		N    int           `db:"n"`
		Last clock.Instant `db:"last_at"`
	}](tx, `
		SELECT COUNT(*) AS n, COALESCE(MAX(created_at), 0) AS last_at
		FROM texts
		WHERE publication_id = $1 AND space_id = $2 AND role = 'comment' AND deleted_at = 0`, publication, space)
	if err != nil {
		return err
	}
	return publications.Recount(tx, space, publication, found.N, found.Last)
}
