package index

import (
	"slices"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/publications/texts"
)

// lookBeneath gives hits whose title and body show no word of the question the excerpt of what stands beneath them.
func (r *Room) lookBeneath(q db.Querier, s Search, hits []Hit) error {
	wanted := map[string][]ids.ID{}
	for _, h := range hits {
		if r.beneath[h.Kind] != nil && h.Role == texts.Body && !answers(h.Excerpt) {
			wanted[h.Kind] = append(wanted[h.Kind], h.ID)
		}
	}
	for kind, list := range wanted {
		found, err := r.beneath[kind].Within(q, s.Reach, list)
		if err != nil {
			return err
		}
		for i := range hits {
			text, known := found[hits[i].ID]
			if !known || hits[i].Role != texts.Body {
				continue
			}
			if excerpt := s.Question.Excerpt(text); answers(excerpt) {
				hits[i].Excerpt = excerpt
			}
		}
	}
	return nil
}

// answers says whether a passage shows a word that was found.
func answers(p ui.Passage) bool {
	return slices.ContainsFunc(p, func(run ui.Run) bool { return run.Marked })
}
