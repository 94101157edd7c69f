package db_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/ids"
)

var schema = fstest.MapFS{"9001_notes.sql": &fstest.MapFile{Data: []byte(`-- +goose Up
CREATE TABLE notes (
	id    BIGINT PRIMARY KEY,
	label TEXT NOT NULL UNIQUE,
	hash  BYTEA,
	n     BIGINT NOT NULL DEFAULT 0,
	kept  BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE lines (
	id      BIGINT PRIMARY KEY,
	note_id BIGINT NOT NULL REFERENCES notes (id) ON DELETE CASCADE
);`)}}

func open(t *testing.T) *db.DB {
	t.Helper()
	d := dbtest.Open(t, clock.NewManual(time.Date(2026, 11, 18, 9, 12, 0, 0, time.UTC)))
	if err := d.Migrate(t.Context(), []fs.FS{schema}); err != nil {
		t.Fatal(err)
	}
	return d
}

type note struct {
	ID    ids.ID `db:"id"`
	Label string `db:"label"`
	N     int64  `db:"n"`
	Kept  bool   `db:"kept"`
}

func write(t *testing.T, d *db.DB, id ids.ID, label string) error {
	t.Helper()
	return d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO notes (id, label) VALUES ($1, $2)", id, label)
		return err
	})
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	d := open(t)
	if err := write(t, d, 7, "sept"); err != nil {
		t.Fatal(err)
	}
	got, err := db.One[note](d.Read(t.Context()), "SELECT id, label, n, kept FROM notes WHERE id = $1 OR (id = $1 AND n = $2)", ids.ID(7), 0)
	if err != nil || got != (note{7, "sept", 0, true}) {
		t.Fatalf("read %+v, %v", got, err)
	}
	if _, err := db.One[note](d.Read(t.Context()), "SELECT id FROM notes WHERE id = $1", ids.ID(8)); !errors.Is(err, db.ErrNoRows) {
		t.Fatalf("nothing there, yet %v", err)
	}
	labels, err := db.All[string](d.Read(t.Context()), "SELECT label FROM notes ORDER BY id LIMIT 10")
	if err != nil || len(labels) != 1 {
		t.Fatalf("labels %v, %v", labels, err)
	}
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	d := open(t)
	failure := errors.New("on purpose")
	ran := false
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		tx.AfterCommit(func() { ran = true })
		if _, err := tx.Exec("INSERT INTO notes (id, label) VALUES (1, 'un')"); err != nil {
			return err
		}
		return failure
	})
	if !errors.Is(err, failure) || ran {
		t.Fatalf("err %v, after commit ran: %v", err, ran)
	}
	if n, err := db.One[int](d.Read(t.Context()), "SELECT COUNT(*) FROM notes"); n != 0 || err != nil {
		t.Fatalf("%d rows, %v", n, err)
	}
}

func TestAPanicIsAnErrorAndTheWriterLives(t *testing.T) {
	d := open(t)
	if err := d.Write(t.Context(), func(*db.Tx) error { panic("on purpose") }); err == nil {
		t.Fatal("no error")
	}
	if err := write(t, d, 1, "un"); err != nil {
		t.Fatal(err)
	}
}

func TestAttemptUndoesOnlyItself(t *testing.T) {
	d := open(t)
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO notes (id, label) VALUES (1, 'un')"); err != nil {
			return err
		}
		failed := tx.Attempt(func() error {
			_, err := tx.Exec("INSERT INTO notes (id, label) VALUES (2, 'un')")
			return err
		})
		if !db.IsUnique(failed) {
			t.Errorf("not told as a duplicate: %v", failed)
		}
		return tx.Attempt(func() error {
			_, err := tx.Exec("INSERT INTO notes (id, label) VALUES (3, 'trois')")
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	list, err := db.All[int64](d.Read(t.Context()), "SELECT id FROM notes ORDER BY id")
	if err != nil || fmt.Sprint(list) != "[1 3]" {
		t.Fatalf("%v, %v", list, err)
	}
}

func TestOneFailureInAGroupTakesNothingWithIt(t *testing.T) {
	d := open(t)
	var group sync.WaitGroup
	errs := make([]error, 200)
	for i := range errs {
		group.Go(func() { errs[i] = write(t, d, ids.ID(i+1), fmt.Sprintf("note %d", i/2)) })
	}
	group.Wait()
	failed := 0
	for _, err := range errs {
		if err != nil {
			failed++
			if !db.IsUnique(err) {
				t.Errorf("unexpected: %v", err)
			}
		}
	}
	n, err := db.One[int](d.Read(t.Context()), "SELECT COUNT(*) FROM notes")
	if failed != 100 || n != 100 || err != nil {
		t.Fatalf("%d failed, %d stored, %v", failed, n, err)
	}
}

// A statement that ends the transaction stands for a full disk, on which SQLite does so by itself.
func TestWhatIsAcknowledgedIsStoredWhenAGroupLosesItsTransaction(t *testing.T) {
	if dbtest.Postgres() {
		t.Log("PostgreSQL has no groups")
		return
	}
	d := open(t)
	holding, release := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		_ = d.Write(context.Background(), func(*db.Tx) error { close(holding); <-release; return nil })
	})
	<-holding
	const writers = 16
	var acknowledged [writers]error
	for i := range writers {
		group.Go(func() {
			acknowledged[i] = d.Write(context.Background(), func(tx *db.Tx) error {
				if i == writers/2 {
					_, _ = tx.Exec("ROLLBACK")
					return errors.New("on purpose")
				}
				_, err := tx.Exec("INSERT INTO notes (id, label) VALUES ($1, $2)", i+1, fmt.Sprint(i))
				return err
			})
		})
	}
	close(release)
	group.Wait()
	for i, err := range acknowledged {
		stored, failed := db.One[bool](d.Read(t.Context()), "SELECT EXISTS (SELECT 1 FROM notes WHERE id = $1)", i+1)
		if failed != nil || stored != (err == nil) {
			t.Errorf("%d: stored %v, answered %v (%v)", i, stored, err, failed)
		}
	}
}

