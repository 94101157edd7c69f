// Package index is the search index: the words of every text, analysed for French, in a form that both engines find
// alike. A document is a text: the body of a publication with its title and keywords, or a comment.
//
// Who may find what is not written here: each search joins the reach of its reader, live_publications and hidings in the
// statement that finds, so that what was hidden or left a moment ago is found no more, and nothing is filtered
// afterwards. The index holds words of drafts and hidden texts too; it must never show one by another way than Find,
// Nearest and Match.
//
// It is kept true by jobs: what happens to a text puts the text down as pending, and a batch of pending texts shares one
// write. Whoever reads may be behind by a moment, never ahead.
package index

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"osmose/internal/platform/budgets"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/spaces"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of the index.
func Migrations() fs.FS { return migrations }

// Room is the index of all spaces.
type Room struct {
	queue   *jobs.Queue
	budgets *budgets.Budgets
	engine  engine
	beneath map[string]Beneath // by kind
}

// Beneath answers with what stands beneath the body of publications of a kind, and is found with it: the text of files.
type Beneath interface {
	// Of returns that of a publication in custody, whatever its state; empty for none.
	Of(q db.Querier, custody spaces.Custody, publication ids.ID) (string, error)
	// Within returns those of some publications within reach.
	Within(q db.Querier, reach spaces.Reach, publications []ids.ID) (map[ids.ID]string, error)
}

// Beneath has b asked for what stands beneath publications of a kind, before anything is indexed.
func (r *Room) Beneath(kind string, b Beneath) { r.beneath[kind] = b }

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

// New builds the room; Listen makes it hear.
func New(d *db.DB, queue *jobs.Queue, b *budgets.Budgets) *Room {
	if d.Dialect() == db.Postgres {
		return &Room{queue, b, postgres{}, map[string]Beneath{}}
	}
	return &Room{queue, b, sqlite{}, map[string]Beneath{}}
}

// Searches per minute and person, on all pages together: fifteen a second, which no keyboard asks for.
const searches = 900

// Spend takes one search from a person's budget: a page does so before it looks for what was typed.
// Errors: *fault.TooMany.
func (r *Room) Spend(ctx context.Context, person ids.ID) error {
	return r.budgets.SpendInLots(ctx, "index.search", person.String(), searches, time.Minute)
}

// engine is what the two engines do each in their way: SQLite by an FTS5 table without content, PostgreSQL by a tsvector
// column. Both are given words that are analysed already.
type engine interface {
	// put writes the words of a document over what stood for its text.
	put(tx *db.Tx, d document) error
	// hits is a query for the texts, as « id », that match an expression, the last written first; the expression is
	// argument number n, and at most as many as limit says are returned.
	hits(n int, limit int) string
	// expression writes a condition as the engine reads it.
	expression(c conjunction) string
	// tidy lets nothing remain of words whose texts are gone.
	tidy(tx *db.Tx) error
}

// field is a part of a document in which a word is looked for.
type field int

const (
	words      field = iota // as they were written, accents and case aside
	stems                   // without plural and other endings
	titleWords              // the same two of titles alone
	titleStems
	labels // the space and the kind
)

// atom is words in a row in one field, the last of them perhaps unfinished.
type atom struct {
	field  field
	words  []string
	prefix bool
}

// conjunction is met when one atom of each of its lists is.
type conjunction [][]atom

// spaceLabel and kindLabel are the labels of a document: the engine finds within a few spaces as fast as they are small.
func spaceLabel(space ids.ID) string { return "s" + space.String() }
func kindLabel(kind string) string   { return "k" + kind }
