package index

import (
	"fmt"
	"strconv"
	"strings"

	"osmose/internal/platform/db"
)

// postgres keeps words in search_texts.words, a tsvector under a GIN index. The fields share it: each word begins with
// the sign of its field.
type postgres struct{}

// signs begin the words of each field. A word of a title stands there twice: by itself, and among all words.
var signs = map[field]string{words: "=", stems: "~", titleWords: "!", titleStems: "^", labels: "@"}

// gap keeps words of the title and of the body from standing in a row.
const gap = 10

func (postgres) put(tx *db.Tx, d document) error {
	var v strings.Builder
	lexeme(&v, labels, spaceLabel(d.space), 0)
	lexeme(&v, labels, kindLabel(d.kind), 0)
	row(&v, titleWords, d.title.words, 1)
	row(&v, titleStems, d.title.stems, 1)
	row(&v, words, d.title.words, 1)
	row(&v, stems, d.title.stems, 1)
	row(&v, words, d.body.words, len(d.title.words)+gap)
	row(&v, stems, d.body.stems, len(d.title.words)+gap)
	_, err := tx.Exec(`
		INSERT INTO search_texts (text_id, space_id, words)
		VALUES ($1, $2, CAST($3 AS tsvector))
		ON CONFLICT (text_id) DO UPDATE SET words = excluded.words`, d.text, d.space, v.String())
	return err
}

func row(v *strings.Builder, f field, list []string, from int) {
	for i, word := range list {
		lexeme(v, f, word, from+i)
	}
}

// farthest is the last position that PostgreSQL tells apart. Words after it stand in no row.
const farthest = 16383

func lexeme(v *strings.Builder, f field, word string, position int) {
	v.WriteString(quoted(f, word))
	if position > 0 {
		v.WriteByte(':')
		v.WriteString(strconv.Itoa(min(position, farthest)))
	}
	v.WriteByte(' ')
}

// quoted needs no escape: words are letters and digits.
func quoted(f field, word string) string { return "'" + signs[f] + word + "'" }

func (postgres) hits(n int, limit int) string {
	return fmt.Sprintf(`
			SELECT w.text_id AS id
			FROM search_texts w
			WHERE w.words @@ CAST($%d AS tsquery)
			ORDER BY w.text_id DESC
			LIMIT %d`, n, limit)
}

func (postgres) expression(c conjunction) string {
	return write(c, " & ", " | ", func(a atom) string {
		list := make([]string, len(a.words))
		for i, word := range a.words {
			list[i] = quoted(a.field, word)
		}
		text := strings.Join(list, " <-> ")
		if a.prefix {
			text += ":*"
		}
		return text
	})
}

// tidy leaves it to the server's own sweep (autovacuum).
func (postgres) tidy(*db.Tx) error { return nil }
