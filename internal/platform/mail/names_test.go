package mail_test

import (
	"errors"
	"strings"
	"testing"

	"osmose/internal/platform/mail"
)

func TestOrdinaryNamesStay(t *testing.T) {
	for _, name := range []string{"Karim Benali", "Jean-Éric O’Brien", "M. Léa Fontaine, DRAC (Île-de-France)", "J.-P. Le Goff",
		"李 明", "محمد", "Zoé 👩‍💻"} {
		if got := mail.Name(name); got != name {
			t.Errorf("%q became %q", name, got)
		}
	}
}

func TestANameMakesNoLink(t *testing.T) {
	for name, want := range map[string]string{
		"Gagnez https://evil.example/x":     "Gagnez https: evil. example x",
		"www.evil.example":                  "www. evil. example",
		"karim@evil.example":                "karim(a)evil. example",
		"karim＠evil．example":                "karim(a)evil. example",
		"evil。example":                      "evil。 example",
		"<b>Karim</b>":                      "b Karim b",
		"Karim\r\nBcc: paul@evil.example":   "Karim Bcc: paul(a)evil. example",
		"Karim\x00\u202e\u2028Benali\u200b": "Karim Benali",
		"=?utf-8?q?evil=40x?=":              "= ?utf-8?q?evil=40x?=",
		"mailto:x":                          "mailto: x",
		"broken \xff":                       "broken \uFFFD",
		"  ":                                "",
		strings.Repeat("é", 101):            strings.Repeat("é", 99) + "…",
	} {
		if got := mail.Name(name); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

func TestAddressesAreReadStrictly(t *testing.T) {
	for _, good := range []string{"karim.benali@herault.example", "o'brien+osmose@a-b.gouv.fr", "x@y.fr"} {
		if err := mail.CheckAddress(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "karim", "@b.fr", "a@", "a@b", "a@b.fr@gouv.fr", "a b@c.fr", "a@b.fr\r\nBcc: x@y.fr",
		"a@b.fr\n", "\"a\"@b.fr", "Karim <a@b.fr>", "a@b..fr", ".a@b.fr", "a.@b.fr", "a..b@c.fr", "a@-b.fr", "a@b-.fr",
		"a@[127.0.0.1]", "a@127.0.0.1", "a%b@c.fr", "a!b@c.fr", "é@b.fr", "a@é.fr", "a@b.f", "a,b@c.fr", "a@b.fr,c@d.fr",
		"a@b.fr\x00", strings.Repeat("a", 65) + "@b.fr", "a@" + strings.Repeat("b.", 130) + "fr",
		"a@" + strings.Repeat("b", 64) + ".fr"} {
		if err := mail.CheckAddress(bad); !errors.Is(err, mail.ErrAddress) {
			t.Errorf("%q passed", bad)
		}
	}
}
