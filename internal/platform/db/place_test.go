package db_test

import (
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

func TestAPlaceIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	p := db.Place{Key: "le goff. sophie", ID: ids.ID(42)}
	if got := db.ParsePlace(p.String()); got != p {
		t.Errorf("%v became %v", p, got)
	}
	for _, nonsense := range []string{"", ".", "x", "0000000000000.a", p.Key} {
		if got := db.ParsePlace(nonsense); got != (db.Place{}) {
			t.Errorf("%q is %v, not the beginning", nonsense, got)
		}
	}
}
