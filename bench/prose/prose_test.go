package prose_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"osmose/bench/prose"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

func TestBodiesAreWhatTheProductStores(t *testing.T) {
	t.Parallel()
	w := prose.New()
	marks := map[string]int{"<ul>": 0, "<ol>": 0, "<blockquote>": 0, "<a href": 0, "<strong>": 0}
	runes := 0
	const n = 3000
	for i := range uint64(n) {
		w.Seed(7, i)
		body := w.Body(500)
		if clean := richtext.Sanitise(body); string(clean) != body {
			t.Fatalf("not canonical:\n%s\n%s", body, clean)
		}
		runes += utf8.RuneCountInString(richtext.PlainText(richtext.HTML(body)))
		for mark := range marks {
			marks[mark] += strings.Count(body, mark)
		}
	}
	if average := runes / n; average < 450 || average > 650 {
		t.Errorf("bodies of about 500 characters have %d on average", average)
	}
	for mark, count := range marks {
		if count < n/100 {
			t.Errorf("%s stands %d times in %d bodies", mark, count, n)
		}
	}
}

func TestTitlesFit(t *testing.T) {
	t.Parallel()
	w := prose.New()
	seen := map[string]bool{}
	for i := range uint64(3000) {
		w.Seed(7, i)
		title := w.Title()
		seen[title] = true
		if n := utf8.RuneCountInString(title); n < 10 || n > publications.MaxTitle {
			t.Errorf("%q has %d characters", title, n)
		}
		if n := utf8.RuneCountInString(w.SpaceTitle()); n > spaces.MaxTitle {
			t.Errorf("the title of a space has %d characters", n)
		}
		if n := utf8.RuneCountInString(w.Phrase()); n > spaces.MaxDescription {
			t.Errorf("a description has %d characters", n)
		}
		if n := utf8.RuneCountInString(w.Keyword()); n > publications.MaxKeyword {
			t.Errorf("a keyword has %d characters", n)
		}
	}
	if len(seen) < 2000 {
		t.Errorf("of 3000 titles only %d differ", len(seen))
	}
}

func TestTheSameSeedWritesTheSame(t *testing.T) {
	t.Parallel()
	a, b := prose.New(), prose.New()
	b.Body(300)
	for _, w := range []*prose.Writer{a, b} {
		w.Seed(1, 2)
	}
	one, two := a.Body(500), b.Body(500)
	if one != two {
		t.Errorf("%q\n%q", one, two)
	}
	b.Seed(1, 3)
	if other := b.Body(500); other == one {
		t.Error("another seed wrote the same")
	}
}

func BenchmarkBody(b *testing.B) {
	w := prose.New()
	b.ReportAllocs()
	for b.Loop() {
		w.Body(500)
	}
}
