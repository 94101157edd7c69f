package richtext

import (
	"slices"
	"strings"
	"testing"

	"osmose/internal/platform/ids"
)

func TestLinksAreFoundAndMadeAbsolute(t *testing.T) {
	const id = "0123456789abc"
	h := FromMarkdown("Voir [le **fil**](/espaces/" + id + "/echanges/" + id + "), [ailleurs](https://archives.example/a?b=1&c=2) et `[rien](/non)`.\n\n- [encore](/profil)")
	h = "<p>" + mentionStart + id + `"></a></p>` + h + pictureStart + "/espaces/" + id + "/pieces/" + id + `" alt="Un plan" loading="lazy">`
	want := []string{"/espaces/" + id + "/echanges/" + id, "https://archives.example/a?b=1&c=2", "/profil"}
	if got := Links(h); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	shown := WriteNames(h, "Ancien membre", func(ids.ID) string { return "Karim Benali" })
	got := string(Absolute(shown, "https://osmose.example"))
	for _, part := range []string{
		`<a href="https://osmose.example/personnes/` + id, ">@Karim Benali</a>", `<a href="https://osmose.example/espaces/` + id, `<strong>fil</strong></a>`,
		`<a href="https://archives.example/a?b=1&amp;c=2"`, "<code>[rien](/non)</code>",
		`<img src="https://osmose.example/espaces/` + id + "/pieces/" + id + `" alt="Un plan"`,
	} {
		if !strings.Contains(got, part) {
			t.Errorf("no %s in %s", part, got)
		}
	}
	if strings.Contains(got, `href="/`) || strings.Contains(got, `src="/`) {
		t.Error(got)
	}
}
