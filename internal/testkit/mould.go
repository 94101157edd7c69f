package testkit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"osmose/internal/app"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db/dbtest"
)

// Mould is an installation to copy, its database and its files: the demo world's, or one that a test prepared from it.
type Mould struct {
	sqlite   []byte
	postgres string
	tables   map[string][]byte // PostgreSQL's, in the binary form of COPY
	files    map[string][]byte // by their path in the folder of files
	shelf    shelf
}

// take reads what fill or a test left in a folder.
func (m *Mould) take(dir string) (*Mould, error) {
	m.files = map[string][]byte{}
	kept := os.DirFS(filepath.Join(dir, "files"))
	err := fs.WalkDir(kept, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		m.files[path], err = fs.ReadFile(kept, path)
		return err
	})
	if err != nil {
		return nil, err
	}
	if m.postgres != "" {
		return m, m.takeTables(context.Background())
	}
	m.sqlite, err = os.ReadFile(filepath.Join(dir, "osmose.db"))
	return m, err
}

// pour writes a copy into a folder.
func (m *Mould) pour(dir string) error {
	for path, content := range m.files {
		path = filepath.Join(dir, "files", path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return err
		}
	}
	if m.postgres != "" {
		return nil
	}
	return os.WriteFile(filepath.Join(dir, "osmose.db"), m.sqlite, 0o600)
}

var (
	demoSQLite = sync.OnceValues(func() (*Mould, error) {
		dir, err := os.MkdirTemp("", "osmose-world-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		if err := fill(dir, ""); err != nil {
			return nil, err
		}
		return new(Mould).take(dir)
	})
	demoPostgres = sync.OnceValues(func() (*Mould, error) {
		name := fmt.Sprintf("osmose_world_%d", os.Getpid())
		address, err := dbtest.Create(name, "")
		if err != nil {
			return nil, err
		}
		dir, err := os.MkdirTemp("", "osmose-world-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		if err := fill(dir, address); err != nil {
			return nil, err
		}
		return (&Mould{postgres: name}).take(dir)
	})
)

func demoMould(t testing.TB) *Mould {
	t.Helper()
	demo := demoSQLite
	if dbtest.Postgres() {
		demo = demoPostgres
	}
	mould, err := demo()
	if err != nil {
		t.Fatal(err)
	}
	return mould
}

// Prepare changes a demo world and returns the mould of what it became. The mould ends with the test.
func Prepare(t testing.TB, change func(w *World)) *Mould {
	t.Helper()
	w := Boot(t)
	change(w)
	w.Settle()
	copied := w.copied
	w.copied = nil // it is the mould now
	w.End()
	ctx := context.WithoutCancel(t.Context())
	var made Mould
	if copied != nil {
		made.postgres = copied.name
		if err := copied.conn.Close(ctx); err != nil {
			t.Fatal(err)
		}
	}
	mould, err := made.take(w.Data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := mould.shelf.clear(ctx)
		if copied != nil {
			err = errors.Join(err, dbtest.Drop(copied.name))
		}
		if err != nil {
			t.Error(err)
		}
	})
	return mould
}

// Boot opens a copy that ends with the test.
func (m *Mould) Boot(t testing.TB) *World {
	t.Helper()
	return m.BootWith(t, nil)
}

// BootWith is Boot with a change to the options.
func (m *Mould) BootWith(t testing.TB, change func(*app.Options)) *World {
	t.Helper()
	c := clock.NewManual(Start)
	options := optionsIn(t.TempDir(), c)
	options.Log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	var lent *copied
	if m.postgres != "" {
		var err error
		if lent, err = m.lend(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
		options.Database = lent.address
	}
	if err := m.pour(options.Data); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&options)
	}
	w := open(t, options, c)
	w.mould, w.copied = m, lent
	return w
}

func open(t testing.TB, options app.Options, c *clock.Manual) *World {
	t.Helper()
	a, err := app.Open(context.WithoutCancel(t.Context()), options)
	if err != nil {
		t.Fatal(err)
	}
	w := &World{App: a, Clock: c, t: t, Data: options.Data, Database: options.Database, options: options}
	t.Cleanup(w.End)
	return w
}

// Beside opens the same installation once more, as another node or process does, with a change to its options.
func Beside(t testing.TB, w *World, change func(*app.Options)) *World {
	t.Helper()
	options := w.options
	change(&options)
	return open(t, options, w.Clock)
}

// End closes the world, as the end of its test does: a test that opens one after the other need not hold them all.
func (w *World) End() {
	if w.closed {
		return
	}
	w.closed = true
	if w.server != nil {
		w.server.Close()
	}
	err := w.Close()
	if w.copied != nil {
		err = errors.Join(err, w.mould.takeBack(context.WithoutCancel(w.t.Context()), w.copied))
	}
	if err != nil {
		w.t.Error(err)
	}
}

// SQL opens the world's database beside the world, for tests that look at all of its tables or at plans. It reads only.
func (w *World) SQL() *sql.DB {
	w.t.Helper()
	driver, source := "sqlite", "file:"+filepath.Join(w.Data, "osmose.db")+"?mode=ro"
	if w.Database != "" {
		driver, source = "pgx", w.Database
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = pool.Close() }) // nothing was written through it
	return pool
}

func (w *World) scan(target any, query string) {
	w.t.Helper()
	pool := w.SQL()
	defer pool.Close()
	if err := pool.QueryRow(query).Scan(target); err != nil {
		w.t.Fatal(err)
	}
}
