package demo_test

import (
	"errors"
	"testing"

	"osmose/internal/accounts"
	"osmose/internal/app"
	"osmose/internal/demo"
	"osmose/internal/platform/db"
	"osmose/internal/testkit"
)

func TestTheDemoMovesInOnceAndOnlyIntoAnEmptyHouse(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	before := people(t, w.App)
	if err := demo.Fill(t.Context(), w.App); err != nil || people(t, w.App) != before {
		t.Fatalf("filling again: %v, %d people became %d", err, before, people(t, w.App))
	}
	w.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM people`)
		if err != nil {
			return err
		}
		_, err = accounts.Create(tx, accounts.NewPerson{Email: "agent@mairie.example", Given: "Anne", Family: "Martin"})
		return err
	})
	if err := demo.Fill(t.Context(), w.App); !errors.Is(err, demo.ErrNotDemo) || people(t, w.App) != 1 {
		t.Fatalf("moved in with others: %v, %d people", err, people(t, w.App))
	}
}

func people(t *testing.T, a *app.App) int {
	t.Helper()
	n, err := db.One[int](a.DB.Read(t.Context()), `SELECT COUNT(*) FROM people`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
