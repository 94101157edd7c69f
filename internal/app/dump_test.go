package app_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"osmose/internal/testkit"
)

// dump is what a table holds: the number of its rows, and a sum of their content.
type dump struct {
	Rows int
	Sum  string
}

// dumpAll returns what every table holds, the columns of leaving left out: « table » or « table.column ».
func dumpAll(t *testing.T, w *testkit.World, leaving map[string]string) map[string]dump {
	t.Helper()
	pool := w.SQL()
	defer pool.Close()
	all := map[string]dump{}
	for _, table := range tablesIn(t, w, pool) {
		if leaving[table] == "" {
			all[table] = dumpOf(t, pool, table, leaving)
		}
	}
	return all
}

// tablesIn names every table of a world's database.
func tablesIn(t *testing.T, w *testkit.World, pool *sql.DB) []string {
	t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	if w.Database != "" {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
	}
	list := names(t, pool, query)
	if len(list) < 15 {
		t.Fatalf("only %d tables: the look went astray", len(list))
	}
	return list
}

func names(t *testing.T, pool *sql.DB, query string) []string {
	t.Helper()
	rows, err := pool.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func dumpOf(t *testing.T, pool *sql.DB, table string, leaving map[string]string) dump {
	t.Helper()
	rows, err := pool.Query("SELECT * FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	var lines []string
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		var line strings.Builder
		for i, column := range columns {
			if leaving[table+"."+column] == "" {
				fmt.Fprintf(&line, "%v|", values[i])
			}
		}
		lines = append(lines, line.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return dump{len(lines), fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, "\n"))))}
}

// differences names the tables that two dumps differ in.
func differences(before, after map[string]dump) []string {
	var list []string
	for table, was := range before {
		if is := after[table]; is != was {
			list = append(list, fmt.Sprintf("%s (%d rows, then %d)", table, was.Rows, is.Rows))
		}
	}
	slices.Sort(list)
	return list
}
