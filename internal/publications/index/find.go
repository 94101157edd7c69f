package index

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// mostHits is how many texts are ranked for each way of answering: of a word that is everywhere, the last written.
const mostHits = 500

// What an answer is worth, in milliseconds of youth: a hit in the title weighs as much as being ten years younger. So a
// rank depends on no present moment, and a list goes on where it ended.
const (
	day         = 24 * 60 * 60 * 1000
	worthTitle  = 3650 * day
	worthBegun  = worthTitle / 2 // in the title, where the last word is unfinished
	worthExact  = 365 * day
	worthEnding = 90 * day // the words are whole, whatever their endings
)

// Search is what to find, and among what.
type Search struct {
	// Reach is whose search it is, and where: all their spaces, or one (Member.Reach).
	Reach spaces.Reach
	// Kind is a kind of publication; empty is all of them.
	Kind     string
	Question Question
	// After is where the page before ended; the zero value is the beginning.
	After db.Cursor
	// Limit is how many publications a page holds.
	Limit int
}

// Hit is a publication that answers, by the one of its texts that answers best.
type Hit struct {
	// Item is the publication; its byline and its moment are those of the text.
	publications.Item
	Text ids.ID        `db:"text_id"`
	Role texts.Role    `db:"role"`
	Body richtext.HTML `db:"body"`
	// Labels are the keywords of a publication that answers by its body, parted by commas.
	Labels string `db:"labels"`
	// Title and Excerpt mark the words that were found; Keywords too, and is empty when none of them was.
	Title, Excerpt, Keywords ui.Passage
}

// Found is a page of hits, the best first.
type Found struct {
	Hits []Hit
	// Total counts the publications that answer; More says that there may be others still, not ranked.
	Total int
	More  bool
	// Next is where the list goes on; the zero value when it ends here.
	Next db.Cursor
	// Spaces holds those of all the publications that answer, the best answer's first.
	Spaces []ids.ID
}

// candidate is a text that answers, when it was written, and what its ways of answering are worth.
type candidate struct {
	Text        ids.ID        `db:"text_id"`
	Publication ids.ID        `db:"publication_id"`
	Space       ids.ID        `db:"space_id"`
	At          clock.Instant `db:"created_at"`
	Worth       int64         `db:"worth"`
}

func (c candidate) score() int64 { return int64(c.At) + c.Worth }

func (c candidate) cursor() db.Cursor { return db.Cursor{Key: c.score(), ID: c.Publication} }

// Find returns what answers a question within reach. An empty question finds nothing.
func (r *Room) Find(q db.Querier, s Search) (Found, error) {
	if s.Question.Empty() {
		return Found{}, nil
	}
	within, err := s.within(q)
	if err != nil || within == nil {
		return Found{}, err
	}
	all, err := r.candidates(q, s.Reach, within, s.Question.ways(), mostHits)
	if err != nil {
		return Found{}, err
	}
	ranked := best(all)
	found := Found{Total: len(ranked), More: len(all) >= mostHits, Spaces: spacesOf(ranked)}
	page := from(ranked, s.After)
	if len(page) > s.Limit {
		page = page[:s.Limit]
		found.Next = page[s.Limit-1].cursor()
	}
	if found.Hits, err = show(q, s.Reach, page); err != nil {
		return Found{}, err
	}
	if err = mark(q, s.Reach, s.Question, found.Hits); err != nil {
		return Found{}, err
	}
	return found, r.lookBeneath(q, s, found.Hits)
}

// within labels what may be found, so that an engine looks at nothing else; nil is nothing. The reach is asked again of
// the rows that it finds.
func (s Search) within(q db.Querier) (conjunction, error) {
	list, err := s.Reach.Spaces(q)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	slices.Sort(list)
	spaces := make([]atom, len(list))
	for i, space := range list {
		spaces[i] = atom{field: labels, words: []string{spaceLabel(space)}}
	}
	c := conjunction{spaces}
	if s.Kind != "" {
		c = append(c, []atom{{field: labels, words: []string{kindLabel(s.Kind)}}})
	}
	return c, nil
}

// way is a way of answering and what it is worth; who answers in several ways is worth their sum.
type way struct {
	condition conjunction
	worth     int64
}

func (q Question) ways() []way {
	list := []way{{q.entitled(), worthTitle}, {q.exactly(), worthExact}, {q.loosely(), worthEnding}}
	if q.prefix != "" {
		list = append(list, way{q.titled(), worthBegun}, way{q.beginning(), 0})
	}
	return list
}

