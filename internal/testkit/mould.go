package testkit

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"osmose/internal/app"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db/dbtest"
)

// Mould is a database to copy, with its files: the demo world's, or one that a test prepared from it.
type Mould struct {
	sqlite   []byte
	postgres string
	files    string // the folder of its files; "" for none
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
		content, err := os.ReadFile(filepath.Join(dir, "osmose.db"))
		return &Mould{sqlite: content}, err
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
		return &Mould{postgres: name}, fill(dir, address)
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
	w.close()
	if dbtest.Postgres() {
		var name string
		w.scan(&name, `SELECT current_database()`)
		return &Mould{postgres: name, files: filepath.Join(w.Data, "files")}
	}
	content, err := os.ReadFile(filepath.Join(w.Data, "osmose.db"))
	if err != nil {
		t.Fatal(err)
	}
	return &Mould{sqlite: content, files: filepath.Join(w.Data, "files")}
}

// Boot opens a copy that ends with the test.
func (m *Mould) Boot(t testing.TB) *World {
	t.Helper()
	return m.BootWith(t, nil)
}

// copying keeps two tests from copying one database at once, which PostgreSQL refuses.
var copying sync.Mutex

// BootWith is Boot with a change to the options.
func (m *Mould) BootWith(t testing.TB, change func(*app.Options)) *World {
	t.Helper()
	c := clock.NewManual(Start)
	options := optionsIn(t.TempDir(), c)
	options.Log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	if m.postgres != "" {
		copying.Lock()
		options.Database = dbtest.Config(t, c, m.postgres).URL
		copying.Unlock()
	} else if err := os.WriteFile(filepath.Join(options.Data, "osmose.db"), m.sqlite, 0o600); err != nil {
		t.Fatal(err)
	}
	if m.files != "" {
		if err := os.CopyFS(filepath.Join(options.Data, "files"), os.DirFS(m.files)); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(&options)
	}
	a, err := app.Open(context.WithoutCancel(t.Context()), options)
	if err != nil {
		t.Fatal(err)
	}
	w := &World{App: a, Clock: c, t: t, Data: options.Data, Database: options.Database}
	t.Cleanup(w.close)
	return w
}

// close ends the world; twice is once.
func (w *World) close() {
	if w.closed {
		return
	}
	w.closed = true
	if err := w.Close(); err != nil {
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
