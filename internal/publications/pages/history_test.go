package pages

import (
	"strings"
	"testing"

	"osmose/internal/platform/richtext"
	"osmose/internal/platform/textdiff"
)

func TestHistoryShowsWhatChangedAndLittleElse(t *testing.T) {
	long := strings.Repeat("Rien ne bouge ici. ", 60)
	states := []state{
		{Body: richtext.FromMarkdown(long + "\n\nDix ans chez nous.\n\n" + long)},
		{Version: 2, Body: richtext.FromMarkdown(long + "\n\nCinq ans chez nous.\n\n" + long)},
		{Version: 1, Body: richtext.FromMarkdown(long + "\n\n**Cinq** ans chez nous.\n\n" + long)},
	}
	compare(states)
	var removed, added string
	for _, p := range states[0].Changes {
		switch p.Kind {
		case textdiff.Removed:
			removed += p.Text
		case textdiff.Added:
			added += p.Text
		default:
			if len(p.Text) > 3*around {
				t.Errorf("%d bytes of what did not change", len(p.Text))
			}
		}
	}
	if removed != "Cinq " || added != "Dix " {
		t.Errorf("%q became %q", removed, added)
	}
	if states[1].Changes != nil || states[1].First || !states[2].First {
		t.Errorf("%+v", states[1:])
	}
}
