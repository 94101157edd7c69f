package accounts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// sortKey returns what people are listed by: family name then given name, folded to lower-case ASCII.
func sortKey(family, given string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(family + " " + given)) {
		switch {
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case unicode.IsLetter(r):
			b.WriteByte('z')
		}
	}
	return b.String()
}

// clean says whether both engines can store s.
func clean(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
