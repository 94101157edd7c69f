// Package addresses says which e-mail addresses may have an account: professional ones of one person (S13). Refused are
// addresses of an office (contact@, mairie@), those of a personal webmail, and those made to be taken for others. The words
// and domains are lists in the database, shipped filled, which the administrators of the platform edit; every administrator
// may except one address, with a reason that is kept.
//
// The rule is one function of what was typed and of the lists; it knows no account and tells nothing of any, so that its
// answer may be shown to a stranger. Who may edit what is for the caller to check.
package addresses

import (
	"errors"
	"regexp"
	"strings"
)

// ErrAddress says that a text is not an e-mail address that we write to.
var ErrAddress = errors.New("addresses: malformed e-mail address")

// Max is the longest address that a mail server takes, in bytes (RFC 5321, 4.5.3.1.3).
const Max = 254

// address is the dot-atom form of RFC 5322 with a domain of at least two labels: no quotes, comments or address
// literals, and one @ only, so that a@b.fr@gouv.fr is nobody's.
var address = regexp.MustCompile(
	`^[a-z0-9!#$%&'*+/=?^_{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$`)

// maxLocal is the longest part before the @ (RFC 5321, 4.5.3.1.1).
const maxLocal = 64

// Canonical returns the spelling under which an address is stored and compared: trimmed, in lower case.
// Errors: ErrAddress.
func Canonical(s string) (string, error) {
	s = asciiLower(strings.TrimSpace(s))
	if len(s) > Max || strings.IndexByte(s, '@') > maxLocal || !address.MatchString(s) {
		return "", ErrAddress
	}
	return s, nil
}

// asciiLower leaves what is not ASCII alone: the Kelvin sign K is not the letter k.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
