package richtext

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"osmose/internal/platform/ids"
)

// promise fails unless h is within the allow-list and the identities hold for what Sanitise or FromMarkdown returned.
func promise(t interface {
	Helper()
	Fatalf(string, ...any)
}, h HTML) {
	t.Helper()
	if err := outsideAllowList(h); err != nil {
		t.Fatalf("%v\nin %q", err, h)
	}
	if again := Sanitise(string(h)); again != h {
		t.Fatalf("not canonical:\n     %q\nthen %q", h, again)
	}
	md := ToMarkdown(h)
	if back := FromMarkdown(md); back != h {
		t.Fatalf("editing without a change changes the text:\n     %q\nas   %q\nback %q", h, md, back)
	}
	if again := ToMarkdown(FromMarkdown(md)); again != md {
		t.Fatalf("Markdown of one text in two spellings:\n     %q\nthen %q", md, again)
	}
}

func TestAnyHTMLBecomesATextThatMarkdownCanEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { promise(t, Sanitise(drawHTML(t))) })
}

func TestAnyDocumentBecomesATextThatMarkdownCanEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { promise(t, Sanitise(drawDocument(t))) })
}

func TestAnyLineBecomesATextThatMarkdownCanEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var line strings.Builder
		drawInlines(t, &line)
		for _, holder := range []string{"p", "h2", "td", "li"} {
			promise(t, Sanitise("<"+holder+">"+line.String()))
		}
	})
}

func TestAnyMarkdownBecomesATextThatMarkdownCanEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { promise(t, FromMarkdown(drawText(t, "a")+drawText(t, "b")+drawText(t, "c"))) })
}

func TestAnyTextIsStillOneOnceMentionsAreResolved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { promise(t, ResolveMentions(Sanitise(drawDocument(t)), members)) })
}

func TestMentionsOfAPageAreThoseOfItsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := ResolveMentions(Sanitise(drawDocument(t)), members)
		shown := WriteNames(h, "Ancien membre", func(ids.ID) string { return "Karim [x] *y* _z_" })
		if got := FromMarkdown(ToMarkdown(shown)); got != h {
			t.Fatalf("%q shown as %q comes back as %q", h, shown, got)
		}
	})
}

// harmless are marks that may change the form of a text but stand for no word.
var harmless = []string{"mot", "été", " ", "  ", "    ", "\n", "\n\n", "\n    ", "\t", "*", "**", "_", "#", "# ", "> ", "- ", "-", "+ ", "|", "\n|---|\n", "\n|||\n", "|:-:", "|-", "---", "!", "?", "~", "^", "(", ")", ":", "=", "==="}

func TestNoWordIsEverLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := strings.Join(rapid.SliceOf(rapid.SampledFrom(harmless)).Draw(t, "source"), "")
		if typed, kept := letters(source), letters(PlainText(FromMarkdown(source))); kept != typed {
			t.Fatalf("%q keeps %q", source, kept)
		}
	})
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}
