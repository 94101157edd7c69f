package richtext

import "strings"

// inlineMarkdown returns the Markdown of the runs of one line, or of one cell.
func inlineMarkdown(runs []run, at place) string {
	if isPlain(runs) {
		return escapeText(joined(runs), at)
	}
	w := inlineWriter{runs: unlinkBare(runs), at: at}
	for i, r := range w.runs {
		w.change(r.style)
		w.text(w.content(i))
	}
	w.change(style{})
	return joinTokens(w.tokens)
}

// token is a piece of a line: a text, or a mark of strong or em that opens or closes.
type token struct {
	text  string
	role  role
	opens bool
}

type role uint8

const (
	isText role = iota
	isStrong
	isEm
)

// inlineWriter makes tokens of runs.
type inlineWriter struct {
	runs   []run
	at     place
	open   style
	tokens []token
}

func (w *inlineWriter) text(s string) {
	if s != "" {
		w.tokens = append(w.tokens, token{text: s})
	}
}

// content is the Markdown of run i without its marks.
func (w *inlineWriter) content(i int) string {
	r := w.runs[i]
	at := w.at
	at.lineStart = at.lineStart && i == 0
	at.inHeading = at.inHeading && i == len(w.runs)-1
	at.inLink = r.href != ""
	at.meetsLink = i+1 < len(w.runs) && w.runs[i+1].href != "" && w.runs[i+1].href != r.href
	switch {
	case r.lineBreak:
		return string(breaks[0])
	case r.code:
		return codeSpan(r.text, at)
	}
	return escapeText(r.text, at)
}

// change closes and opens the marks between two neighbouring runs, as the printer of HTML does.
func (w *inlineWriter) change(to style) {
	from := w.open
	keepLink := from.href == to.href && !isMention(to.href)
	keepStrong := keepLink && from.strong == to.strong
	keepEm := keepStrong && from.em == to.em
	w.mark(from.em && !keepEm, isEm, false)
	w.mark(from.strong && !keepStrong, isStrong, false)
	if from.href != "" && !keepLink {
		w.text("](" + escapeAddress(from.href) + ")")
	}
	if to.href != "" && !keepLink {
		w.text("[")
	}
	w.mark(to.strong && !keepStrong, isStrong, true)
	w.mark(to.em && !keepEm, isEm, true)
	w.open = to
}

func (w *inlineWriter) mark(written bool, r role, opens bool) {
	if written {
		w.tokens = append(w.tokens, token{role: r, opens: opens, text: "**"})
	}
}

// joinTokens chooses the marks of em and writes a separator wherever two marks would be read as one, or a mark as none.
func joinTokens(tokens []token) string {
	chooseEm(tokens)
	var b strings.Builder
	for i, t := range tokens {
		if t.role == isText {
			b.WriteString(t.text)
			continue
		}
		before, after := lastRune(b.String()), firstRune(next(tokens, i))
		opens, closes := flanking(t.text[0], before, after)
		touching := i > 0 && tokens[i-1].role != isText && tokens[i-1].text[0] == t.text[0] && before == rune(t.text[0])
		if touching || t.opens && !opens {
			b.WriteString(separator)
		}
		b.WriteString(t.text)
		if !t.opens && !closes {
			b.WriteString(separator)
		}
	}
	return b.String()
}

func next(tokens []token, i int) string {
	if i+1 == len(tokens) {
		return ""
	}
	return tokens[i+1].text
}

// chooseEm gives every em underscores, which never touch the stars of a strong, or a star inside a word, where
// underscores mean nothing.
func chooseEm(tokens []token) {
	opener := 0
	for i, t := range tokens {
		if t.role != isEm {
			continue
		}
		tokens[i].text = "_"
		if t.opens {
			opener = i
			continue
		}
		opens, _ := flanking('_', before(tokens, opener), firstRune(next(tokens, opener)))
		_, closes := flanking('_', before(tokens, i), firstRune(next(tokens, i)))
		if !opens || !closes {
			tokens[opener].text, tokens[i].text = "*", "*"
		}
	}
}

func before(tokens []token, i int) rune {
	if i == 0 {
		return ' '
	}
	return lastRune(tokens[i-1].text)
}

// unlinkBare takes the links from addresses that FromMarkdown will link again by itself.
func unlinkBare(runs []run) []run {
	bare := append([]run(nil), runs...)
	for i := 0; i < len(bare); {
		j := i
		for j < len(bare) && couldBeBare(bare[j]) && sameWeight(bare[i], bare[j]) {
			j++
		}
		if j > i && linksAgain(bare[i:j]) {
			for k := i; k < j; k++ {
				bare[k].href = ""
			}
		}
		i = max(j, i+1)
	}
	return mergeRuns(bare)
}

// couldBeBare says whether r is text, or a link that shows its address.
func couldBeBare(r run) bool {
	if r.lineBreak || r.code || r.mention() {
		return false
	}
	if r.href == "" {
		return true
	}
	found := findURLs(r.text)
	return len(found) == 1 && found[0] == span{0, len(r.text), r.href}
}

func sameWeight(a, b run) bool { return a.strong == b.strong && a.em == b.em }

// linksAgain says whether the bare addresses in the whole text of runs are their links, no more and no less.
func linksAgain(runs []run) bool {
	found := findURLs(joined(runs))
	at := 0
	for _, r := range runs {
		if r.href != "" {
			if len(found) == 0 || found[0] != (span{at, at + len(r.text), r.href}) {
				return false
			}
			found = found[1:]
		}
		at += len(r.text)
	}
	return len(found) == 0
}
