package index

import (
	"fmt"
	"strings"

	"osmose/internal/platform/db"
)

// sqlite keeps words in search_words, an FTS5 table without content whose rowid is the text's id. Its tokenizer parts at
// spaces what is analysed already. A trigger on search_texts takes the words of a text that goes.
type sqlite struct{}

func (sqlite) put(tx *db.Tx, d document) error {
	_, err := tx.Exec(`
		INSERT INTO search_texts (text_id, space_id)
		VALUES ($1, $2)
		ON CONFLICT (text_id) DO NOTHING`, d.text, d.space)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT OR REPLACE INTO search_words (rowid, labels, title, title_stems, body, body_stems)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		d.text, spaceLabel(d.space)+" "+kindLabel(d.kind), strings.Join(d.title.words, " "), strings.Join(d.title.stems, " "),
		strings.Join(d.body.words, " "), strings.Join(d.body.stems, " "))
	return err
}

func (sqlite) hits(n int, limit int) string {
	return fmt.Sprintf(`
			SELECT w.rowid AS id
			FROM search_words w
			WHERE w.search_words MATCH $%d
			ORDER BY w.rowid DESC
			LIMIT %d`, n, limit)
}

// columns are the filters of FTS5 for each field.
var columns = map[field]string{
	words: "{title body}", stems: "{title_stems body_stems}", titleWords: "{title}", titleStems: "{title_stems}", labels: "{labels}",
}

// expression quotes every word, and words are letters and digits: nothing that was typed is an operator.
func (sqlite) expression(c conjunction) string {
	return write(c, " AND ", " OR ", func(a atom) string {
		text := columns[a.field] + ` : "` + strings.Join(a.words, " ") + `"`
		if a.prefix {
			text += " *"
		}
		return text
	})
}

// tidy merges the whole index into one part: until then a part may hold the words of a text that is gone, marked as
// such.
func (sqlite) tidy(tx *db.Tx) error {
	_, err := tx.Exec(`INSERT INTO search_words (search_words) VALUES ('optimize')`)
	return err
}

// write joins the atoms of a condition.
func write(c conjunction, and, or string, atom func(atom) string) string {
	all := make([]string, len(c))
	for i, list := range c {
		options := make([]string, len(list))
		for j, a := range list {
			options[j] = atom(a)
		}
		all[i] = "(" + strings.Join(options, or) + ")"
	}
	return strings.Join(all, and)
}
