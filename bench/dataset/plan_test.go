package dataset

import (
	"slices"
	"testing"

	"osmose/internal/platform/richtext"
)

func TestExcerptsAreThoseOfTheWholeBody(t *testing.T) {
	t.Parallel()
	p := draw(Sizes[0], 3)
	w := newWriter(p)
	long := 0
	for _, l := range p.publications {
		body := w.bodyOf(l.first)
		if len(beginning(body)) < len(body) {
			long++
		}
		if short, whole := richtext.TeaserOf(beginning(body), excerptLength), richtext.TeaserOf(richtext.HTML(body), excerptLength); short != whole {
			t.Fatalf("%q\n%q", short, whole)
		}
	}
	if long < len(p.publications)/10 {
		t.Errorf("only %d bodies are longer than what their excerpt is made of", long)
	}
}

// TestTheSkews looks at a small plan: few write much, most threads are short, some spaces are crowded.
func TestTheSkews(t *testing.T) {
	t.Parallel()
	size, err := SizeNamed("small")
	if err != nil {
		t.Fatal(err)
	}
	p := draw(size, 1)
	silent, hundreds, comments := 0, 0, 0
	for _, l := range p.publications {
		comments += int(l.comments)
		if l.comments == 0 {
			silent++
		}
		if l.comments > 200 {
			hundreds++
		}
	}
	n := len(p.publications)
	if mean := float64(comments) / float64(n); mean < 1.5 || mean > 2.5 {
		t.Errorf("a publication has %.2f comments on average", mean)
	}
	if silent < n/4 || hundreds < n/10_000 || hundreds > n/100 {
		t.Errorf("of %d publications %d have no comment and %d hundreds", n, silent, hundreds)
	}
	members, written := 0, make([]int, len(p.people))
	for _, s := range p.spaces {
		members += len(s.members)
		if len(s.themes) > len(themeLabels) {
			t.Fatal("more themes than names for them")
		}
	}
	if mean := members / len(p.spaces); mean < 25 || mean > 60 {
		t.Errorf("a space has %d members on average", mean)
	}
	for _, each := range p.texts {
		if each.author != nobody {
			written[each.author]++
		}
	}
	if busiest, mean := slices.Max(written), len(p.texts)/len(p.people); busiest < 10*mean {
		t.Errorf("the busiest person wrote %d texts, and all %d on average", busiest, mean)
	}
}
