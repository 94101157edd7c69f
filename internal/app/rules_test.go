package app_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"osmose/internal/app"
	"osmose/internal/platform/i18n"
	"osmose/internal/spaces"
)

// sentences returns the French texts of every room.
func sentences(t *testing.T) *i18n.Localizer {
	t.Helper()
	bundle := i18n.New("fr")
	bundle.Strict = true
	if err := loadTexts(bundle); err != nil {
		t.Fatal(err)
	}
	return bundle.Localizer("fr", nil)
}

// loadTexts adds the texts of every room to a bundle.
func loadTexts(bundle *i18n.Bundle) error {
	return walkModule(func(name string) error {
		folder := path.Dir(name)
		if path.Base(name) != "texts.fr.toml" || folder == "internal/platform/i18n" { // New has those
			return nil
		}
		return bundle.Load(os.DirFS(filepath.Join(root, folder)))
	})
}

// TestTheRulesAreWrittenDown prints who may do what, so that a change of a right shows in a review as a line of a table.
func TestTheRulesAreWrittenDown(t *testing.T) {
	t.Parallel()
	fr := sentences(t)
	var table strings.Builder
	table.WriteString(`# Who may do what in a space

Printed from the code by a test; « go test ./internal/app -update » writes it anew. Whoever is not a member may do none
of this, administrators included: see the table of addresses in ` + "`internal/app/testdata/matrix.txt`" + `.

| action | reader | contributor | animator | why |
|---|---|---|---|---|
`)
	for _, rule := range app.Rules() {
		mark := func(role spaces.Role) string {
			switch {
			case !role.Includes(rule.From):
				return "–"
			case rule.Narrowed != nil && role != spaces.Animator:
				return "if the space says so"
			}
			return "yes"
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %s | %s |\n", fr.T(rule.Label),
			mark(spaces.Reader), mark(spaces.Contributor), mark(spaces.Animator), rule.Why)
	}
	agrees(t, "docs/rules.md", table.String())
}
