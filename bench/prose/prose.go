// Package prose writes French of the trade of archives and planning permissions, made up from word lists: as long, as
// varied and as well typeset as what people write, and the same again from the same seed. Everybody and every address in
// it is invented.
//
// What Body returns is canonical HTML, as platform/richtext stores it; a test holds that.
package prose

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Writer writes one text after the other. It is not safe for use by several goroutines.
type Writer struct {
	source rand.PCG
	rand   *rand.Rand
	text   []byte
	runes  int // of what is read of text, marks left out
	last   int // the sentence before, which does not come twice in a row
}

// New returns a writer; Seed comes before each text that must come again.
func New() *Writer {
	w := &Writer{}
	w.rand = rand.New(&w.source)
	return w
}

// Seed makes what follows depend on two numbers alone.
func (w *Writer) Seed(a, b uint64) { w.source.Seed(a, b) }

// Rand is the writer's source of chance.
func (w *Writer) Rand() *rand.Rand { return w.rand }

// Body returns a text of about length characters: paragraphs, sometimes a list, a quote, a link, words in bold.
func (w *Writer) Body(length int) string {
	w.begin()
	if w.chance(40) {
		w.open("<p>")
		w.sentence(greetings)
		w.open("</p>")
	}
	extra := w.rand.IntN(100)
	for first := true; first || w.runes < length; first = false {
		w.paragraph(min(length-w.runes, 180+w.rand.IntN(240)))
		if w.runes*2 < length {
			continue
		}
		w.extra(extra)
		extra = -1
	}
	return string(w.text)
}

// Plain returns paragraphs of about length characters in all, as people type them.
func (w *Writer) Plain(length int) string {
	w.begin()
	for first := true; first || w.runes < length; first = false {
		if !first {
			w.open("\n\n")
		}
		end := w.runes + min(length-w.runes, 180+w.rand.IntN(240))
		w.sentence(sentences)
		for w.runes < end {
			w.open(" ")
			w.sentence(sentences)
		}
	}
	return string(w.text)
}

// Title returns the title of a publication.
func (w *Writer) Title() string {
	w.begin()
	w.sentence(titles)
	if w.chance(50) {
		w.say(" ")
		w.sentence(places)
	}
	return upper(string(w.text))
}

// Phrase returns a short description of a space.
func (w *Writer) Phrase() string {
	w.begin()
	w.sentence(descriptions)
	return string(w.text)
}

func (w *Writer) begin() { w.text, w.runes, w.last = w.text[:0], 0, -1 }

func (w *Writer) chance(percent int) bool { return w.rand.IntN(100) < percent }

// open adds what is not read: marks.
func (w *Writer) open(mark string) { w.text = append(w.text, mark...) }

func (w *Writer) say(words string) {
	w.text = append(w.text, words...)
	w.runes += utf8.RuneCountInString(words)
}

func (w *Writer) paragraph(length int) {
	w.open("<p>")
	end := w.runes + length
	w.sentence(sentences)
	for w.runes < end {
		w.say(" ")
		w.sentence(sentences)
	}
	w.open("</p>")
}

// extra adds what stands beside paragraphs, or nothing, by a number under 100.
func (w *Writer) extra(n int) {
	switch {
	case n < 0 || n >= 30:
	case n < 14:
		w.list("ul")
	case n < 18:
		w.list("ol")
	case n < 25:
		w.open("<p>")
		w.say("Voir ")
		w.open(`<a href="https://ressources.example/notices/` + strconv.Itoa(1000+w.rand.IntN(9000)) + `" rel="noopener noreferrer nofollow">`)
		w.sentence(notices)
		w.open("</a>")
		w.say(" et ")
		w.open("<strong>")
		w.sentence(items)
		w.open("</strong>")
		w.say(".")
		w.open("</p>")
	default:
		w.open("<blockquote>")
		w.paragraph(80)
		w.open("</blockquote>")
	}
}

func (w *Writer) list(element string) {
	w.open("<" + element + ">")
	for range 3 + w.rand.IntN(3) {
		w.open("<li>")
		w.sentence(items)
		w.say("\u202f; ")
		w.sentence(items)
		w.open("</li>")
	}
	w.open("</" + element + ">")
}

// pattern is a sentence with holes: literal words, and the list that fills each hole.
type pattern []part

type part struct {
	words string
	fill  []string // nil for plain words
	min   int      // of a number
	max   int      // zero when it is none
}

func (w *Writer) sentence(from []pattern) {
	n := w.rand.IntN(len(from))
	if n == w.last {
		n = (n + 1) % len(from)
	}
	w.last = n
	for _, p := range from[n] {
		switch {
		case p.fill != nil:
			w.say(p.fill[w.rand.IntN(len(p.fill))])
		case p.max > 0:
			w.say(strconv.Itoa(p.min + w.rand.IntN(p.max-p.min+1)))
		default:
			w.say(p.words)
		}
	}
}

// patterns reads sentences, one a line, whose holes are {name} of the lists, or {least-most} for a number.
func patterns(text string) []pattern {
	var list []pattern
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, readPattern(typeset(line)))
		}
	}
	return list
}

func readPattern(line string) (p pattern) {
	for line != "" {
		before, rest, _ := strings.Cut(line, "{")
		if before != "" {
			p = append(p, part{words: before})
		}
		name, after, found := strings.Cut(rest, "}")
		if !found {
			return p
		}
		line = after
		if least, most, is := strings.Cut(name, "-"); is {
			low, _ := strconv.Atoi(least)
			high, _ := strconv.Atoi(most)
			p = append(p, part{min: low, max: high})
			continue
		}
		fill, known := lists[name]
		if !known {
			panic("prose: no list is called " + name)
		}
		p = append(p, part{fill: fill})
	}
	return p
}

// typeset sets the spaces that French wants before its signs, and its apostrophe.
func typeset(line string) string {
	return strings.NewReplacer("'", "’", " ?", "\u202f?", " ;", "\u202f;", " :", "\u00a0:", "« ", "«\u00a0", " »", "\u00a0»").Replace(line)
}

// upper returns words with a capital at their beginning.
func upper(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return strings.ToUpper(string(first)) + words[size:]
}
