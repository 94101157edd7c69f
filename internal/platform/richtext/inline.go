package richtext

import (
	"strings"
	"unicode"
)

// line returns the canonical form of the runs of one line: single spaces, none at the edges of the line nor of a
// style, no two neighbours in the same style, bare addresses linked.
func (c normaliser) line(runs []run) []run {
	runs = linkURLs(mergeRuns(trimLine(c.words(runs))))
	if isPlain(runs) {
		return runs
	}
	for _, m := range styleMarks {
		runs = m.trim(runs)
	}
	return mergeRuns(runs)
}

// isPlain says whether runs are one text without style, as most lines are.
func isPlain(runs []run) bool {
	return len(runs) == 0 || len(runs) == 1 && runs[0].style == style{}
}

// words cleans the text of each run and drops what is empty.
func (c normaliser) words(runs []run) []run {
	kept := make([]run, 0, len(runs))
	gap := true
	for _, r := range runs {
		if r.mention() {
			kept = c.appendMention(kept, r)
			gap = false
			continue
		}
		r.text = collapse(r.text, gap)
		if r.text == "" {
			continue
		}
		gap = strings.HasSuffix(r.text, " ")
		r.code = r.code && !isBlank(r.text)
		kept = append(kept, r)
	}
	return kept
}

// appendMention adds a mention in no style; in a row, the same mention counts once.
func (c normaliser) appendMention(runs []run, r run) []run {
	name := ""
	if c.named {
		name = strings.TrimSpace(collapse(r.text, true))
	}
	if last := len(runs) - 1; last >= 0 && runs[last].href == r.href {
		runs[last].text += name
		return runs
	}
	return append(runs, run{text: name, style: style{href: r.href}})
}

func trimLine(runs []run) []run {
	for len(runs) > 0 && !runs[0].mention() {
		runs[0].text = strings.TrimLeftFunc(runs[0].text, unicode.IsSpace)
		if runs[0].text != "" {
			break
		}
		runs = runs[1:]
	}
	for last := len(runs) - 1; last >= 0 && !runs[last].mention(); last-- {
		runs[last].text = strings.TrimRightFunc(runs[last].text, unicode.IsSpace)
		if runs[last].text != "" {
			break
		}
		runs = runs[:last]
	}
	return runs
}

// mergeRuns joins neighbours in the same style.
func mergeRuns(runs []run) []run {
	if len(runs) < 2 {
		return runs
	}
	merged := make([]run, 0, len(runs))
	for i := 0; i < len(runs); {
		j := i + 1
		for j < len(runs) && runs[i].mergesWith(runs[j]) {
			j++
		}
		r := runs[i]
		if j > i+1 {
			r.text = joined(runs[i:j])
		}
		merged = append(merged, r)
		i = j
	}
	return merged
}

func (r run) mergesWith(next run) bool {
	return r.style == next.style && !r.lineBreak && !next.lineBreak && !r.mention()
}

// linkURLs makes links of the bare addresses in text that is no link nor code.
func linkURLs(runs []run) []run {
	if isPlain(runs) && !strings.Contains(joined(runs), "://") {
		return runs
	}
	linked := make([]run, 0, len(runs))
	for _, r := range runs {
		if !r.bare() {
			linked = append(linked, r)
			continue
		}
		at := 0
		for _, found := range findURLs(r.text) {
			linked = appendText(linked, r, r.text[at:found.from])
			address := r
			address.href = found.href
			linked = appendText(linked, address, r.text[found.from:found.to])
			at = found.to
		}
		linked = appendText(linked, r, r.text[at:])
	}
	return linked
}

// appendText adds text in the style of r, if there is any.
func appendText(runs []run, r run, text string) []run {
	if text == "" {
		return runs
	}
	r.text = text
	return append(runs, r)
}
