package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// place is where a text stands, which decides what must be escaped in it.
type place struct {
	lineStart bool // nothing of its line is written
	inLink    bool // between brackets
	inCell    bool // between pipes
	inHeading bool // where a last « # » would close
	meetsLink bool // a bracket follows
}

// escapeText returns Markdown that reads as s, escaped as little as can be: people see it in a text area.
func escapeText(s string, at place) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	start := -1
	if at.lineStart {
		start = startMark(s)
	}
	for i := 0; i < len(s); i++ {
		if i == start || at.escapes(s, i) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// escapes says whether the byte at i would mean something.
func (at place) escapes(s string, i int) bool {
	rest := s[i+1:]
	switch s[i] {
	case '\\', '`', '[':
		return true
	case ']':
		return at.inLink
	case '*':
		return !spaced(s, i)
	case '_':
		return !withinWord(s, i)
	case '<':
		return beginsTag(rest)
	case '&':
		return entityLength(s[i:min(len(s), i+maxEntity)]) > 0
	case '!':
		return at.meetsLink && rest == ""
	case '|':
		return at.inCell
	case '#':
		return at.inHeading && rest == ""
	}
	return false
}

// beginsTag says whether what follows a « < » could be one of the two tags of our dialect, or an address as far as the
// next « > », which may be beyond this text.
func beginsTag(rest string) bool {
	if strings.HasPrefix(rest, "!") || strings.HasPrefix(strings.ToLower(rest[:min(len(rest), 2)]), "br") {
		return true
	}
	end := strings.IndexAny(rest, " <>")
	return end < 0 || rest[end] == '>'
}

// spaced says whether a star stands alone between spaces; then it opens and closes nothing.
func spaced(s string, i int) bool {
	return i > 0 && s[i-1] == ' ' && i+1 < len(s) && s[i+1] == ' '
}

// withinWord says whether an underscore stands between letters; then it opens and closes nothing.
func withinWord(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	return i > 0 && isLetter(before) && isLetter(after)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// startMark returns which byte to escape so that a line does not begin a block, or -1.
func startMark(s string) int {
	digits := 0
	for digits < len(s) && '0' <= s[digits] && s[digits] <= '9' {
		digits++
	}
	mark := s[digits:]
	switch {
	case mark == "":
		return -1
	case digits > 0:
		return oneIf((mark[0] == '.' || mark[0] == ')') && ends(mark[1:]), digits)
	}
	switch mark[0] {
	case '>', '|', '~', '*':
		return 0
	case '+':
		return oneIf(ends(mark[1:]), 0)
	case '-':
		return oneIf(ends(mark[1:]) || !util.IsAlphaNumeric(mark[1]), 0)
	case ':':
		return oneIf(len(mark) == 1 || mark[1] == '-' || mark[1] == '|', 0)
	case '#':
		return oneIf(ends(strings.TrimLeft(mark, "#")), 0)
	}
	return -1
}

func oneIf(yes bool, index int) int {
	if yes {
		return index
	}
	return -1
}

// ends says whether a mark followed by s is complete.
func ends(s string) bool { return s == "" || s[0] == ' ' }

// escapeAddress writes the address of a link between its parentheses.
func escapeAddress(href string) string {
	var b strings.Builder
	for i := 0; i < len(href); i++ {
		if c := href[i]; c == '(' || c == ')' || c == '&' && entityLength(href[i:min(len(href), i+maxEntity)]) > 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(href[i])
	}
	return b.String()
}

// codeSpan writes code between enough backticks.
func codeSpan(s string, at place) string {
	longest, current := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] != '`' {
			current = 0
			continue
		}
		current++
		longest = max(longest, current)
	}
	fence := strings.Repeat("`", longest+1)
	if s[0] == '`' || s[len(s)-1] == '`' {
		s = " " + s + " "
	}
	if at.inCell {
		s = strings.ReplaceAll(s, "|", `\|`)
	}
	return fence + s + fence
}

// flanking says whether a run of stars or underscores between two characters can open and can close (CommonMark,
// « left-flanking » and « right-flanking »).
func flanking(mark byte, before, after rune) (opens, closes bool) {
	spaceBefore, spaceAfter := unicode.IsSpace(before), unicode.IsSpace(after)
	signBefore, signAfter := util.IsPunctRune(before), util.IsPunctRune(after)
	left := !spaceAfter && (!signAfter || spaceBefore || signBefore)
	right := !spaceBefore && (!signBefore || spaceAfter || signAfter)
	if mark == '_' {
		return left && (!right || signBefore), right && (!left || signAfter)
	}
	return left, right
}

// firstRune and lastRune return a space where there is none: the edge of a line counts as one.
func firstRune(s string) rune {
	if s == "" {
		return ' '
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	if s == "" {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
