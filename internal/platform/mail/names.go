package mail

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ErrAddress says that a text is not an address that we write to.
var ErrAddress = errors.New("mail: malformed address")

// address is the dot-atom form of RFC 5321 in ASCII, without quoted local parts, without the % ! | ` of old routing, and
// with a domain of at least two labels.
var address = regexp.MustCompile(`^[A-Za-z0-9_'+&=~#$*/?^{}-]+(\.[A-Za-z0-9_'+&=~#$*/?^{}-]+)*` +
	`@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$`)

// CheckAddress returns nil for a plain mail address such as karim.benali@herault.example. Errors: ErrAddress.
func CheckAddress(email string) error {
	local := strings.IndexByte(email, '@')
	if len(email) > 254 || local > 64 || !address.MatchString(email) {
		return ErrAddress
	}
	return nil
}

const longestName = 100 // runes

// Name returns a person's name as a mail may show it: mail readers make links of addresses that they find in texts, and
// anybody may call himself « Gagnez sur https://… », so a name keeps its letters and loses what makes a link. It is for
// the text of messages; Send does it for recipients.
func Name(s string) string {
	s = line(norm.NFKC.String(s)) // full-width @ and dots become plain ones
	var out strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case r == '@':
			out.WriteString("(a)")
		case r == '/' || r == '\\' || r == '<' || r == '>':
			out.WriteByte(' ')
		case r == ':', (r == '.' || r == '。') && i+1 < len(runes) && alphanumeric(runes[i+1]):
			out.WriteRune(r)
			out.WriteByte(' ')
		default:
			out.WriteRune(r)
		}
	}
	return shorten(strings.Join(strings.Fields(out.String()), " "), longestName)
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// line makes a text fit for a header: one line, nothing invisible, nothing that turns the direction of writing, no
// encoded word (RFC 2047) that a mail reader would decode.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Join(strings.Fields(s), " ")
	return strings.ReplaceAll(s, "=?", "= ?")
}

// invisible keeps the two joiners: emoji and several scripts need them.
func invisible(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != nonJoiner && r != joiner
}

// body makes a text fit for a part: lines and tabs stay.
func body(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

func shorten(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}
