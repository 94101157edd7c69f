package accounts_test

import (
	"context"
	"io/fs"
	"testing"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/ids"
)

// house is a database with the people of the stories.
type house struct {
	*testing.T
	db    *db.DB
	clock *clock.Manual
	karim ids.ID
	ines  ids.ID // blocked
}

const password = "demo-osmose-2026"

// passwordHash is computed once: it is what costs.
var passwordHash = func() string {
	hash, err := accounts.HashPassword(context.Background(), password)
	if err != nil {
		panic(err)
	}
	return hash
}()

func open(t *testing.T) *house {
	t.Helper()
	c := clock.NewManual(time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC))
	h := &house{T: t, db: dbtest.Open(t, c), clock: c}
	if err := h.db.Migrate(t.Context(), []fs.FS{accounts.Migrations()}); err != nil {
		t.Fatal(err)
	}
	h.karim = h.create(accounts.NewPerson{Email: "karim.benali@herault.example", Given: "Karim", Family: "Benali",
		Organisation: "Archives départementales de l’Hérault", Service: "Archives numériques", Function: "Archiviste"})
	h.ines = h.create(accounts.NewPerson{Email: "ines.robert@culture.example", Given: "Inès", Family: "Robert"})
	h.write(func(tx *db.Tx) error { return accounts.Block(tx, h.ines) })
	return h
}

func (h *house) write(work func(tx *db.Tx) error) {
	h.Helper()
	if err := h.db.Write(h.Context(), work); err != nil {
		h.Fatal(err)
	}
}

func (h *house) create(n accounts.NewPerson) (id ids.ID) {
	h.Helper()
	n.PasswordHash = passwordHash
	h.write(func(tx *db.Tx) (err error) {
		id, err = accounts.Create(tx, n)
		return err
	})
	return id
}

func (h *house) person(id ids.ID) accounts.Person {
	h.Helper()
	p, err := accounts.Find(h.db.Read(h.Context()), id)
	if err != nil {
		h.Fatal(err)
	}
	return p
}

func (h *house) count(query string, args ...any) int {
	h.Helper()
	n, err := db.One[int](h.db.Read(h.Context()), query, args...)
	if err != nil {
		h.Fatal(err)
	}
	return n
}
