package richtext

import (
	"strings"
	"unicode"
)

// styleMark is one style, in the order in which they nest.
type styleMark struct {
	has   func(run) bool
	clear func(*run)
	outer func(style) style // what must be equal for two runs to be printed under one mark
}

var styleMarks = []styleMark{
	{func(r run) bool { return r.href != "" && !r.mention() }, func(r *run) { r.href = "" },
		func(s style) style { return style{href: s.href} }},
	{func(r run) bool { return r.strong }, func(r *run) { r.strong = false },
		func(s style) style { return style{href: s.href} }},
	{func(r run) bool { return r.em }, func(r *run) { r.em = false },
		func(s style) style { return style{href: s.href, strong: s.strong} }},
	{func(r run) bool { return r.code }, func(r *run) { r.code = false },
		func(s style) style { return style{href: s.href, strong: s.strong, em: s.em} }},
}

// trim takes the mark away from the spaces at both ends of each stretch that has it: « ** gras ** » is no bold text.
func (m styleMark) trim(runs []run) []run {
	trimmed := make([]run, 0, len(runs))
	for i := 0; i < len(runs); {
		j := i + 1
		for j < len(runs) && m.has(runs[i]) && m.has(runs[j]) && m.outer(runs[i].style) == m.outer(runs[j].style) {
			j++
		}
		if m.has(runs[i]) {
			trimmed = m.appendStretch(trimmed, runs[i:j])
		} else {
			trimmed = append(trimmed, runs[i])
		}
		i = j
	}
	return trimmed
}

func (m styleMark) appendStretch(runs, stretch []run) []run {
	first, last := 0, len(stretch)
	for first < last && isBlank(stretch[first].text) {
		first++
	}
	for last > first && isBlank(stretch[last-1].text) {
		last--
	}
	for i, r := range stretch {
		without := r
		m.clear(&without)
		if i < first || i >= last {
			runs = append(runs, without)
			continue
		}
		text, after := r.text, ""
		if i == first {
			inner := strings.TrimLeftFunc(text, unicode.IsSpace)
			runs = appendText(runs, without, text[:len(text)-len(inner)])
			text = inner
		}
		if i == last-1 {
			inner := strings.TrimRightFunc(text, unicode.IsSpace)
			text, after = inner, text[len(inner):]
		}
		runs = appendText(runs, r, text)
		runs = appendText(runs, without, after)
	}
	return runs
}
