package richtext

import (
	"strings"
	"testing"

	"osmose/internal/platform/ids"
)

// hostile is what every field of text must survive.
var hostile = append(append([]string{}, hostileHTML...), hostileMarkdown...)

func TestHostileTextLeavesOnlyTheAllowList(t *testing.T) {
	if len(hostileHTML) < 150 || len(hostileMarkdown) < 100 {
		t.Errorf("only %d and %d vectors", len(hostileHTML), len(hostileMarkdown))
	}
	for _, vector := range hostile {
		promise(t, Sanitise(vector))
		promise(t, FromMarkdown(vector))
		promise(t, FromMarkdown(ToMarkdown(HTML(vector))))
		shown := WriteNames(HTML("<p>"+mentionOf(karim)+"</p>"), "Ancien membre", func(ids.ID) string { return vector })
		if err := outsideAllowList(shown); err != nil {
			t.Errorf("%q as a name: %v in %s", vector, err, shown)
		}
	}
}

// Each vector is tried inside what the allow-list holds, where the first parser's state differs.
func TestHostileTextStaysHarmlessWhereverItStands(t *testing.T) {
	around := []string{"<p>X</p>", "<a href=\"/x\">X</a>", "<table><tr><td>X</td></tr></table>", "<table>X", "<pre><code>X</code></pre>", "<ul><li>X</li></ul>", "<strong>X", "<h2>X</h2>", "<!--X-->", "<p title=\"X\">", "<a href='X'>a</a>", "<a href=\"X\">a</a>", "<svg>X</svg>", "<math>X</math>", "<style>X</style>"}
	for _, frame := range around {
		for _, vector := range hostile {
			promise(t, Sanitise(strings.Replace(frame, "X", vector, 1)))
		}
	}
	for _, frame := range []string{"> X", "- X", "1. X", "# X", "**X**", "*X*", "[X](/x)", "[a](X)", "[a](<X>)", "![X](X)", "<X>", "`X`", "```\nX\n```", "| X |\n|---|\n| X |", "a\nX", "\\X", "[X]: X", "[a]: X\n\n[a]", "https://a.fr/X"} {
		for _, vector := range hostile {
			promise(t, FromMarkdown(strings.ReplaceAll(frame, "X", vector)))
		}
	}
}

// The other half of the bargain: a harmless text that looks hostile is kept as it was typed.
func TestTypedTagsAreShownAsTyped(t *testing.T) {
	for typed, want := range map[string]HTML{
		"<script>alert(1)</script>":     "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
		"si a<b et c>d":                 "<p>si a&lt;b et c&gt;d</p>",
		"<div>\n\na":                    "<p>&lt;div&gt;</p><p>a</p>",
		"[a](javascript:alert(1))":      "<p>a</p>",
		"<javascript:alert(1)>":         "<p>javascript:alert(1)</p>",
		"[a]: javascript:alert(1)\n[a]": "<p>[a]: javascript:alert(1)<br>[a]</p>",
		"![plan](https://a.fr/p.png)":   `<p><a href="https://a.fr/p.png" rel="noopener noreferrer nofollow">plan</a></p>`,
	} {
		if got := FromMarkdown(typed); got != want {
			t.Errorf("%q gave %s, want %s", typed, got, want)
		}
	}
}

// The judge of all these tests must be able to say no.
func TestTheAllowListIsReallyLookedAt(t *testing.T) {
	for _, h := range []HTML{
		"<script>alert(1)</script>", "<p onclick=\"x\">a</p>", "<p><p>a</p></p>", "<img src=\"x\">", "<p><a href=\"javascript:x\">a</a></p>", "<p><a href=\"//evil.fr\">a</a></p>", "<p><a>a</a></p>",
		"<p><a href=\"https://a.fr\">a</a></p>", "<p><a href=\"/x\" target=\"_blank\">a</a></p>", "<svg></svg>", "<p><svg></svg></p>", "<ol start=\"x\"><li>a</li></ol>", "<li>a</li>", "<p>a", "a<b", "<!-- a -->", "<p>&#106;</p>", "<table><tr><td>a</td></tr></table>",
	} {
		if outsideAllowList(h) == nil {
			t.Errorf("%s passed", h)
		}
	}
}
