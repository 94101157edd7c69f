package publications

import (
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Heading is what stands above the text of a publication, as the search index reads it.
type Heading struct {
	Kind     string
	Title    string
	Keywords []string
}

// HeadingOf returns the heading of a publication, whatever its state: who may find it is asked when it is found. Errors:
// fault.ErrNotFound.
func HeadingOf(q db.Querier, custody spaces.Custody, id ids.ID) (Heading, error) {
	found, err := db.Find[struct {
		Kind     string `db:"kind"`
		Title    string `db:"title"`
		Keywords string `db:"keywords"`
	}](q, `
		SELECT p.kind, p.title, COALESCE((
			SELECT string_agg(k.label, ',')
			FROM publication_keywords pk
			JOIN keywords k ON k.id = pk.keyword_id
			WHERE pk.publication_id = p.id AND pk.space_id = p.space_id), '') AS keywords
		FROM publications p
		WHERE p.id = $1 AND p.space_id = $2`, id, custody.SpaceID())
	if err != nil {
		return Heading{}, err
	}
	h := Heading{Kind: found.Kind, Title: found.Title}
	if found.Keywords != "" {
		h.Keywords = strings.Split(found.Keywords, ",") // no keyword holds a comma: SplitKeywords parts them there
	}
	return h, nil
}
