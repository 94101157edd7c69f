package richtext

import "strings"

// normaliser brings the leaves of a tree to their canonical form.
type normaliser struct {
	named bool // keep the text of mentions
}

// blocks returns the canonical form of a container's content: what is empty is gone, and two line breaks in a row
// have parted a paragraph.
func (c normaliser) blocks(nodes []*node) (kept []*node) {
	for _, n := range nodes {
		switch n.kind {
		case paragraph:
			kept = append(kept, c.paragraphs(n.runs)...)
		case heading2, heading3:
			if n.runs = c.modest(c.line(withoutBreaks(n.runs))); len(n.runs) > 0 {
				kept = append(kept, n)
			}
		case code:
			if n.text, n.runs = cleanCode(n.text+joined(n.runs)), nil; n.text != "" {
				kept = append(kept, n)
			}
		case rule, picture:
			kept = append(kept, n)
		case table:
			kept = append(kept, c.table(n)...)
		default:
			if n.nodes = c.blocks(n.nodes); len(n.nodes) > 0 {
				kept = append(kept, n)
			}
		}
	}
	return kept
}

// paragraphs parts runs at each blank line.
func (c normaliser) paragraphs(runs []run) (made []*node) {
	var current []run
	for _, line := range append(c.lines(runs), nil) {
		if len(line) > 0 {
			current = appendLine(current, line)
			continue
		}
		if current = c.modest(current); len(current) > 0 {
			made = append(made, &node{kind: paragraph, runs: current})
		}
		current = nil
	}
	return made
}

// table makes every row as wide as the widest, and drops blank rows. A table of blanks is nothing; one of too many
// cells becomes the paragraphs that stood in it.
func (c normaliser) table(t *node) []*node {
	width, rows := 0, t.nodes[:0]
	for _, r := range t.nodes {
		blank := true
		for _, field := range r.nodes {
			field.runs = c.modest(c.joinLines(field.runs))
			blank = blank && len(field.runs) == 0
		}
		if !blank {
			rows = append(rows, r)
			width = max(width, len(r.nodes))
		}
	}
	if len(rows)*width > maxCells {
		return paragraphsOf(rows)
	}
	for _, r := range rows {
		for len(r.nodes) < width {
			r.add(&node{kind: cell})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	t.nodes = rows
	return []*node{t}
}

func paragraphsOf(rows []*node) (made []*node) {
	for _, r := range rows {
		for _, field := range r.nodes {
			if len(field.runs) > 0 {
				made = append(made, &node{kind: paragraph, runs: field.runs})
			}
		}
	}
	return made
}

// lines parts runs at each line break; a line may be empty.
func (c normaliser) lines(runs []run) (lines [][]run) {
	from := 0
	for i, r := range runs {
		if r.lineBreak {
			lines = append(lines, c.line(runs[from:i]))
			from = i + 1
		}
	}
	return append(lines, c.line(runs[from:]))
}

// modest takes the styles away from a leaf that has too many of them.
func (c normaliser) modest(runs []run) []run {
	styled := 0
	for _, r := range runs {
		if r.style != (style{}) {
			styled++
		}
	}
	if styled <= maxRuns {
		return runs
	}
	for i := range runs {
		runs[i].style = style{}
	}
	return c.joinLines(runs)
}

// joinLines drops the blank lines.
func (c normaliser) joinLines(runs []run) (kept []run) {
	for _, line := range c.lines(runs) {
		if len(line) > 0 {
			kept = appendLine(kept, line)
		}
	}
	return kept
}

func appendLine(runs, line []run) []run {
	if len(runs) > 0 {
		runs = append(runs, run{lineBreak: true})
	}
	return append(runs, line...)
}

func withoutBreaks(runs []run) []run {
	for i, r := range runs {
		if r.lineBreak {
			runs[i] = run{text: " "}
		}
	}
	return runs
}

// joined returns the text of runs.
func joined(runs []run) string {
	if len(runs) == 1 && !runs[0].lineBreak {
		return runs[0].text
	}
	var b strings.Builder
	for _, r := range runs {
		if r.lineBreak {
			b.WriteByte('\n')
		}
		b.WriteString(r.text)
	}
	return b.String()
}
