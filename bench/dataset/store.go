package dataset

import (
	"context"
	"strings"
)

// store puts rows into a database, each chunk in one transaction with the note that it is there.
type store interface {
	// inhabited says whether the database has people.
	inhabited(ctx context.Context) (bool, error)
	// note reads a note of this package, "" if there is none.
	note(ctx context.Context, name string) (string, error)
	// put adds the rows of one chunk of a step, and notes under the table's name how many chunks are there.
	put(ctx context.Context, s step, chunk int, values []any) error
	// begin notes which world comes, and takes away what can be built again of the indexes of some tables, noting how.
	begin(ctx context.Context, world string, tables []string) error
	// missing are the indexes that begin took away and that are not built again.
	missing(ctx context.Context) ([]index, error)
	build(ctx context.Context, i index) error
	// finish leaves the database as the product wants it, noting what is in it.
	finish(ctx context.Context, name, value string) error
	// strays returns what points to nothing, a line for each.
	strays(ctx context.Context) ([]string, error)
	close() error
}

// index is one to be built.
type index struct{ name, definition string }

// Notes and indexes to come stand in two tables of our own beside the product's, which it never reads.
const ownTables = `
CREATE TABLE IF NOT EXISTS bench_notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bench_indexes (name TEXT PRIMARY KEY, definition TEXT NOT NULL);
`

const setNote = `INSERT INTO bench_notes (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`

// quoted lists names between quotes, for a catalogue.
func quoted(names []string) string { return "'" + strings.Join(names, "', '") + "'" }
