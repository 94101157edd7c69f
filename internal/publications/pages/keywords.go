package pages

import (
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// completeKeyword answers with the keywords of the space that begin as typed: a JSON list of labels.
func (r *Room) completeKeyword(x *web.Exchange, m spaces.Member) error {
	labels := []string{}
	typed := x.Query("q")
	if typed == "" {
		return x.JSON(labels)
	}
	if err := r.writing.SpendCompletion(x.Context(), m); err != nil {
		return err
	}
	list, err := r.publications.CompleteKeyword(r.db.Read(x.Context()), m, typed)
	if err != nil {
		return err
	}
	for _, k := range list {
		labels = append(labels, k.Label)
	}
	return x.JSON(labels)
}
