package richtext

import (
	"strconv"
	"strings"
)

// writeMarkdown returns the source of a canonical document.
func writeMarkdown(root *node) string {
	w := &markdownWriter{}
	w.blocks(root.nodes)
	return strings.TrimPrefix(w.String(), "\n")
}

// markdownWriter writes lines, each behind the prefix of the containers that it stands in.
type markdownWriter struct {
	strings.Builder
	prefix string // of the next lines
	first  string // of the next line only, once, if an item has just begun
	marked bool   // first is to be written
	tight  bool   // in an item of one sentence
}

// line writes one line.
func (w *markdownWriter) line(s string) {
	prefix := w.prefix
	if w.marked {
		prefix, w.marked = w.first, false
	}
	if s == "" {
		prefix = strings.TrimRight(prefix, " ")
	}
	w.WriteString(prefix + s + "\n")
}

// blocks writes blocks with a blank line between two, and lists so that neighbours are not read as one.
func (w *markdownWriter) blocks(nodes []*node) {
	other := false
	for i, n := range nodes {
		if i > 0 && !w.follows(nodes[i-1], n) {
			w.line("")
		}
		if i > 0 {
			other = nodes[i-1].kind == n.kind && !other
		}
		w.block(n, other)
	}
}

// follows says whether a list may stand right under the sentence of its item.
func (w *markdownWriter) follows(before, n *node) bool {
	return w.tight && before.kind == paragraph && (n.kind == bullets || n.kind == numbers && n.start == 1)
}

func (w *markdownWriter) block(n *node, other bool) {
	switch n.kind {
	case paragraph:
		w.paragraph(n.runs)
	case heading2:
		w.line("# " + inlineMarkdown(n.runs, place{inHeading: true}))
	case heading3:
		w.line("## " + inlineMarkdown(n.runs, place{inHeading: true}))
	case code:
		w.code(n.text)
	case picture:
		w.line("![" + escapeText(n.text, place{inLink: true}) + "](" + n.src + ")")
	case rule:
		w.line(ruleMark)
	case quote:
		w.within("> ", "> ", n.nodes)
	case bullets, numbers:
		w.list(n, other)
	case table:
		w.table(n)
	}
}

// ruleMark has no hyphens, which behind the hyphen of an item would be one rule with it.
const ruleMark = "***"

func (w *markdownWriter) paragraph(runs []run) {
	for _, line := range splitLines(runs) {
		w.line(inlineMarkdown(line, place{lineStart: true}))
	}
}

func (w *markdownWriter) code(text string) {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	w.line(fence)
	for line := range strings.SplitSeq(text, "\n") {
		w.line(line)
	}
	w.line(fence)
}

// within writes blocks in a container whose first line begins with first and whose others begin with rest.
func (w *markdownWriter) within(first, rest string, nodes []*node) {
	outer := w.prefix
	if w.marked {
		w.first += first
	} else {
		w.first, w.marked = outer+first, true
	}
	w.prefix = outer + rest
	w.blocks(nodes)
	w.prefix = outer
}

// list writes items. Of two neighbouring lists, other has the other mark.
func (w *markdownWriter) list(n *node, other bool) {
	number := n.start
	for i, it := range n.nodes {
		if i > 0 && !(simple(it) && simple(n.nodes[i-1])) {
			w.line("")
		}
		mark := itemMark(n.kind, number, other)
		w.tight = simple(it)
		w.within(mark, strings.Repeat(" ", len(mark)), it.nodes)
		number = min(number+1, 999_999_999)
	}
}

func itemMark(k kind, number int, other bool) string {
	switch {
	case k == bullets && other:
		return "+ "
	case k == bullets:
		return "- "
	case other:
		return strconv.Itoa(number) + ") "
	}
	return strconv.Itoa(number) + ". "
}

func (w *markdownWriter) table(n *node) {
	for i, r := range n.nodes {
		var b strings.Builder
		for _, field := range r.nodes {
			b.WriteString("| " + inlineMarkdown(field.runs, place{inCell: true}) + " ")
		}
		w.line(b.String() + "|")
		if i == 0 {
			w.line(strings.Repeat("| --- ", len(r.nodes)) + "|")
		}
	}
}

// splitLines parts runs at each line break.
func splitLines(runs []run) (lines [][]run) {
	from := 0
	for i, r := range runs {
		if r.lineBreak {
			lines = append(lines, runs[from:i])
			from = i + 1
		}
	}
	return append(lines, runs[from:])
}
