package db_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/ids"
)

// shelf opens a database with one table that holds n rows.
func shelf(b *testing.B, n int) *db.DB {
	b.Helper()
	d := dbtest.Open(b, clock.System{})
	table := "-- +goose Up\nCREATE TABLE books (id BIGINT PRIMARY KEY, title TEXT NOT NULL, pages BIGINT NOT NULL);\n"
	if err := d.Migrate(b.Context(), []fs.FS{fstest.MapFS{"0001_books.sql": &fstest.MapFile{Data: []byte(table)}}}); err != nil {
		b.Fatal(err)
	}
	err := d.Write(b.Context(), func(tx *db.Tx) error {
		for range n {
			if err := put(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return d
}

func put(tx *db.Tx) error {
	_, err := tx.Exec(`INSERT INTO books (id, title, pages) VALUES ($1, $2, $3)`, ids.New(tx.Now), "Guide", 42)
	return err
}

// BenchmarkWriteAlone is one writer after the other: a commit, hence an fsync, for each.
func BenchmarkWriteAlone(b *testing.B) {
	d := shelf(b, 0)
	for b.Loop() {
		if err := d.Write(b.Context(), put); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWriteTogether is 64 writers for each core: those that wait share a commit.
func BenchmarkWriteTogether(b *testing.B) {
	d := shelf(b, 0)
	b.SetParallelism(64)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := d.Write(b.Context(), put); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

type book struct {
	ID    ids.ID `db:"id"`
	Title string `db:"title"`
	Pages int    `db:"pages"`
}

// BenchmarkAll reads fifty rows into structs.
func BenchmarkAll(b *testing.B) {
	d := shelf(b, 50)
	b.ReportAllocs()
	for b.Loop() {
		list, err := db.All[book](d.Read(b.Context()), `SELECT id, title, pages FROM books LIMIT 50`)
		if err != nil || len(list) != 50 {
			b.Fatal(len(list), err)
		}
	}
}
