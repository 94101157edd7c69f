package richtext

import (
	"strings"
	"unicode"
)

// clean returns s in valid UTF-8 with plain newlines and without controls, which both databases and browsers read each
// in their own way.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexFunc(s, dirty) < 0 {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case dirty(r):
			return -1
		}
		return r
	}, s)
}

func dirty(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\f' || r == '\uFEFF'
}

// isBlank says whether s shows nothing.
func isBlank(s string) bool { return strings.TrimSpace(s) == "" }

// collapse returns the text of a run on one line with single spaces; after says that a space stands before it. No-break
// spaces stay: French needs them.
func collapse(s string, after bool) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\f' || r == '\r' || r == '\u2028' || r == '\u2029':
			if !after {
				b.WriteByte(' ')
			}
			after = true
		case dirty(r):
		default:
			b.WriteRune(r)
			after = false
		}
	}
	return b.String()
}

// cleanCode returns the lines of a block of code: tabs are four spaces, which lists cannot eat, no line ends in a
// space, and there is no blank line at either end.
func cleanCode(s string) string {
	s = strings.ReplaceAll(clean(s), "\t", "    ")
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \f")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
