package index

import (
	"cmp"
	"math"
	"slices"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

const (
	// nearestWords is how many words of a text are compared; nearestHits how many texts with each.
	nearestWords = 12
	nearestHits  = 200
)

// Nearest returns the publications of a kind in m's space that have the most words in common with a text, the nearest
// first, n at most: what to show somebody who is about to ask. A rare word counts more than a common one, and a single
// common word of several makes nothing near. Their passages mark the words in common.
func (r *Room) Nearest(q db.Querier, m spaces.Member, kind, text string, n int) ([]Hit, error) {
	question := gist(text)
	if question.Empty() {
		return nil, nil
	}
	s := Search{Reach: m.Reach(), Kind: kind}
	within, err := s.within(q)
	if err != nil || within == nil {
		return nil, err
	}
	// One search a word, in one statement: its worth says which word it was, in bits.
	ways := make([]way, len(question.terms))
	for i, t := range question.terms {
		ways[i] = way{conjunction{t.loose(words, stems)}, 1 << i}
	}
	all, err := r.candidates(q, s.Reach, within, ways, nearestHits)
	if err != nil {
		return nil, err
	}
	page := nearest(all, len(ways))
	hits, err := show(q, s.Reach, page[:min(n, len(page))])
	if err != nil {
		return nil, err
	}
	return hits, mark(q, m.Reach(), question, hits)
}

// gist is the question of a text's first words that say something, each once.
func gist(text string) Question {
	var q Question
	seen := map[string]bool{}
	for _, t := range tokens(text) {
		if t.stem == "" || seen[t.stem] || len(q.terms) == nearestWords {
			continue
		}
		seen[t.stem] = true
		q.terms = append(q.terms, term{words: []string{t.word}, stems: []string{t.stem}})
	}
	return q
}

// nearest weighs the words that candidates share, whose worth holds them in bits, and returns the best of each
// publication, the nearest first.
func nearest(all []candidate, terms int) []candidate {
	among := make([]int, terms)
	for _, c := range all {
		for i := range terms {
			if c.Worth&(1<<i) != 0 {
				among[i]++
			}
		}
	}
	weight := map[ids.ID]float64{}
	near := all[:0]
	for _, c := range all {
		sharing := 0
		for i := range terms {
			if c.Worth&(1<<i) != 0 {
				sharing++
				weight[c.Text] += 1 / math.Log2(2+float64(among[i]))
			}
		}
		if sharing >= min(2, terms) {
			near = append(near, c)
		}
	}
	slices.SortFunc(near, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(weight[b.Text], weight[a.Text]), cmp.Compare(b.Text, a.Text))
	})
	return once(near)
}
