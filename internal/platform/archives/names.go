package archives

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// How long names are, in the units of UTF-16 in which Windows counts: Explorer unpacks nothing whose whole path is longer than
// 259, the folder where it unpacks included. What folders may take is shared so that the first ones keep most of it; a file has
// at least fileLeast.
const (
	wholePath   = 200
	foldersMost = 130
	folderLeast = 8
	fileMost    = 120
	fileLeast   = 40
)

// longestBytes is what file systems of Linux take for one name.
const longestBytes = 255

// widest is how many units of UTF-16 one sign takes at most.
const widest = 2

// reserved are names of devices on Windows, whatever follows the first dot.
var reserved = func() map[string]bool {
	all := map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true, "CONIN$": true, "CONOUT$": true, "CLOCK$": true}
	for _, n := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"} {
		all["COM"+n], all["LPT"+n] = true, true
	}
	return all
}()

// safe returns a name that Windows, macOS and Linux all take as one name in a folder, of at most limit units of UTF-16 with its
// end; otherwise stands for what is left of nothing. The end of a name, an extension, is kept when the rest is cut.
func safe(name, otherwise string, limit int) string {
	// Composed twice: what is dropped may have stood between a letter and its accent.
	name = trim(norm.NFC.String(strings.Map(harmless, norm.NFC.String(strings.ToValidUTF8(name, "_")))))
	if name == "" {
		name = otherwise
	}
	stem, end := parted(name)
	if reserved[strings.ToUpper(strings.TrimRight(before(stem, "."), " "))] {
		stem = "_" + stem
	}
	return fitted(stem, "", end, limit)
}

// harmless turns what no name may hold into « _ », and drops what shows nothing: marks of direction make « fpj.hta » read
// « ath.jpf ».
func harmless(r rune) rune {
	switch {
	case strings.ContainsRune(`<>:"/\|?*`, r), unicode.IsControl(r), r == utf8.RuneError:
		return '_'
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), unicode.Is(unicode.Co, r):
		return -1
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

// trim drops what Windows drops at the end of a name, and the dots that hide a file or lead to the folder above.
func trim(name string) string {
	return strings.TrimRight(strings.TrimLeft(name, " ."), " .")
}

// extension is the end of a name by which systems choose a program; what is longer is none.
var extension = regexp.MustCompile(`\.[A-Za-z0-9]{1,10}$`)

func parted(name string) (stem, end string) {
	end = extension.FindString(name)
	return strings.TrimRight(strings.TrimSuffix(name, end), " ."), end
}

// fitted joins a stem, a number and an end, the stem cut so that the whole fits. An end beside which no sign of the stem would
// fit is cut with it: deep folders leave little.
func fitted(stem, number, end string, limit int) string {
	if units(number)+units(end)+widest > limit {
		stem, end = stem+end, ""
	}
	for units(stem)+units(number)+units(end) > limit || len(stem)+len(number)+len(end) > longestBytes {
		_, last := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-last]
	}
	return strings.TrimRight(stem, " .") + number + end
}

func units(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

func before(s, sep string) string {
	first, _, _ := strings.Cut(s, sep)
	return first
}

// names are those taken in one folder, as file systems compare them: neither case nor the way of writing an accent counts.
type names map[string]bool

func comparable(name string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(name)))
}

// take returns a safe name that nothing else in the folder has: the second one gets « (2) ».
func (taken names) take(name, otherwise string, limit int) string {
	found := safe(name, otherwise, limit)
	stem, end := parted(found)
	for n := 2; taken[comparable(found)]; n++ {
		found = fitted(stem, " ("+strconv.Itoa(n)+")", end, limit)
	}
	taken[comparable(found)] = true
	return found
}
