package accounts_test

import (
	"errors"
	"strings"
	"testing"

	"osmose/internal/accounts"
	"osmose/internal/accounts/addresses"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
)

func TestAPersonIsFoundByIdAndByAddressHoweverItIsTyped(t *testing.T) {
	h := open(t)
	p := h.person(h.karim)
	if p.Name() != "Karim Benali" || p.Initials() != "KB" || !p.Complete() || p.Theme != "auto" {
		t.Errorf("%+v", p)
	}
	found, err := accounts.FindByAddress(h.db.Read(t.Context()), "  Karim.Benali@Herault.EXAMPLE ")
	if err != nil || found.ID != h.karim {
		t.Errorf("%v %v", found, err)
	}
	if _, err := accounts.FindByAddress(h.db.Read(t.Context()), "nobody@herault.example"); !errors.Is(err, fault.ErrNotFound) {
		t.Error(err)
	}
}

func TestTwoAccountsNeverShareAnAddress(t *testing.T) {
	h := open(t)
	err := h.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := accounts.Create(tx, accounts.NewPerson{Email: "KARIM.benali@herault.example", Given: "K", Family: "B"})
		return err
	})
	if !errors.Is(err, accounts.ErrAddressTaken) {
		t.Error(err)
	}
}

func TestNobodyIsCreatedFromTextsThatCanNotBeStored(t *testing.T) {
	h := open(t)
	err := h.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := accounts.Create(tx, accounts.NewPerson{Email: "a@b", Given: "", Family: "Bro\x00ken",
			Organisation: "\xff", Service: strings.Repeat("é", 161), Language: "de"})
		return err
	})
	var wrong *fault.Invalid
	if !errors.As(err, &wrong) || len(wrong.Fields) != 6 {
		t.Fatal(err)
	}
	if n := h.count(`SELECT COUNT(*) FROM people`); n != 5 {
		t.Errorf("%d people", n)
	}
}

func TestAddressesAreReadStrictly(t *testing.T) {
	for _, good := range []string{"a@b.fr", "A.B-c+d@sous.domaine.example", strings.Repeat("a", 64) + "@b.fr"} {
		if got, err := addresses.Canonical(good); err != nil || got != strings.ToLower(good) {
			t.Errorf("%q: %q %v", good, got, err)
		}
	}
	for _, bad := range []string{"", "a", "@b.fr", "a@", "a@b", "a@b.fr@gouv.fr", "a b@c.fr", "a@b..fr", ".a@b.fr", "a.@b.fr",
		"a..b@c.fr", "a@-b.fr", "a@b-.fr", "a@b.fr.", "a@[127.0.0.1]", "a@127.0.0.1", "\"a\"@b.fr", "a@b.f", "é@b.fr", "a@bé.fr",
		"a\x00@b.fr", "a\n@b.fr", "<a@b.fr>", "\u212Aarim@b.fr", strings.Repeat("a", 65) + "@b.fr",
		"a@" + strings.Repeat("b.", 130) + "fr"} {
		if got, err := addresses.Canonical(bad); err == nil {
			t.Errorf("%q became %q", bad, got)
		}
	}
}

func TestALineOfADeletedAuthorIsEmpty(t *testing.T) {
	h := open(t)
	q := `SELECT ` + accounts.BylineColumns + ` FROM visits v LEFT JOIN people p ON p.id = v.last_request_at`
	h.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO visits (person_id, last_request_at, visit_started_at) VALUES ($1, $1, 0), ($2, 0, 0)`, h.karim, h.ines)
		return err
	})
	lines, err := db.All[accounts.Byline](h.db.Read(t.Context()), q+` ORDER BY v.last_request_at`)
	if err != nil || len(lines) != 2 {
		t.Fatal(lines, err)
	}
	if lines[0] != (accounts.Byline{}) || lines[0].URL() != "" || lines[0].PhotoURL() != "" {
		t.Errorf("deleted: %+v", lines[0])
	}
	if lines[1].Initials() != "KB" || lines[1].URL() != "/personnes/"+h.karim.String() {
		t.Errorf("%+v", lines[1])
	}
}
