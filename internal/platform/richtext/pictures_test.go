package richtext

import (
	"slices"
	"strings"
	"testing"

	"osmose/internal/platform/ids"
)

const plan = "/espaces/0123456789abc/pieces/0123456789abd"

func TestAPictureOfThePlatformKeepsItsAlternative(t *testing.T) {
	const stored = `<p>Le plan :</p><img src="` + plan + `" alt="Plan du &#34;dépôt&#34;, [1] &lt;nord&gt;" loading="lazy"><p>fin</p>`
	for _, typed := range []HTML{
		Sanitise(`<p>Le plan :<img onerror="x()" alt='Plan du "dépôt", [1] &lt;nord&gt;' src="` + plan + `">fin`),
		FromMarkdown("Le plan :\n\n![Plan du \"dépôt\", \\[1\\] <nord\\>](" + plan + ")\n\nfin"),
	} {
		if typed != stored {
			t.Errorf("%q", typed)
		}
	}
	if Empty(Sanitise(`<img src="` + plan + `" alt="">`)) {
		t.Error("a decorative picture alone is a text")
	}
	if got := PlainText(stored); got != "Le plan :\nPlan du \"dépôt\", [1] <nord>\nfin" {
		t.Errorf("%q", got)
	}
}

func TestAPictureFromElsewhereIsNone(t *testing.T) {
	for _, src := range []string{
		"https://evil.example/a.png", "//evil.example" + plan, plan + "?a", plan + "/", "data:image/png;base64,AA", "/espaces/0123456789abc/pieces/0123456789abil",
		"https://osmose.example" + plan, "/espaces/../pieces/0123456789abd", `" onerror="x()`,
	} {
		if got := Sanitise(`<p>a<img src="` + src + `" alt="b"></p>`); strings.Contains(string(got), "img") {
			t.Errorf("%s gives %q", src, got)
		}
		if got := FromMarkdown("![b](" + src + ")"); strings.Contains(string(got), "<img") {
			t.Errorf("%s gives %q", src, got)
		}
	}
}

func TestPicturesOfASpaceAreFound(t *testing.T) {
	space, _ := ids.Parse("0123456789abc")
	piece, _ := ids.Parse("0123456789abd")
	h := Sanitise(`<img src="` + PictureURL(space, piece) + `" alt="<img src=x>"><img src="` + PictureURL(piece, space) + `">`)
	if got := Pictures(h, space); !slices.Equal(got, []ids.ID{piece}) {
		t.Errorf("%v in %q", got, h)
	}
}

func TestAPictureInACellIsALinkToIt(t *testing.T) {
	const want = `<table><thead><tr><th><a href="` + plan + `">Plan</a></th></tr></thead></table>`
	if got := Sanitise(`<table><tr><td><img src="` + plan + `" alt="Plan"></td></tr></table>`); got != want {
		t.Errorf("%q", got)
	}
}
