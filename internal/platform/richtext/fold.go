package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxSlug is the longest slug, in bytes: an address stays readable in a mail.
const maxSlug = 60

// untitled is the slug of what has no letter that a slug can keep.
const untitled = "sans-titre"

// Fold returns s for comparison and sorting: lower case, without accents, ligatures opened (œ → oe), every apostrophe
// and dash the plain one, white space single and trimmed. Letters of other alphabets stay, in lower case.
// Fold(Fold(s)) is Fold(s).
func Fold(s string) string {
	if !isCommon(s) {
		s = norm.NFKD.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			gap = b.Len() > 0
			continue
		}
		folded := foldCommon(r)
		if folded == "" {
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteString(folded)
	}
	return b.String()
}

// isCommon tells whether each rune of s folds by itself, as nearly all of a French text do: decomposing costs ten times
// what the rest does, and every address holds a folded title.
func isCommon(s string) bool {
	for _, r := range s {
		if r < utf8.RuneSelf || unicode.IsSpace(r) {
			continue
		}
		if _, known := common[r]; !known {
			return false
		}
	}
	return true
}

func foldCommon(r rune) string {
	if r < utf8.RuneSelf {
		return foldRune(r)
	}
	if folded, known := common[r]; known {
		return folded
	}
	return foldRune(r)
}

// common are the letters of Western Europe beyond ASCII, with what they fold to; those that decompose into a space and a
// mark are left out.
var common = func() map[rune]string {
	table := map[rune]string{}
	for r := rune(0xa1); r < 0x180; r++ {
		parts := norm.NFKD.String(string(r))
		if unicode.IsControl(r) || strings.ContainsFunc(parts, unicode.IsSpace) {
			continue
		}
		var folded strings.Builder
		for _, part := range parts {
			folded.WriteString(foldRune(part))
		}
		table[r] = folded.String()
	}
	for r, folded := range foldings {
		table[r] = folded
	}
	return table
}()

// foldRune folds one rune of a decomposed text; accents, controls and invisible marks fold to nothing.
func foldRune(r rune) string {
	if r < utf8.RuneSelf && r >= ' ' && r != 0x7f {
		return asciiLower[r]
	}
	if plain, ok := foldings[r]; ok {
		return plain
	}
	if unicode.In(r, unicode.Mn, unicode.Cc, unicode.Cf) {
		return ""
	}
	return string(unicode.ToLower(r))
}

// foldings are the letters and signs that Unicode does not decompose.
var foldings = map[rune]string{
	'œ': "oe", 'Œ': "oe", 'æ': "ae", 'Æ': "ae", 'ß': "ss", 'ẞ': "ss", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l",
	'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ı': "i", 'ħ': "h", 'Ħ': "h",
	'’': "'", '‘': "'", 'ʼ': "'", '′': "'", '‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '−': "-",
}

var asciiLower = func() (table [utf8.RuneSelf]string) {
	for c := range table {
		table[c] = strings.ToLower(string(rune(c)))
	}
	return table
}()

// Slug returns s as a part of an address: folded words of a–z and 0–9 joined by hyphens, at most 60 characters, cut
// between words where it can be, never empty.
func Slug(s string) string {
	folded := Fold(s)
	slug := make([]byte, 0, maxSlug)
	for at := 0; at < len(folded); {
		if !isSlugByte(folded[at]) {
			at++
			continue
		}
		end := at
		for end < len(folded) && isSlugByte(folded[end]) {
			end++
		}
		word := folded[at:end]
		at = end
		if len(slug) > 0 && len(slug)+1+len(word) > maxSlug {
			break
		}
		if len(slug) > 0 {
			slug = append(slug, '-')
		}
		slug = append(slug, word[:min(len(word), maxSlug)]...)
	}
	if len(slug) == 0 {
		return untitled
	}
	return string(slug)
}

func isSlugByte(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// Initials returns the first letter of the given name and of the family name, in upper case with their accents; "?"
// when neither has a letter.
func Initials(given, family string) string {
	letters := firstLetter(given) + firstLetter(family)
	if letters == "" {
		return "?"
	}
	return letters
}

func firstLetter(name string) string {
	for _, r := range norm.NFC.String(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return ""
}