// candidates returns every text that answers in one of several ways, the last written of each, most at most. Each way is
// cut before its rows are joined to anything.
func (r *Room) candidates(q db.Querier, reach spaces.Reach, within conjunction, ways []way, most int) ([]candidate, error) {
	var union strings.Builder
	args := make([]any, 0, len(ways)+1)
	for i, w := range ways {
		if i > 0 {
			union.WriteString(`
			UNION ALL`)
		}
		args = append(args, r.engine.expression(append(within[:len(within):len(within)], w.condition...)))
		fmt.Fprintf(&union, `
			SELECT w%d.id, CAST(%d AS BIGINT) AS worth
			FROM (%s) w%d`, i, w.worth, r.engine.hits(i+1, most), i)
	}
	condition, key := reach.Where("x.space_id", len(args)+1)
	return db.All[candidate](q, `
		SELECT x.id AS text_id, x.publication_id, x.space_id, x.created_at, hits.worth
		FROM (
			SELECT answers.id, CAST(SUM(answers.worth) AS BIGINT) AS worth
			FROM (`+union.String()+`) answers
			GROUP BY answers.id) hits
		JOIN texts x ON x.id = hits.id
		JOIN live_publications l ON l.id = x.publication_id
		WHERE `+condition+` AND x.deleted_at = 0 AND NOT EXISTS (SELECT 1 FROM hidings h WHERE h.text_id = x.id)
		LIMIT 10000`, append(args, key)...)
}

// best returns the best text of each publication, the best first.
func best(all []candidate) []candidate {
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score(), a.score()), cmp.Compare(b.Publication, a.Publication), cmp.Compare(b.Text, a.Text))
	})
	return once(all)
}

// once keeps the first candidate of each publication.
func once(list []candidate) []candidate {
	seen := make(map[ids.ID]bool, len(list))
	return slices.DeleteFunc(list, func(c candidate) bool {
		again := seen[c.Publication]
		seen[c.Publication] = true
		return again
	})
}

// from returns what stands after a cursor.
func from(ranked []candidate, after db.Cursor) []candidate {
	if after == (db.Cursor{}) {
		return ranked
	}
	for i, c := range ranked {
		if c.score() < after.Key || c.score() == after.Key && c.Publication < after.ID {
			return ranked[i:]
		}
	}
	return nil
}

func spacesOf(ranked []candidate) []ids.ID {
	var list []ids.ID
	seen := map[ids.ID]bool{}
	for _, c := range ranked {
		if !seen[c.Space] {
			seen[c.Space] = true
			list = append(list, c.Space)
		}
	}
	return list
}

// show reads what a page shows of its hits, in their order. Who may see them is asked once more.
func show(q db.Querier, reach spaces.Reach, page []candidate) ([]Hit, error) {
	if len(page) == 0 {
		return nil, nil
	}
	list := make([]ids.ID, len(page))
	for i, c := range page {
		list[i] = c.Text
	}
	condition, key := reach.Where("x.space_id", 1)
	in, args := db.In(2, list)
	found, err := db.All[Hit](q, `
		SELECT l.id, l.space_id, s.title AS space, l.kind, l.title, l.excerpt, COALESCE(t.label, '') AS theme,
			COALESCE(l.theme_id, 0) AS theme_id, l.comments, x.created_at AS published_at, l.activity_at, l.card,
			x.id AS text_id, x.role, x.body, CASE WHEN x.role = 'body' THEN COALESCE((
				SELECT string_agg(k.label, ', ')
				FROM publication_keywords pk
				JOIN keywords k ON k.id = pk.keyword_id
				WHERE pk.publication_id = l.id AND pk.space_id = l.space_id), '') ELSE '' END AS labels, `+accounts.BylineColumns+`
		FROM texts x
		JOIN live_publications l ON l.id = x.publication_id
		JOIN spaces s ON s.id = x.space_id
		LEFT JOIN themes t ON t.id = l.theme_id
		LEFT JOIN people p ON p.id = x.author_id
		WHERE `+condition+` AND x.id IN (`+in+`) AND x.deleted_at = 0 AND NOT EXISTS (SELECT 1 FROM hidings h WHERE h.text_id = x.id)
		LIMIT 1000`, append([]any{key}, args...)...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b Hit) int {
		return cmp.Compare(slices.Index(list, a.Text), slices.Index(list, b.Text))
	})
	return found, nil
}
