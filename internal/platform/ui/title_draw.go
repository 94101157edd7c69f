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
func Title(text string) templ.Component { return title(text) }

type title string

// Render writes the words.
func (t title) Render(ctx context.Context, w io.Writer) error { return render(ctx, w, t) }

// longestWhole is how many characters a word may have that is kept whole: it fits in a phone’s line, as large as titles are.
const longestWhole = 20

func (t title) draw(p *pen) {
	text := string(t)
	from := 0 // what is not written yet
	for start := 0; start < len(text) && strings.Contains(text[start:], "-"); {
		end := len(text)
		if space := strings.IndexByte(text[start:], ' '); space >= 0 {
			end = start + space
		}
		if word := text[start:end]; strings.Contains(word, "-") && utf8.RuneCountInString(word) <= longestWhole {
			p.text(text[from:start])
			p.raw(`<span class="os-whole">`)
			p.text(word)
			p.raw(`</span>`)
			from = end
		}
		start = end + 1
	}
	p.text(text[from:])
}
