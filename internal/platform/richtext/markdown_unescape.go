package richtext

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/util"
)

// unescape reads backslash escapes and entities in one pass: « \&amp; » is the five signs after the backslash.
func unescape(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 && bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		switch {
		case raw[i] == '\\' && i+1 < len(raw) && util.IsPunct(raw[i+1]):
			i++
			b.WriteByte(raw[i])
		case raw[i] == '&':
			if length := entityLength(string(raw[i:min(len(raw), i+maxEntity)])); length > 0 {
				b.Write(util.ResolveEntityNames(util.ResolveNumericReferences(raw[i : i+length])))
				i += length - 1
				continue
			}
			b.WriteByte('&')
		default:
			b.WriteByte(raw[i])
		}
	}
	return b.String()
}

// maxEntity is longer than any entity of HTML.
const maxEntity = 40

// entityLength returns the length of what looks like an entity at the start of s, or 0.
func entityLength(s string) int {
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == ';' && i > 1:
			return i + 1
		case c == '#' && i == 1 || util.IsAlphaNumeric(c):
		default:
			return 0
		}
	}
	return 0
}
