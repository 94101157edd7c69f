package demo_test

import (
	"errors"
	"testing"

	"osmose/internal/demo"
	"osmose/internal/platform/db"
	"osmose/internal/testkit"
)

func TestPeopleOfTheirOwnAreNoDemo(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	if err := demo.Fill(t.Context(), w.App); err != nil {
		t.Fatalf("the demo started again: %v", err)
	}
	w.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE people SET email = $1 WHERE email = $2`, "agent@ministere.example", demo.Guides[0].Email)
		return err
	})
	if err := demo.Fill(t.Context(), w.App); !errors.Is(err, demo.ErrNotDemo) {
		t.Errorf("as a demo, it would show its mails: %v", err)
	}
}
