package dataset_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strings"
	"testing"

	"osmose/bench/dataset"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db/dbtest"
)

// tiny describes a data set to be made in a folder or database that ends with the test.
func tiny(t *testing.T, seed uint64) dataset.Options {
	t.Helper()
	size, err := dataset.SizeNamed("tiny")
	if err != nil {
		t.Fatal(err)
	}
	return dataset.Options{Size: size, Seed: seed, Data: t.TempDir(), Database: dbtest.Config(t, clock.System{}).URL, Progress: io.Discard}
}

func build(t *testing.T, o dataset.Options) {
	t.Helper()
	if err := dataset.Make(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

func TestADataSetIsTrueToItself(t *testing.T) {
	t.Parallel()
	o := tiny(t, 1)
	var said bytes.Buffer
	o.Progress = &said
	build(t, o)
	if !strings.Contains(said.String(), "rows/s") && !strings.Contains(said.String(), "dataset: made in") {
		t.Errorf("the progress is not told:\n%s", &said)
	}
	problems, err := dataset.Check(t.Context(), o, true)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	// Each lie is found.
	pool := open(t, o)
	for _, lie := range []string{
		`UPDATE publications SET comments = comments + 1`,
		`UPDATE spaces SET members = members - 1`,
		`UPDATE theme_tallies SET live = live + 1`,
		`UPDATE publications SET activity_at = activity_at - 1`,
		`UPDATE publications SET card = card || ' closed'`, // undone by nothing: it comes last
	} {
		if _, err := pool.Exec(lie); err != nil {
			t.Fatal(err)
		}
		if problems, err := dataset.Check(t.Context(), o, false); err != nil || len(problems) == 0 {
			t.Errorf("%s goes unnoticed: %v", lie, err)
		}
		undo := strings.NewReplacer("+ 1", "- 1", "- 1", "+ 1").Replace(lie)
		if _, err := pool.Exec(undo); err != nil {
			t.Fatal(err)
		}
	}
}

func TestADataSetGoesOnWhereItWasKilled(t *testing.T) {
	t.Parallel()
	whole, broken := tiny(t, 1), tiny(t, 1)
	build(t, whole)
	runs := 0
	for lines := 3; ; lines += 4 {
		runs++
		ctx, cancel := context.WithCancel(t.Context())
		broken.Progress = &countdown{lines, cancel}
		err := dataset.Make(ctx, broken)
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if runs < 5 {
		t.Errorf("it was broken off only %d times", runs-1)
	}
	if a, b := sums(t, whole), sums(t, broken); a != b {
		t.Errorf("a data set made in one run is another than one made in %d:\n%s\n%s", runs, a, b)
	}
	if problems, err := dataset.Check(t.Context(), broken, true); err != nil || len(problems) > 0 {
		t.Error(err, problems)
	}
}

// countdown cancels a run when it has been told so many lines.
type countdown struct {
	left   int
	cancel func()
}

func (c *countdown) Write(line []byte) (int, error) {
	if c.left--; c.left == 0 {
		c.cancel()
	}
	return len(line), nil
}

func TestASearchFindsNothingUntilTheDataSetIsIndexed(t *testing.T) {
	t.Parallel()
	o := tiny(t, 1)
	o.Size = dataset.Size{Name: "least", People: 40, Spaces: 4, Publications: 120, Crowds: []int{30}, Chunk: 100}
	build(t, o)
	pool := open(t, o)
	number := func(table string) (n int) {
		if err := pool.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := number("search_texts") + number("search_pending"); n != 0 {
		t.Errorf("%d texts wait for the index: a program that is measured would be at it", n)
	}
	if err := dataset.Index(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if indexed, texts := number("search_texts"), number("texts"); indexed != texts {
		t.Errorf("of %d texts %d are indexed", texts, indexed)
	}
}

// TestTheSameSeedGivesTheSameRows pins the sums, so that both engines have the same; they change when the data set does, on purpose.
func TestTheSameSeedGivesTheSameRows(t *testing.T) {
	t.Parallel()
	one, other := tiny(t, 1), tiny(t, 2)
	build(t, one)
	build(t, other)
	const pinned = "people 300 af981592, spaces 20 6fd2f093, memberships 733 ddf00a71, publications 1500 e29f3b08, publication_keywords 1008 79eba715, texts 5385 024f2a07, " +
		"reactions 2443 e10ca633, follows 3576 6e8b61c4, notifications 2160 839c53d9"
	if found := sums(t, one); found != pinned {
		t.Errorf("the rows are not those that were:\n%s\n%s", pinned, found)
	}
	if sums(t, other) == pinned {
		t.Error("another seed gives the same rows")
	}
}

func TestADatabaseOfOthersIsRefused(t *testing.T) {
	t.Parallel()
	o := tiny(t, 1)
	build(t, o)
	build(t, o) // a whole one is left as it is
	again := o
	again.Seed = 2
	if err := dataset.Make(t.Context(), again); err == nil {
		t.Error("a data set was made over another")
	}
	if _, err := open(t, o).Exec(`DELETE FROM bench_notes`); err != nil {
		t.Fatal(err)
	}
	if err := dataset.Make(t.Context(), o); err == nil || !strings.Contains(err.Error(), "people of its own") {
		t.Errorf("a data set was made over people: %v", err)
	}
}

func open(t *testing.T, o dataset.Options) *sql.DB {
	t.Helper()
	driver, source := "sqlite", "file:"+o.Data+"/osmose.db"
	if o.Database != "" {
		driver, source = "pgx", o.Database
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// sums tells, for some tables, the number of rows and a sum over all their values.
func sums(t *testing.T, o dataset.Options) string {
	t.Helper()
	pool := open(t, o)
	var told []string
	for _, c := range []struct{ table, columns, order string }{
		{"people", "id, email, family_name, created_at", "id"},
		{"spaces", "id, parent_id, title, members", "id"},
		{"memberships", "space_id, person_id, role, joined_at", "space_id, person_id"},
		{"publications", "id, title, excerpt, theme_id, comments, activity_at", "id"},
		{"publication_keywords", "publication_id, keyword_id", "publication_id, keyword_id"},
		{"texts", "id, publication_id, author_id, role, body, quoted_id, created_at", "id"},
		{"reactions", "text_id, person_id, kind", "text_id, kind, person_id"},
		{"follows", "publication_id, person_id, since", "publication_id, person_id"},
		{"notifications", "person_id, subject, reason, count, text_id, last_at, read_at", "person_id, subject"},
	} {
		rows, err := pool.Query("SELECT " + c.columns + " FROM " + c.table + " ORDER BY " + c.order)
		if err != nil {
			t.Fatal(err)
		}
		sum, n := fnv.New32a(), 0
		values := make([]sql.NullString, strings.Count(c.columns, ",")+1)
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		for ; rows.Next(); n++ {
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(sum, values)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		told = append(told, fmt.Sprintf("%s %d %08x", c.table, n, sum.Sum32()))
	}
	return strings.Join(told, ", ")
}
