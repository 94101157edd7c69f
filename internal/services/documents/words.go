package documents

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// words answers the search index: what stands in the present files of documents.
type words struct{}

// Of returns the text of the file of a document in custody.
func (words) Of(q db.Querier, custody spaces.Custody, document ids.ID) (string, error) {
	list, err := db.All[string](q, `
		SELECT w.text
		FROM documents d
		JOIN document_words w ON w.document_id = d.id AND w.number = d.number
		WHERE d.id = $1 AND d.space_id = $2`, document, custody.SpaceID())
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

// Within returns the texts of the files of those of the documents that stand within reach.
func (words) Within(q db.Querier, reach spaces.Reach, documents []ids.ID) (map[ids.ID]string, error) {
	condition, key := reach.Where("d.space_id", 1)
	in, args := db.In(2, documents)
	list, err := db.All[struct {
		ID   ids.ID `db:"id"`
		Text string `db:"text"`
	}](q, `
		SELECT d.id, w.text
		FROM documents d
		JOIN document_words w ON w.document_id = d.id AND w.number = d.number
		WHERE `+condition+` AND d.id IN (`+in+`)
		LIMIT 100`, append([]any{key}, args...)...)
	found := map[ids.ID]string{}
	for _, each := range list {
		found[each.ID] = each.Text
	}
	return found, err
}
