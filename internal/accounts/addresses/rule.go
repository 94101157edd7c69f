package addresses

import (
	"strings"
	"unicode"
)

// Reason says why an address may have no account; the empty one is that it may.
type Reason string

// The reasons. The first four are of the writing, and no administrator lifts them.
const (
	Malformed Reason = "malformed" // no address
	TwoAts    Reason = "two_ats"   // a@b.fr@gouv.fr: programs do not agree on whose it is
	Foreign   Reason = "foreign"   // a letter that is not one of a–z, and may look like one (Cyrillic а)
	Encoded   Reason = "encoded"   // a domain in punycode, which shows other letters than it has
	Disguised Reason = "disguised" // evil-gouv.fr, gouv.fr.evil.example: made to be taken for the State's
	Generic   Reason = "generic"   // of an office, which several people read
	Webmail   Reason = "webmail"   // personal
)

// Verdict is what the rule says of an address.
type Verdict struct {
	Reason Reason
	// Word is the word or domain of the lists, or the letter, for which it is refused; empty for other reasons.
	Word string
}

// Accepted tells whether the address may have an account.
func (v Verdict) Accepted() bool { return v.Reason == "" }

// Liftable tells whether an administrator may except an address refused for this.
func (v Verdict) Liftable() bool {
	return v.Reason == Disguised || v.Reason == Generic || v.Reason == Webmail
}

// Lists are what an address is compared with.
type Lists struct {
	// Generic are the words of offices, Webmail the domains of personal addresses, both as Fold and lower case leave them.
	Generic, Webmail map[string]bool
}

// Judge returns the canonical spelling of an address, empty when it has none, and whether it may have an account.
func (l Lists) Judge(typed string) (string, Verdict) {
	canonical, err := Canonical(typed)
	if err != nil {
		return "", badlyWritten(strings.TrimSpace(typed))
	}
	local, domain, _ := strings.Cut(canonical, "@")
	switch {
	case strings.HasPrefix(domain, "xn--"), strings.Contains(domain, ".xn--"):
		return canonical, Verdict{Reason: Encoded, Word: domain}
	case disguised(domain):
		return canonical, Verdict{Reason: Disguised, Word: domain}
	}
	if word := l.office(local); word != "" {
		return canonical, Verdict{Reason: Generic, Word: word}
	}
	if host := l.personal(domain); host != "" {
		return canonical, Verdict{Reason: Webmail, Word: host}
	}
	return canonical, Verdict{}
}

// badlyWritten says what is wrong with what is no address.
func badlyWritten(typed string) Verdict {
	for _, r := range typed {
		if r > unicode.MaxASCII && r != unicode.ReplacementChar {
			return Verdict{Reason: Foreign, Word: string(r)}
		}
	}
	if strings.Count(typed, "@") > 1 {
		return Verdict{Reason: TwoAts}
	}
	return Verdict{Reason: Malformed}
}

// office returns the word of the list that the part before the @ is, or begins with: contact, contact.rh, mairie-lyon, archives33.
// What follows a + is the person's own label (RFC 5233). A word at the end is a surname: paul.mairie is somebody.
func (l Lists) office(local string) string {
	local, _, _ = strings.Cut(local, "+")
	first := local
	if i := strings.IndexFunc(local, notLetter); i > 0 {
		first = local[:i]
	}
	for _, word := range []string{Fold(local), first} {
		if l.Generic[word] {
			return word
		}
	}
	return ""
}

// personal returns the domain of the list under which a domain stands. Domains are compared by equality, label by label.
func (l Lists) personal(domain string) string {
	for {
		if l.Webmail[domain] {
			return domain
		}
		_, parent, more := strings.Cut(domain, ".")
		if !more {
			return ""
		}
		domain = parent
	}
}

// Fold leaves of a word its letters a–z, in lower case: what the words of offices are compared by.
func Fold(word string) string {
	return strings.Map(func(r rune) rune {
		if notLetter(r) {
			return -1
		}
		return r
	}, asciiLower(word))
}

func notLetter(r rune) bool { return r < 'a' || r > 'z' }

// state is the domain of the State, under which administrations register only.
const state = "gouv.fr"

// lookalike writes alike what the eye takes for one another.
var lookalike = strings.NewReplacer("0", "o", "u", "v", "-", ".")

// disguised tells whether a domain that is not under gouv.fr reads as if it were: evil-gouv.fr, g0uv.fr, gouv.fr.evil.example,
// gouvfr.example. Those of other governments (gouv.nc, gouv.qc.ca) are what they say.
func disguised(domain string) bool {
	if domain == state || strings.HasSuffix(domain, "."+state) {
		return false
	}
	seen, pretended := lookalike.Replace(domain)+".", lookalike.Replace(state)
	return strings.Contains(seen, pretended+".") || strings.Contains(seen, strings.ReplaceAll(pretended, ".", ""))
}
