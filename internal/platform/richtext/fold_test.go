package richtext

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNamesFoldToWhatPeopleTypeWithoutAccents(t *testing.T) {
	for name, want := range map[string]string{
		"Émilie  Lefèvre":       "emilie lefevre",
		"Cœur d’Alène":          "coeur d'alene",
		"ÇA ET LÀ":              "ca et la",
		" Jean‑Pierre ":         "jean-pierre",
		"Straße":                "strasse",
		"e\u0301te\u0301":       "ete",
		"Note\u00a0: 1\u00ba":   "note : 1o",
		"Ελένη":                 "ελενη",
		"a\u200bb":              "ab",
		"":                      "",
		"İstanbul ıssız ŒUVRE":  "istanbul issiz oeuvre",
		"Łódź, Đakovo, Þórshöf": "lodz, dakovo, thorshof",
	} {
		if got := Fold(name); got != want {
			t.Errorf("Fold(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestFoldIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(rapid.String().Draw(t, "s"))
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q", once, twice)
		}
	})
}

// TestFoldOfCommonLettersIsThatOfTheirParts compares the two ways through Fold: a mark that nothing precedes sends the
// same text through the decomposition.
func TestFoldOfCommonLettersIsThatOfTheirParts(t *testing.T) {
	const loneMark = "\u0301"
	for r := rune(1); r < 0x250; r++ {
		if short, long := Fold("a"+string(r)+"b"), Fold(loneMark+"a"+string(r)+"b"); short != long {
			t.Errorf("%U folds to %q in a common text, to %q in another", r, short, long)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aé’œ–ÀçÑ \u00a0\u202fxZ9-«»…°"))).Draw(t, "text")
		if short, long := Fold(text), Fold(loneMark+text); short != long {
			t.Fatalf("%q folds to %q, or %q", text, short, long)
		}
	})
}

func TestSlugsAreReadableAddresses(t *testing.T) {
	for title, want := range map[string]string{
		"Durée d’utilité administrative : l’éclairage": "duree-d-utilite-administrative-l-eclairage",
		"Œuvres & co. (n° 3)":                          "oeuvres-co-n-3",
		"日本語":                                          "sans-titre",
		"":                                             "sans-titre",
		"---":                                          "sans-titre",
	} {
		if got := Slug(title); got != want {
			t.Errorf("Slug(%q) = %q, want %q", title, got, want)
		}
	}
	long := Slug(strings.Repeat("archivage ", 20))
	if long != "archivage-archivage-archivage-archivage-archivage-archivage" {
		t.Errorf("a long title is cut between words, got %q", long)
	}
	if got := Slug(strings.Repeat("x", 200)); len(got) != maxSlug {
		t.Errorf("a word of 200 letters gives %d characters", len(got))
	}
}

func TestInitialsKeepTheirAccents(t *testing.T) {
	for _, person := range []struct{ given, family, want string }{
		{"Karim", "Benali", "KB"}, {"Émilie", "d’Ormesson", "ÉD"}, {"", "Zola", "Z"}, {"-", " ", "?"}, {"e\u0301va", "", "É"},
	} {
		if got := Initials(person.given, person.family); got != person.want {
			t.Errorf("Initials(%q, %q) = %q, want %q", person.given, person.family, got, person.want)
		}
	}
}