func TestACancelledRequestIsDroppedOnlyWhileQueued(t *testing.T) {
	d := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := d.Write(ctx, func(tx *db.Tx) error {
		cancel()
		_, err := tx.Exec("INSERT INTO notes (id, label) VALUES (1, 'un')")
		return err
	})
	if err != nil {
		t.Fatalf("a write that began was dropped: %v", err)
	}
	if err := d.Write(ctx, func(*db.Tx) error { t.Error("ran"); return nil }); !errors.Is(err, context.Canceled) {
		t.Fatalf("queued after cancellation: %v", err)
	}
}

func TestForeignKeysHold(t *testing.T) {
	d := open(t)
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO lines (id, note_id) VALUES (1, 99)")
		return err
	})
	if err == nil {
		t.Fatal("a line points into nothing")
	}
}

func TestReadersDoNotWrite(t *testing.T) {
	d := open(t)
	if _, err := db.All[int64](d.Read(t.Context()), "INSERT INTO notes (id, label) VALUES (1, 'un') RETURNING id"); err == nil {
		t.Fatal("a reader wrote")
	}
}

func TestAListOfIdsIsPadded(t *testing.T) {
	for _, c := range []struct {
		n, want int
	}{{0, 1}, {1, 1}, {2, 5}, {6, 20}, {21, 50}, {51, 200}, {201, 400}} {
		list := make([]ids.ID, c.n)
		for i := range list {
			list[i] = ids.ID(i + 1)
		}
		text, args := db.In(3, list)
		if strings.Count(text, "$") != c.want || len(args) != c.want || !strings.HasPrefix(text, "$3") {
			t.Errorf("%d ids: %s, %d args", c.n, text, len(args))
		}
	}
}

func TestACursorSurvivesAnAddress(t *testing.T) {
	want := db.Cursor{Key: 1_789_000_000_123, ID: 42}
	got, err := db.ParseCursor(want.String())
	if err != nil || got != want {
		t.Fatalf("%v, %v", got, err)
	}
	for _, bad := range []string{"x", "1.2", "!.0000000000001", "1.0000000000001'--"} {
		if _, err := db.ParseCursor(bad); !errors.Is(err, db.ErrCursor) {
			t.Errorf("%q accepted", bad)
		}
	}
}

func TestANewerSchemaIsRefused(t *testing.T) {
	d := open(t)
	older := fstest.MapFS{"9000_old.sql": &fstest.MapFile{Data: []byte("-- +goose Up\nSELECT 1;")}}
	err := d.Migrate(t.Context(), []fs.FS{older})
	if err == nil || !strings.Contains(err.Error(), "newer version of Osmose") {
		t.Fatalf("got %v", err)
	}
}

// TestKeysAreCheckedByTheStartThatMigrates looks at SQLite's check of the whole database, which is not for every start.
func TestKeysAreCheckedByTheStartThatMigrates(t *testing.T) {
	d := open(t)
	stray := fstest.MapFS{"9999_stray.sql": &fstest.MapFile{Data: []byte(`-- +goose Up
CREATE TABLE shelves (id BIGINT PRIMARY KEY);
CREATE TABLE books (id BIGINT PRIMARY KEY, shelf_id BIGINT REFERENCES shelves (id));
INSERT INTO books (id, shelf_id) VALUES (1, 2);`)}}
	if err := d.Migrate(t.Context(), []fs.FS{stray}); err == nil {
		t.Fatal("a migration left a row that points nowhere")
	}
	if err := d.Migrate(t.Context(), []fs.FS{stray}); (err == nil) == dbtest.Postgres() {
		t.Errorf("nothing was migrated: %v", err) // PostgreSQL has refused the migration, and does again
	}
}

func TestStatementsAreCounted(t *testing.T) {
	d := open(t)
	var counter db.Counter
	q := d.Read(db.Counting(t.Context(), &counter))
	for range 3 {
		if _, err := db.All[int64](q, "SELECT id FROM notes LIMIT 1"); err != nil {
			t.Fatal(err)
		}
	}
	if counter.Count() != 3 {
		t.Fatalf("counted %d", counter.Count())
	}
}

// Both engines read this file; each makes one of the two tables that bear the same name.
func TestAMigrationMayHoldAPartForEachEngine(t *testing.T) {
	d := open(t)
	parts := fstest.MapFS{"9002_parts.sql": &fstest.MapFile{Data: []byte(`-- +goose Up
CREATE TABLE common (n BIGINT NOT NULL);
-- +only sqlite3
CREATE TABLE parts (engine TEXT NOT NULL DEFAULT 'sqlite3', n BIGINT NOT NULL);
-- +end
-- +only postgres
CREATE TABLE parts (engine TEXT NOT NULL DEFAULT 'postgres', n BIGINT NOT NULL);
-- +end
INSERT INTO common (n) VALUES (1);`)}}
	if err := d.Migrate(t.Context(), []fs.FS{schema, parts}); err != nil {
		t.Fatal(err)
	}
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO parts (n) SELECT n FROM common")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := db.One[string](d.Read(t.Context()), "SELECT engine FROM parts")
	want := db.SQLite
	if dbtest.Postgres() {
		want = db.Postgres
	}
	if err != nil || engine != want || d.Dialect() != want {
		t.Fatalf("read the part of %q on %q: %v", engine, d.Dialect(), err)
	}
}
