// Package textdiff finds which words were taken away from a text, and which were added, so that a person can read what
// changed. It works on plain text: the words and line ends of both sides, nothing of their markup.
//
// Its cost is bounded: texts that have little in common are told apart by lines, and where that is too much work too, as
// one piece replaced by another. That is also what a reader wants to see of them.
package textdiff

import (
	"strings"
	"unicode"
)

// Kind says on which side a piece stands.
type Kind uint8

// The kinds of pieces.
const (
	Same Kind = iota
	Removed
	Added
)

// Piece is a part of the two texts. Of two pieces side by side, one is removed before the other is added.
type Piece struct {
	Kind Kind
	Text string
}

// mostEdits is how many words, or lines, may differ before a coarser answer is given: the work grows with its square.
const mostEdits = 600

// Diff returns the pieces of which before and after are made: those that are Same or Removed are before, in order, those
// that are Same or Added are after.
func Diff(before, after string) []Piece {
	a, b := words(before), words(after)
	head := common(a, b)
	a, b = a[head:], b[head:]
	tail := commonEnd(a, b)
	var p pieces
	p.add(Same, words(before)[:head]...)
	middle(&p, a[:len(a)-tail], b[:len(b)-tail])
	p.add(Same, a[len(a)-tail:]...)
	return p.done()
}

// middle compares what differs at both ends, by words if that is cheap, else by lines, else not at all.
func middle(p *pieces, a, b []string) {
	if steps, ok := edits(a, b); ok {
		p.follow(a, b, steps)
		return
	}
	lineA, lineB := lines(a), lines(b)
	if steps, ok := edits(lineA, lineB); ok {
		p.follow(lineA, lineB, steps)
		return
	}
	p.add(Removed, a...)
	p.add(Added, b...)
}

// words parts a text into words, each with the spaces and signs that follow it, and line ends, each by itself.
func words(text string) []string {
	var list []string
	from, spaces := 0, false
	for i, r := range text {
		switch {
		case r == '\n':
			if from < i {
				list = append(list, text[from:i])
			}
			list = append(list, "\n")
			from, spaces = i+1, false
		case unicode.IsSpace(r):
			spaces = true
		case spaces:
			if from < i {
				list = append(list, text[from:i])
			}
			from, spaces = i, false
		}
	}
	if from < len(text) {
		list = append(list, text[from:])
	}
	return list
}

// lines joins words up to each line end.
func lines(words []string) []string {
	var list []string
	from := 0
	for i, w := range words {
		if w == "\n" {
			list = append(list, strings.Join(words[from:i+1], ""))
			from = i + 1
		}
	}
	if from < len(words) {
		list = append(list, strings.Join(words[from:], ""))
	}
	return list
}

func common(a, b []string) (n int) {
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

func commonEnd(a, b []string) (n int) {
	for n < min(len(a), len(b)) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

// pieces gathers the answer.
type pieces struct {
	list           []Piece
	removed, added strings.Builder
}

func (p *pieces) add(kind Kind, words ...string) {
	for _, w := range words {
		switch kind {
		case Removed:
			p.removed.WriteString(w)
		case Added:
			p.added.WriteString(w)
		default:
			p.flush()
			if last := len(p.list) - 1; last >= 0 && p.list[last].Kind == Same {
				p.list[last].Text += w
			} else {
				p.list = append(p.list, Piece{Same, w})
			}
		}
	}
}

// flush closes a change: what was taken away comes before what replaces it.
func (p *pieces) flush() {
	for _, side := range []struct {
		kind Kind
		text *strings.Builder
	}{{Removed, &p.removed}, {Added, &p.added}} {
		if side.text.Len() > 0 {
			p.list = append(p.list, Piece{side.kind, side.text.String()})
			side.text.Reset()
		}
	}
}

func (p *pieces) done() []Piece {
	p.flush()
	return p.list
}

// follow writes the pieces along the steps that lead from a to b.
func (p *pieces) follow(a, b []string, steps []Kind) {
	x, y := 0, 0
	for _, step := range steps {
		switch step {
		case Removed:
			p.add(Removed, a[x])
			x++
		case Added:
			p.add(Added, b[y])
			y++
		default:
			p.add(Same, a[x])
			x++
			y++
		}
	}
}
