package ical

import (
	"strings"
	"unicode/utf8"
)

// widest is the most octets of a line before it is folded (RFC 5545, 3.1), CRLF apart.
const widest = 75

// endLine ends the content line that began at from: it folds what is too wide, between characters.
func endLine(out []byte, from int) []byte {
	if len(out)-from <= widest {
		return append(out, "\r\n"...)
	}
	line := string(out[from:])
	out = out[:from]
	room := widest
	for len(line) > room {
		n := room
		for n > 0 && !utf8.RuneStart(line[n]) {
			n--
		}
		out = append(append(out, line[:n]...), "\r\n "...)
		line = line[n:]
		room = widest - 1
	}
	return append(append(out, line...), "\r\n"...)
}

func appendLine(out []byte, parts ...string) []byte {
	from := len(out)
	for _, p := range parts {
		out = append(out, p...)
	}
	return endLine(out, from)
}

// appendText writes a property whose value is a text; nothing if it is empty.
func appendText(out []byte, name, value string) []byte {
	if value == "" {
		return out
	}
	from := len(out)
	out = append(append(out, name...), ':')
	return endLine(appendEscaped(out, value), from)
}

// appendEscaped writes a TEXT (3.3.11), without what no calendar shows.
func appendEscaped(out []byte, value string) []byte {
	for i := 0; i < len(value); {
		r, size := utf8.DecodeRuneInString(value[i:])
		switch {
		case r == '\\' || r == ';' || r == ',':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, `\n`...)
		case r == utf8.RuneError && size == 1:
			out = utf8.AppendRune(out, utf8.RuneError)
		case r == '\t' || r >= ' ' && r != 0x7f && (r < 0x80 || r > 0x9f):
			out = append(out, value[i:i+size]...)
		}
		i += size
	}
	return out
}

// param writes the value of a parameter between quotes. Quotes and controls have no place in one.
func param(value string) string {
	value = strings.Map(func(r rune) rune {
		switch {
		case r == '"':
			return '’'
		case r < ' ' || r >= 0x7f && r <= 0x9f:
			return -1
		}
		return r
	}, strings.ToValidUTF8(value, "\uFFFD"))
	return `"` + value + `"`
}

// address writes a mailbox as a URI: what would end a line or begin another stays out.
func address(email string) string {
	return "mailto:" + strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7f && r <= 0x9f {
			return -1
		}
		return r
	}, email)
}
