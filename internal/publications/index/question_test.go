package index

import (
	"strings"
	"testing"
	"unicode/utf8"

	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
)

// marked writes a passage with its marks in brackets.
func marked(p ui.Passage) string {
	text := ""
	for _, run := range p {
		if run.Marked {
			text += "[" + run.Text + "]"
		} else {
			text += run.Text
		}
	}
	return text
}

func TestTheWordsThatWereFoundAreMarked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, text, want string }{
		{"durees utilite", "La durée d’utilité, les durées", "La [durée] d’[utilité], les [durées]"},
		{"oeuvre", "mise en ŒUVRE", "mise en [ŒUVRE]"},
		{"plateforme", "nos plate-formes", "nos [plate-formes]"},
		{"plate-forme", "une plateforme, une plate-forme", "une [plateforme], une [plate-forme]"},
		{"plate-forme", "une forme plate", "une forme plate"},
		{"« ordre du jour »", "du jour à l’ordre du jour", "du jour à l’[ordre du jour]"},
		{"\"archives\"", "archive et archives", "archive et [archives]"},
		{"archiv", "l’archiviste archive", "l’[archiviste] [archive]"},
		{"archiv ", "l’archiviste archive", "l’archiviste [archive]"},
		{"le seda", "le SEDA le", "le [SEDA] le"},
		{"e\u0301crit", "ils e\u0301crivent, c’est e\u0301crit", "ils e\u0301crivent, c’est [e\u0301crit]"},
		{"<b>", "<b>gras</b> & \"cité\"", "<b>gras</b> & \"cité\""},
		{"archi\u00advage", "archivage", "[archivage]"},
		{"seda 2.2", "SEDA 2.1 ou 2.2, le 2 à 2 h 22", "[SEDA] 2.1 ou [2.2], le 2 à 2 h 22"},
		{"1,5", "1,5 m et 15 m", "[1,5] m et 15 m"},
		{"", "rien", "rien"},
	} {
		if got := marked(Ask(c.typed).Mark(c.text)); got != c.want {
			t.Errorf("« %s » in %q: %q, want %q", c.typed, c.text, got, c.want)
		}
	}
}

func TestAnExcerptKeepsTheSpacesOfFrenchSigns(t *testing.T) {
	t.Parallel()
	const signs = "Les\u00a0archives\u00a0: «\u00a0tout\u00a0»\u202f; rien"
	if got := marked(Ask("tout").Excerpt("  " + signs + "\n\nd’autre ")); got != strings.Replace(signs, "tout", "[tout]", 1)+" d’autre" {
		t.Errorf("shows %q", got)
	}
}

func TestAnExcerptShowsTheMostWords(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("Une phrase qui ne dit rien de particulier. ", 20)
	text := "Le versement commence. " + filler + "Le bordereau du versement est signé par l’archiviste. " + filler
	got := marked(Ask("bordereau versement").Excerpt(text))
	if !strings.Contains(got, "[bordereau] du [versement]") || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") {
		t.Errorf("shows %q", got)
	}
	if n := utf8.RuneCountInString(got); n > excerptLength+20 {
		t.Errorf("has %d characters", n)
	}
	if got := marked(Ask("absent").Excerpt(text)); !strings.HasPrefix(got, "Le versement commence.") {
		t.Errorf("of nothing, shows %q", got)
	}
}

func TestWhatSaysNothingIsNotAsked(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", " ", "le", "d'", "l’", "a", "?!", "« »", "\"", "-", "de la", "\x00", "🙂"} {
		if q := Ask(typed); !q.Empty() {
			t.Errorf("%q asks %+v", typed, q)
		}
	}
	for _, typed := range []string{"7", "seda", "« de la »", "le seda", "c++ seda"} {
		if Ask(typed).Empty() {
			t.Errorf("%q asks nothing", typed)
		}
	}
	if n := len(Ask(strings.Repeat("mot autre ", 400)).terms); n > maxTerms {
		t.Errorf("%d terms", n)
	}
	if q := Ask(strings.Repeat("é", 5000)); len(q.terms) != 1 || len(q.terms[0].words[0]) > longestWord {
		t.Errorf("a long word asks %+v", q)
	}
}

// FuzzAsk holds that an expression is made of words, whatever was typed, and that marking changes no text.
func FuzzAsk(f *testing.F) {
	for _, seed := range []string{"« durée d’utilité »", "plate-forme \"x", "a:b* OR (c", "e\u0301\u00ad-", "ﬁn ½ ², İ"} {
		f.Add(seed, seed+" puis autre chose")
	}
	f.Fuzz(func(t *testing.T, typed, text string) {
		if !utf8.ValidString(typed) || !utf8.ValidString(text) {
			return // refused at the door
		}
		q := Ask(typed)
		for _, c := range []conjunction{q.exactly(), q.loosely(), q.entitled(), q.beginning()} {
			for _, list := range c {
				for _, a := range list {
					for _, word := range a.words {
						if word == "" || strings.ContainsFunc(word, func(r rune) bool { return !isLetter(r) }) {
							t.Fatalf("%q asks for %q", typed, word)
						}
					}
				}
			}
		}
		if got := q.Mark(text).String(); got != text {
			t.Fatalf("%q becomes %q", text, got)
		}
		q.Excerpt(text)
	})
}

func TestTheShortWayOfFoldingIsTheLongOne(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"Élimination", "ŒUVRE", "naïveté", "Ÿ", "d2009", "garçon", "île", "ﬁn", "½", "Łódź", "е́лка", "archi\u00advage"} {
		short, plain := foldFrench(word)
		long := strings.Map(func(r rune) rune {
			if isLetter(r) {
				return r
			}
			return -1
		}, richtext.Fold(word))
		if plain && short != long || fold(word) != long {
			t.Errorf("%q folds to %q, %q", word, fold(word), long)
		}
	}
}

func BenchmarkAnalyse(b *testing.B) {
	text := strings.Repeat("Nous gardons le bordereau de versement signé dix ans, et l’empreinte de chaque unité d’archives avec lui. ", 10)
	b.ReportAllocs()
	for b.Loop() {
		analyse(text)
	}
}
