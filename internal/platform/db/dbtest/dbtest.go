// Package dbtest gives a test a database of its own: an SQLite file, or, when OSMOSE_TEST_DATABASE holds the address of
// a PostgreSQL server (postgres://…), a database on it that is dropped at the end.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
)

// Server is the environment variable that holds the PostgreSQL server's address.
const Server = "OSMOSE_TEST_DATABASE"

// Postgres says whether tests run on PostgreSQL.
func Postgres() bool { return os.Getenv(Server) != "" }

// Open opens an empty database that is closed and removed with the test.
func Open(t testing.TB, c clock.Clock) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), Config(t, c))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

var created atomic.Int64

// Config describes a fresh database, which ends with the test.
func Config(t testing.TB, c clock.Clock) db.Config {
	t.Helper()
	if !Postgres() {
		return db.Config{Dir: t.TempDir(), Clock: c}
	}
	name := fmt.Sprintf("osmose_test_%d_%d", os.Getpid(), created.Add(1))
	address, err := Create(name, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := Drop(name); err != nil {
			t.Error(err)
		}
	})
	return db.Config{URL: address, Clock: c}
}

// Create makes a database on the test server, with collation C, and returns its address. It is a copy of the database template, unless
// that is empty.
func Create(name, template string) (string, error) {
	if template == "" {
		template = "template0"
	}
	err := onServer(fmt.Sprintf("CREATE DATABASE %s ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE %s", name, template))
	if err != nil {
		return "", err
	}
	return Address(name), nil
}

// Address returns the address of a database on the test server.
func Address(name string) string {
	u, err := url.Parse(os.Getenv(Server))
	if err != nil {
		panic(err) // scripts/postgres wrote it
	}
	u.Path = "/" + name
	return u.String()
}

// Drop removes a database that Create made.
func Drop(name string) error { return onServer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)") }

func onServer(statement string) error {
	pool, err := sql.Open("pgx", os.Getenv(Server))
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := pool.ExecContext(context.Background(), statement); err != nil {
		return fmt.Errorf("dbtest: %s: %w", statement, err)
	}
	return nil
}
