package web

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"osmose/internal/platform/fault"
)

// cleaner returns a text that can be stored and shown, and the key of what was wrong with the raw one, "" for nothing.
type cleaner func(raw string) (value, key string)

// clean makes any bytes a text of characters that HTML, XML and both database engines take. Letters are composed
// (Unicode NFC): « é » typed on one machine equals « é » typed on another.
func clean(raw string) (value, key string) {
	value = raw
	if !utf8.ValidString(value) {
		value, key = strings.ToValidUTF8(value, "\uFFFD"), "form.broken"
	}
	if strings.IndexByte(value, 0) >= 0 {
		key = "form.nul"
	}
	if strings.ContainsFunc(value, unicode.IsControl) {
		value = strings.Map(keepControl, strings.ReplaceAll(value, "\r\n", "\n"))
	}
	return norm.NFC.String(value), key
}

// keepControl keeps tabs and line ends. Word separates lines by a vertical tab, old machines by a carriage return.
func keepControl(r rune) rune {
	switch {
	case r == '\t' || r == '\n':
		return r
	case r == '\r' || r == '\v' || r == '\f' || r == 0x85:
		return '\n'
	case unicode.IsControl(r):
		return -1
	}
	return r
}

func cleanText(raw string) (value, key string) {
	value, key = clean(raw)
	return strings.TrimSpace(value), key
}

func cleanLine(raw string) (value, key string) {
	value, key = clean(raw)
	if strings.ContainsAny(value, "\n\t\u2028\u2029") {
		value = strings.Map(flatten, value)
	}
	return strings.TrimSpace(value), key
}

func flatten(r rune) rune {
	switch r {
	case '\n', '\t', '\u2028', '\u2029':
		return ' '
	}
	return r
}

func cleanSecret(raw string) (value, key string) {
	return clean(raw)
}

// visible tells whether a text holds anything to see: neither space nor the characters that show nothing.
func visible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		switch r {
		case 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0: // Hangul fillers and an empty braille cell
			return false
		}
		return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn)
	})
}

func asInvalid(err error) (*fault.Invalid, bool) {
	var invalid *fault.Invalid
	is := errors.As(err, &invalid)
	return invalid, is
}
