package textdiff

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// sides puts the two texts together again.
func sides(list []Piece) (before, after string) {
	for _, p := range list {
		if p.Kind != Added {
			before += p.Text
		}
		if p.Kind != Removed {
			after += p.Text
		}
	}
	return before, after
}

func TestWordsThatChangedAreTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		before, after string
		want          []Piece
	}{
		{"", "", nil},
		{"Bonjour.", "Bonjour.", []Piece{{Same, "Bonjour."}}},
		{"", "Bonjour.", []Piece{{Added, "Bonjour."}}},
		{"Bonjour.", "", []Piece{{Removed, "Bonjour."}}},
		{"Cinq ans chez nous.", "Dix ans chez nous.", []Piece{{Removed, "Cinq "}, {Added, "Dix "}, {Same, "ans chez nous."}}},
		{"La durée est fixée.", "La durée d’utilité est fixée.", []Piece{{Same, "La durée "}, {Added, "d’utilité "}, {Same, "est fixée."}}},
		{"un\ndeux\ntrois", "un\ntrois", []Piece{{Same, "un\n"}, {Removed, "deux\n"}, {Same, "trois"}}},
	} {
		if got := Diff(c.before, c.after); !slices.Equal(got, c.want) {
			t.Errorf("%q to %q: %q", c.before, c.after, got)
		}
	}
}

// written returns a text of some of the given words.
func written(random *rand.Rand, words []string, n int) string {
	var text strings.Builder
	for range n {
		text.WriteString(words[random.IntN(len(words))])
		text.WriteString([]string{" ", " ", " ", "\n", "\u00a0", "  "}[random.IntN(6)])
	}
	return text.String()
}

func TestBothSidesComeBack(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(4, 2))
	vocabulary := []string{"le", "la", "fil", "billet", "durée,", "été", "«", "»", "10", "–"}
	for range 3000 {
		before := written(random, vocabulary[:1+random.IntN(len(vocabulary))], random.IntN(60))
		after := written(random, vocabulary[:1+random.IntN(len(vocabulary))], random.IntN(60))
		list := Diff(before, after)
		if a, b := sides(list); a != before || b != after {
			t.Fatalf("%q to %q: %q", before, after, list)
		}
		for i, p := range list {
			if p.Text == "" || i > 0 && (p.Kind == list[i-1].Kind || p.Kind == Removed && list[i-1].Kind == Added) {
				t.Fatalf("%q to %q: piece %d of %q", before, after, i, list)
			}
		}
	}
}

func TestTheCostIsBounded(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	few, many := []string{"a", "b"}, []string{"x"}
	for i := range 5000 {
		many = append(many, strings.Repeat("m", i%50+1)+string(rune('a'+i%26)))
	}
	for name, vocabulary := range map[string][]string{"two words": few, "all words": many} {
		before, after := written(random, vocabulary, 60_000), written(random, vocabulary, 60_000)
		began := time.Now()
		list := Diff(before, after)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if a, b := sides(list); a != before || b != after {
			t.Errorf("%s: a side is lost", name)
		}
	}
}

func FuzzBothSides(f *testing.F) {
	f.Add("un deux\ntrois", "un\ndeux  trois")
	f.Add("\xff\xfe", "\u2028a\n\n")
	f.Fuzz(func(t *testing.T, before, after string) {
		if a, b := sides(Diff(before, after)); a != before || b != after {
			t.Errorf("%q, %q", a, b)
		}
	})
}
