package main

import (
	"errors"
	"strings"
	"testing"

	"osmose/internal/platform/files"
)

// TestTheDoctorFailsWhenSomethingIsLost ends with 0 when files are merely left over, and says the same as JSON.
func TestTheDoctorFailsWhenSomethingIsLost(t *testing.T) {
	t.Parallel()
	lost := files.Reference{Hash: "ab", Space: "Archivage numérique", Title: "Charte", Address: "/espaces/x"}
	for _, c := range []struct {
		found  files.Findings
		fails  bool
		asJSON bool
		says   string
	}{
		{files.Findings{Files: 3}, false, false, "3 files"},
		{files.Findings{Unreferenced: []string{"cd"}}, false, false, "unreferenced: cd"},
		{files.Findings{Missing: []files.Reference{lost}}, true, false, `missing: ab, "Charte" in "Archivage numérique", /espaces/x`},
		{files.Findings{Altered: []files.Reference{lost}}, true, false, `altered: ab, "Charte"`},
		{files.Findings{Altered: []files.Reference{lost}}, true, true, `"title": "Charte"`},
	} {
		var said strings.Builder
		if err := report(&said, c.found, c.asJSON); errors.Is(err, errUnsound) != c.fails || !strings.Contains(said.String(), c.says) {
			t.Errorf("%v, and says %s", err, said.String())
		}
	}
}
