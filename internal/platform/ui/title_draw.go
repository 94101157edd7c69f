package ui

import (
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
)

// Title writes the title of a publication, in which a word with a hyphen stays on one line: « prenez-vous » cut in two
// reads badly, most of all where lines are balanced. No style says that of a word, and a hyphen that does not break would
// change what people copy and look for.
func Title(text string) templ.Component { return title{{Text: text}} }

// Title is the passage as a title, in which a word with a hyphen stays on one line.
func (p Passage) Title() templ.Component { return title(p) }

type title Passage

// Render writes the words.
func (t title) Render(ctx context.Context, w io.Writer) error { return render(ctx, w, t) }

// longestWhole is how many characters a word may have that is kept whole: it fits in a phone’s line, as large as titles are.
const longestWhole = 20

func (t title) draw(p *pen) {
	text := Passage(t).String()
	from := 0 // what is not written yet
	for start := 0; start < len(text) && strings.Contains(text[start:], "-"); {
		end := len(text)
		if space := strings.IndexByte(text[start:], ' '); space >= 0 {
			end = start + space
		}
		if word := text[start:end]; strings.Contains(word, "-") && utf8.RuneCountInString(word) <= longestWhole {
			t.between(p, from, start)
			p.raw(`<span class="os-whole">`)
			t.between(p, start, end)
			p.raw(`</span>`)
			from = end
		}
		start = end + 1
	}
	t.between(p, from, len(text))
}

// between writes what stands from one byte of the text to another, with its marks.
func (t title) between(p *pen, from, to int) {
	at := 0
	for _, run := range t {
		start, end := max(from-at, 0), min(to-at, len(run.Text))
		at += len(run.Text)
		if start >= end {
			continue
		}
		if run.Marked {
			p.raw(`<mark class="os-hit">`)
		}
		p.text(run.Text[start:end])
		if run.Marked {
			p.raw(`</mark>`)
		}
	}
}
