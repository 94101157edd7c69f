package dataset

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
)

// lite is SQLite on one connection, in a hurry: nothing is synchronised, for a data set that a power cut spoils is made
// anew; a process that is killed spoils nothing. The journal is the old one: what is appended, which is nearly all, is
// written once and not twice.
type lite struct{ pool *sql.DB }

// hurry are the settings of that connection.
var hurry = []string{
	"journal_mode(TRUNCATE)", "synchronous(OFF)", "foreign_keys(OFF)", "temp_store(MEMORY)", "cache_size(-600000)",
}

func openSQLite(ctx context.Context, dir string, pragmas ...string) (*lite, error) {
	settings := "&_pragma=busy_timeout(10000)"
	for _, pragma := range pragmas {
		settings += "&_pragma=" + pragma
	}
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "osmose.db")+"?_txlock=immediate"+settings)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	if _, err := pool.ExecContext(ctx, ownTables); err != nil {
		return nil, errors.Join(fmt.Errorf("dataset: %w", err), pool.Close())
	}
	return &lite{pool}, nil
}

func (l *lite) inhabited(ctx context.Context) (is bool, err error) {
	return is, l.pool.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM people)`).Scan(&is)
}

func (l *lite) note(ctx context.Context, name string) (value string, err error) {
	return noteIn(ctx, l.pool, name)
}

func noteIn(ctx context.Context, pool *sql.DB, name string) (value string, err error) {
	err = pool.QueryRowContext(ctx, `SELECT value FROM bench_notes WHERE name = $1`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// inTx runs work in one transaction.
func inTx(ctx context.Context, pool *sql.DB, work func(tx *sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// perStatement is how many rows one INSERT puts: more gains nothing.
const perStatement = 64

func (l *lite) put(ctx context.Context, s step, chunk int, values []any) error {
	return inTx(ctx, l.pool, func(tx *sql.Tx) error {
		if err := insert(ctx, tx, s, values); err != nil {
			return fmt.Errorf("dataset: %s: %w", s.table, err)
		}
		_, err := tx.ExecContext(ctx, setNote, s.table, strconv.Itoa(chunk+1))
		return err
	})
}

func insert(ctx context.Context, tx *sql.Tx, s step, values []any) error {
	width := len(s.columns) * perStatement
	if len(values) >= width {
		many, err := tx.PrepareContext(ctx, insertion(s, perStatement))
		if err != nil {
			return err
		}
		for ; len(values) >= width; values = values[width:] {
			if _, err := many.ExecContext(ctx, values[:width]...); err != nil {
				return errors.Join(err, many.Close())
			}
		}
		if err := many.Close(); err != nil {
			return err
		}
	}
	if len(values) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, insertion(s, len(values)/len(s.columns)), values...)
	return err
}

// insertion is the statement that adds so many rows.
func insertion(s step, rows int) string {
	row := "(" + strings.Repeat("?, ", len(s.columns)-1) + "?)"
	return "INSERT INTO " + s.table + " (" + strings.Join(s.columns, ", ") + ") VALUES " + strings.Repeat(row+", ", rows-1) + row
}

func (l *lite) begin(ctx context.Context, world string, tables []string) error {
	found, err := indexesIn(ctx, l.pool, `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (`+quoted(tables)+`) ORDER BY name`)
	if err != nil {
		return err
	}
	return inTx(ctx, l.pool, func(tx *sql.Tx) error { return drop(ctx, tx, world, found) })
}

// drop takes indexes away and notes how they are built, and for which world.
func drop(ctx context.Context, tx *sql.Tx, world string, list []index) error {
	if _, err := tx.ExecContext(ctx, setNote, worldNote, world); err != nil {
		return err
	}
	for _, i := range list {
		if _, err := tx.ExecContext(ctx, `INSERT INTO bench_indexes (name, definition) VALUES ($1, $2)`, i.name, i.definition); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DROP INDEX "+i.name); err != nil {
			return err
		}
	}
	return nil
}

func indexesIn(ctx context.Context, pool *sql.DB, query string) (list []index, err error) {
	rows, err := pool.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var i index
		if err := rows.Scan(&i.name, &i.definition); err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, rows.Err()
}

const missingIndexes = `SELECT name, definition FROM bench_indexes ORDER BY name`

func (l *lite) missing(ctx context.Context) ([]index, error) {
	return indexesIn(ctx, l.pool, missingIndexes)
}

func (l *lite) build(ctx context.Context, i index) error {
	return inTx(ctx, l.pool, func(tx *sql.Tx) error { return create(ctx, tx, i) })
}

func create(ctx context.Context, tx *sql.Tx, i index) error {
	if _, err := tx.ExecContext(ctx, i.definition); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM bench_indexes WHERE name = $1`, i.name)
	return err
}

// finish hands the file back in the mode in which the product opens it.
func (l *lite) finish(ctx context.Context, name, value string) error {
	if _, err := l.pool.ExecContext(ctx, setNote, name, value); err != nil {
		return err
	}
	_, err := l.pool.ExecContext(ctx, `PRAGMA journal_mode = WAL`)
	return err
}

func (l *lite) strays(ctx context.Context) (list []string, err error) {
	rows, err := l.pool.QueryContext(ctx, `SELECT "table" || ' ' || rowid || ' points to no row of ' || parent FROM pragma_foreign_key_check LIMIT 20`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		list = append(list, line)
	}
	return list, rows.Err()
}

func (l *lite) close() error { return l.pool.Close() }
