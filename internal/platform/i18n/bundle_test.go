package i18n_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"osmose/internal/platform/i18n"
)

func TestBundleRefusesRoomsThatDoNotAgree(t *testing.T) {
	for name, c := range map[string]struct{ fr, en, complaint string }{
		"missing in English": {`a = "x"`, ``, `en: "a" is missing`},
		"missing in French":  {``, `a = "x"`, `fr: "a" is missing`},
		"other values":       {`a = "{{.Name}}"`, `a = "{{.Title}}"`, `en: "a" mentions [Title], and [Name] in fr`},
		"plural in one":      {"[a]\none = \"x\"\nother = \"y\"", `a = "x"`, `en: "a" has plural forms in one language only`},
	} {
		b := i18n.New("fr")
		if err := b.Load(room(c.fr, c.en)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := b.Finish(); err == nil || !strings.Contains(err.Error(), c.complaint) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBundleTellsAllThatIsMissingAtOnce(t *testing.T) {
	b := i18n.New("fr")
	if err := b.Load(room(`a = "x"`, `b = "x"`)); err != nil {
		t.Fatal(err)
	}
	err := b.Finish()
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("want two lines: %v", err)
	}
}

func TestBundleRefusesFilesThatAreWrong(t *testing.T) {
	for name, fr := range map[string]string{
		"not TOML":                 `a = `,
		"the same key twice":       "a = \"x\"\na = \"y\"",
		"a function":               `a = "{{printf .Name}}"`,
		"a condition":              `a = "{{if .Name}}x{{end}}"`,
		"an open brace":            `a = "{{.Name"`,
		"a field of a value":       `a = "{{.Name.First}}"`,
		"words beside plurals":     "[a]\nother = \"x\"\nlabel = \"y\"",
		"a form French has not":    "[a]\nzero = \"aucun\"\nother = \"x\"",
		"plural without general":   "[a]\none = \"x\"",
		"an empty text":            `a = ""`,
		"a key of another room":    "[i18n.ago]\nnow = \"x\"",
		"a broken form of plurals": "[a]\none = \"{{x}}\"\nother = \"y\"",
	} {
		if err := i18n.New("fr").Load(room(fr, ``)); err == nil {
			t.Errorf("%s passed", name)
		}
	}
}

func TestRoomMayHaveNoTexts(t *testing.T) {
	bundle(t, fstest.MapFS{})
}

func TestFinishedBundleTakesNoMoreTexts(t *testing.T) {
	if err := bundle(t).Load(thread); err == nil {
		t.Error("a finished bundle took a room")
	}
}
