package ical

import (
	"io"
	"strings"
)

// lines walks over content lines, folds undone.
type lines struct{ rest string }

// next returns a line without its end. Errors: io.EOF; fault.Refusal, when one is too long.
func (l *lines) next() (string, error) {
	if l.rest == "" {
		return "", io.EOF
	}
	line := l.cut()
	if !l.folded() {
		if len(line) > maxLine {
			return "", refuse("too_much", nil)
		}
		return line, nil
	}
	var whole strings.Builder
	whole.WriteString(line)
	for l.folded() {
		l.rest = l.rest[1:]
		whole.WriteString(l.cut())
		if whole.Len() > maxLine {
			return "", refuse("too_much", nil)
		}
	}
	return whole.String(), nil
}

func (l *lines) folded() bool { return l.rest != "" && (l.rest[0] == ' ' || l.rest[0] == '\t') }

func (l *lines) cut() string {
	line, rest, _ := strings.Cut(l.rest, "\n")
	l.rest = rest
	return strings.TrimSuffix(line, "\r")
}

// property is one content line, its name in capitals.
type property struct {
	name   string
	params string // « ;TZID=Europe/Paris », as it was written
	value  string
}

// parseLine splits a line at the colon that no quotes hold.
func parseLine(line string) (property, bool) {
	quoted := false
	for i := range len(line) {
		switch line[i] {
		case '"':
			quoted = !quoted
		case ':':
			if quoted {
				continue
			}
			name, _, _ := strings.Cut(line[:i], ";")
			return property{strings.ToUpper(strings.TrimSpace(name)), line[len(name):i], line[i+1:]}, name != ""
		}
	}
	return property{}, false
}

// param returns the first value of a parameter, without its quotes; empty if there is none.
func (p property) param(name string) string {
	rest := p.params
	for rest != "" {
		var one string
		one, rest = cutUnquoted(rest[1:])
		key, value, _ := strings.Cut(one, "=")
		if strings.EqualFold(key, name) {
			return strings.Trim(value, `"`)
		}
	}
	return ""
}

// cutUnquoted cuts before the first semicolon that no quotes hold.
func cutUnquoted(s string) (before, rest string) {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ';' && !quoted:
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// text undoes what TEXT escapes.
func (p property) text() string { return unescape(p.value) }

func unescape(s string) string {
	s = clean(s)
	if !strings.Contains(s, `\`) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'N':
			out.WriteByte('\n')
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String()
}

// clean leaves what both databases take and a page may show.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r >= 0x7f && r <= 0x9f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// list splits a value at the commas that are not escaped, and undoes the escapes; most at most.
func (p property) list(most int) (found []string) {
	from := 0
	for i := 0; i <= len(p.value) && len(found) < most; i++ {
		if i < len(p.value) && p.value[i] == '\\' {
			i++
			continue
		}
		if i >= len(p.value) || p.value[i] == ',' {
			found = append(found, unescape(p.value[from:min(i, len(p.value))]))
			from = i + 1
		}
	}
	return found
}
