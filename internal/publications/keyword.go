package publications

import (
	"strings"
	"unicode/utf8"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// MaxKeywords is how many keywords a publication has at most; MaxKeyword the longest, in characters.
const (
	MaxKeywords = 8
	MaxKeyword  = 40
)

// Keyword is a free tag of a space.
type Keyword struct {
	ID    ids.ID `db:"id"`
	Label string `db:"label"`
}

// SplitKeywords reads keywords as people type them: parted by commas, each once.
func SplitKeywords(typed string) []string {
	var list []string
	seen := map[string]bool{}
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		word = strings.Join(strings.Fields(strings.TrimLeft(strings.TrimSpace(word), "#")), " ")
		key := richtext.Fold(word)
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		list = append(list, word)
	}
	return list
}

// keywordsLength is how much one may type as keywords, well above what MaxKeywords of them take.
const keywordsLength = 1000

// KeywordsIn reads the field « keywords » of a form, and notes what is too long.
func KeywordsIn(form *web.Form) []string {
	return SplitKeywords(form.Line("keywords", keywordsLength))
}

// FillKeywords puts the keywords of a publication of m's space into the field « keywords », as KeywordsIn reads them.
func (r *Room) FillKeywords(q db.Querier, m spaces.Member, publication ids.ID, form *web.Form) error {
	list, err := r.KeywordsOf(q, m, publication)
	labels := make([]string, len(list))
	for i, k := range list {
		labels[i] = k.Label
	}
	form.Set("keywords", strings.Join(labels, ", "))
	return err
}

func checkKeywords(wrong *fault.Invalid, list []string) {
	if len(list) > MaxKeywords {
		wrong.Add("keywords", "publications.too_many_keywords", fault.Args{"Max": MaxKeywords})
	}
	for _, word := range list {
		if utf8.RuneCountInString(word) > MaxKeyword {
			wrong.Add("keywords", "publications.keyword_long", fault.Args{"Max": MaxKeyword})
			return
		}
	}
}

func setKeywords(tx *db.Tx, space, publication ids.ID, list []string) error {
	if _, err := tx.Exec(`DELETE FROM publication_keywords WHERE publication_id = $1 AND space_id = $2`, publication, space); err != nil {
		return err
	}
	for _, word := range list {
		id, err := db.One[ids.ID](tx, `
			INSERT INTO keywords (id, space_id, label, key)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (space_id, key) DO UPDATE SET key = excluded.key
			RETURNING id`, ids.New(tx.Now), space, word, richtext.Fold(word))
		if err != nil {
			return err
		}
		_, err = tx.Exec(`
			INSERT INTO publication_keywords (publication_id, keyword_id, space_id)
			VALUES ($1, $2, $3)
			ON CONFLICT (publication_id, keyword_id) DO NOTHING`, publication, id, space)
		if err != nil {
			return err
		}
	}
	return nil
}

// KeywordsOf returns the keywords of a publication by name.
func (r *Room) KeywordsOf(q db.Querier, m spaces.Member, publication ids.ID) ([]Keyword, error) {
	return db.All[Keyword](q, `
		SELECT k.id, k.label
		FROM publication_keywords pk
		JOIN keywords k ON k.id = pk.keyword_id
		WHERE pk.publication_id = $1 AND pk.space_id = $2
		ORDER BY k.key
		LIMIT 50`, publication, m.SpaceID())
}

// KeywordsOfEach returns the keywords of some publications of m's space by name, in one query, 400 at most.
func (r *Room) KeywordsOfEach(q db.Querier, m spaces.Member, list []ids.ID) (map[ids.ID][]Keyword, error) {
	if len(list) == 0 {
		return nil, nil
	}
	in, args := db.In(2, list)
	found, err := db.All[struct {
		Publication ids.ID `db:"publication_id"`
		Keyword
	}](q, `
		SELECT pk.publication_id, k.id, k.label
		FROM publication_keywords pk
		JOIN keywords k ON k.id = pk.keyword_id
		WHERE pk.space_id = $1 AND pk.publication_id IN (`+in+`)
		ORDER BY k.key
		LIMIT 400`, append([]any{m.SpaceID()}, args...)...)
	if err != nil {
		return nil, err
	}
	of := map[ids.ID][]Keyword{}
	for _, each := range found {
		of[each.Publication] = append(of[each.Publication], each.Keyword)
	}
	return of, nil
}

// CompleteKeyword returns the keywords of m's space that begin as typed, accents and case aside, ten at most. Those of
// drafts alone are their authors'.
func (r *Room) CompleteKeyword(q db.Querier, m spaces.Member, typed string) ([]Keyword, error) {
	prefix := richtext.Fold(typed)
	return db.All[Keyword](q, `
		SELECT k.id, k.label
		FROM keywords k
		WHERE k.space_id = $1 AND k.key >= $2 AND k.key < $3 AND EXISTS (
			SELECT 1
			FROM publication_keywords pk
			JOIN live_publications l ON l.id = pk.publication_id
			WHERE pk.keyword_id = k.id)
		ORDER BY k.key
		LIMIT 10`, m.SpaceID(), prefix, prefix+"\x7f")
}
