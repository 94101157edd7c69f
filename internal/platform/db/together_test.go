package db_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/ids"
)

const label = "SELECT label FROM notes WHERE id = $1"

func threeNotes(t *testing.T, d *db.DB) {
	t.Helper()
	for id, name := range map[ids.ID]string{1: "un", 2: "deux", 3: "trois"} {
		if err := write(t, d, id, name); err != nil {
			t.Fatal(err)
		}
	}
}

// read returns a work that reads the labels of some notes, one after the other.
func read(into *[]string, list ...ids.ID) func(db.Querier) error {
	return func(q db.Querier) error {
		for _, id := range list {
			name, err := db.One[string](q, label, id)
			if err != nil {
				return err
			}
			*into = append(*into, name)
		}
		return nil
	}
}

func TestWorksReadTogether(t *testing.T) {
	d := open(t)
	threeNotes(t, d)
	var one, three, inner, outer []string
	var notes []note
	err := db.Together(d.Read(t.Context()),
		read(&one, 2),
		func(db.Querier) error { return nil },
		read(&three, 1, 2, 3),
		func(q db.Querier) (err error) {
			if notes, err = db.All[note](q, "SELECT id, label, n, kept FROM notes ORDER BY id LIMIT 10"); err != nil {
				return err
			}
			if err := db.Together(q, read(&inner, notes[2].ID, 1), read(&outer, 2)); err != nil {
				return err
			}
			return read(&outer, 3)(q)
		})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(one, three, inner, outer, len(notes))
	if got != "[deux] [un deux trois] [trois un] [deux trois] 3" {
		t.Errorf("read %s", got)
	}
}

func TestTheFirstQueryOfEachWorkGoesOutWithTheOthers(t *testing.T) {
	var heard []string
	config := dbtest.Config(t, clock.NewManual(time.Date(2026, 11, 18, 9, 12, 0, 0, time.UTC)))
	config.Observe = func(_ string, args []any) { heard = append(heard, fmt.Sprint(args...)) }
	d, err := db.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(t.Context(), []fs.FS{schema}); err != nil {
		t.Fatal(err)
	}
	threeNotes(t, d)
	heard = nil
	var some []string
	if err := db.Together(d.Read(t.Context()), read(&some, 1, 2), read(&some, 3)); err != nil {
		t.Fatal(err)
	}
	want := []string{"1", "2", "3"} // SQLite has no journey to spare
	if d.Dialect() == db.Postgres {
		want = []string{"1", "3", "2"}
	}
	if !slices.Equal(heard, want) {
		t.Errorf("asked for %v, want %v", heard, want)
	}
}

func TestAWorkThatFailsEndsTheOthers(t *testing.T) {
	d := open(t)
	threeNotes(t, d)
	failure := errors.New("on purpose")
	for story, c := range map[string]struct {
		work func(db.Querier) error
		want error
	}{
		"by itself":    {func(db.Querier) error { return failure }, failure},
		"for no row":   {read(new([]string), 8), db.ErrNoRows},
		"by a nesting": {func(q db.Querier) error { return db.Together(q, read(new([]string), 1), read(new([]string), 8)) }, db.ErrNoRows},
	} {
		finished := false
		err := db.Together(d.Read(t.Context()), read(new([]string), 1), c.work, func(q db.Querier) error {
			err := read(new([]string), 1, 2, 3)(q)
			finished = err == nil
			return err
		})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", story, err)
		}
		if finished {
			t.Errorf("%s: the work after it went on", story)
		}
	}
	err := db.Together(d.Read(t.Context()), read(new([]string), 1), func(q db.Querier) error {
		_, err := db.One[string](q, "SELECT nothing FROM notes WHERE id = $1", ids.ID(1))
		return err
	}, read(new([]string), 2))
	if err == nil || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("a statement that can't be: %v", err)
	}
	var after []string
	if err := db.Together(d.Read(t.Context()), read(&after, 1), read(&after, 3)); err != nil || len(after) != 2 {
		t.Errorf("afterwards read %v, %v", after, err)
	}
}

func TestAPanicOfAWorkReachesWhoAsked(t *testing.T) {
	d := open(t)
	threeNotes(t, d)
	func() {
		defer func() {
			if recover() != "on purpose" {
				t.Error("it was swallowed")
			}
		}()
		_ = db.Together(d.Read(t.Context()), read(new([]string), 1, 2), func(q db.Querier) error {
			if err := read(new([]string), 3)(q); err != nil {
				return err
			}
			panic("on purpose")
		})
	}()
	if _, err := db.One[string](d.Read(t.Context()), label, ids.ID(1)); err != nil {
		t.Error(err)
	}
}

func TestATransactionSeesItsOwnWritesInWorks(t *testing.T) {
	d := open(t)
	threeNotes(t, d)
	var names []string
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := tx.Exec("UPDATE notes SET label = 'quatre' WHERE id = $1", ids.ID(1)); err != nil {
			return err
		}
		return db.Together(tx, read(&names, 1), read(&names, 2))
	})
	if err != nil || !slices.Equal(names, []string{"quatre", "deux"}) {
		t.Errorf("read %v, %v", names, err)
	}
}

func TestPostgreSQLReadsNothingForWhoHasLeft(t *testing.T) {
	d := open(t)
	threeNotes(t, d)
	gone, leave := context.WithCancel(t.Context())
	leave()
	var want error // SQLite's queries are shorter than what it takes to watch for it
	if d.Dialect() == db.Postgres {
		want = context.Canceled
	}
	if err := db.Together(d.Read(gone), read(new([]string), 1), read(new([]string), 2)); !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
}

// TestAQueryThatFailsTeachesNothingOfItsColumns has a statement fail the first time that it runs, before the server says what
// columns it has: the next time it reads its rows as any other, alone and together.
func TestAQueryThatFailsTeachesNothingOfItsColumns(t *testing.T) {
	d := open(t)
	threeNotes(t, d)
	for name, query := range map[string]string{
		"alone":    "SELECT id, label, n, kept FROM notes WHERE label = $1 ORDER BY id LIMIT 1",
		"together": "SELECT id, label, n, kept FROM notes WHERE label = $1 ORDER BY id LIMIT 2",
	} {
		find := func(label string) (found []note, err error) {
			one := func(q db.Querier) (err error) { found, err = db.All[note](q, query, label); return err }
			other := func(q db.Querier) error { _, err := db.One[int64](q, "SELECT n FROM notes WHERE id = 1"); return err }
			if name == "alone" {
				return found, one(d.Read(t.Context()))
			}
			return found, db.Together(d.Read(t.Context()), one, other)
		}
		if found, err := find("de\x00ux"); err == nil && len(found) > 0 { // PostgreSQL refuses the letter, SQLite finds nothing
			t.Fatalf("%s: found %v", name, found)
		}
		found, err := find("deux")
		if err != nil || len(found) != 1 || found[0].ID != 2 || found[0].Label != "deux" {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
}
