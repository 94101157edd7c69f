package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"osmose/internal/platform/ids"
)

// Named is a person who may be mentioned, under one of the names that people type after the « @ »: a room gives a person
// several times if several names should work.
type Named struct {
	ID   ids.ID
	Name string
	// Part says that the name is a part of a person's: before a word in capitals it is a part of somebody else's
	// (« @Jean Valjean » is not the Jean whom we know).
	Part bool
}

// ResolveMentions makes mentions of the « @Name » in h whose name is that of one person of those given, whatever its
// accents and capitals. The longest name wins; a name that two persons bear is nobody's. Code and links stay as they
// are, and so does the « @ » of an address.
func ResolveMentions(h HTML, named []Named) HTML {
	if len(named) == 0 || !strings.Contains(string(h), "@") {
		return h
	}
	b := newBuilder()
	root := readHTML(b, string(h))
	newRoll(named).resolve(root)
	root.nodes = normaliser{}.blocks(root.nodes)
	return printHTML(root)
}

// roll finds people by their folded names.
type roll struct {
	byName  map[string]bearer
	longest int // in bytes of the folded name
}

// bearer is whose a name is: nobody's where two persons bear it.
type bearer struct {
	id   ids.ID
	part bool
}

func newRoll(named []Named) roll {
	r := roll{byName: make(map[string]bearer, len(named))}
	for _, n := range named {
		name := Fold(n.Name)
		if name == "" {
			continue
		}
		other, taken := r.byName[name]
		switch {
		case taken && other.id != n.ID:
			r.byName[name] = bearer{}
		case taken:
			r.byName[name] = bearer{n.ID, n.Part && other.part}
		default:
			r.byName[name] = bearer{n.ID, n.Part}
			r.longest = max(r.longest, len(name))
		}
	}
	return r
}

func (r roll) resolve(n *node) {
	if n.kind != code && len(n.runs) > 0 {
		n.runs = r.mentionIn(n.runs)
	}
	for _, child := range n.nodes {
		r.resolve(child)
	}
}

func (r roll) mentionIn(runs []run) []run {
	var made []run
	for _, piece := range runs {
		if !piece.bare() {
			made = append(made, piece)
			continue
		}
		from := 0
		for at := nextCall(piece.text, 0); at >= 0; at = nextCall(piece.text, at) {
			id, length := r.nameAt(piece.text[at:])
			if id == 0 {
				continue
			}
			made = appendText(made, piece, piece.text[from:at-1])
			made = append(made, run{style: style{href: people + id.String()}})
			at += length
			from = at
		}
		made = appendText(made, piece, piece.text[from:])
	}
	return made
}

// nextCall returns where the words begin that follow the next « @ » of s that is no part of an address, or -1.
func nextCall(s string, from int) int {
	for {
		i := strings.IndexByte(s[from:], '@')
		if i < 0 {
			return -1
		}
		at := from + i
		from = at + 1
		if !isWord(lastRune(s[:at])) && isWord(firstRune(s[from:])) {
			return from
		}
	}
}

// nameAt returns whose is the longest name that s begins with, and the length of that name in s. It tries the ends of
// words only.
func (r roll) nameAt(s string) (found ids.ID, length int) {
	for end := 1; end <= min(len(s), 4*r.longest); end++ {
		if !wordEnds(s, end) {
			continue
		}
		name := Fold(s[:end])
		if len(name) > r.longest {
			break
		}
		if b := r.byName[name]; b.id != 0 && !(b.part && capitalFollows(s[end:])) {
			found, length = b.id, end
		}
	}
	return found, length
}

// wordEnds says whether a name may end before the byte at end: not within a word, nor before the second half of a
// compound one (« Anne » is not « Anne-Marie »).
func wordEnds(s string, end int) bool {
	if unicode.IsSpace(lastRune(s[:end])) {
		return false
	}
	if end == len(s) {
		return true
	}
	r, size := utf8.DecodeRuneInString(s[end:])
	if !utf8.RuneStart(s[end]) || isWord(r) || unicode.Is(unicode.Mn, r) {
		return false
	}
	return !unicode.Is(unicode.Pd, r) || !isWord(firstRune(s[end+size:]))
}

// capitalFollows says whether the next word of s, on the same line and after nothing but space, begins with a capital.
func capitalFollows(s string) bool {
	word := strings.TrimLeftFunc(s, unicode.IsSpace)
	return len(word) < len(s) && unicode.IsUpper(firstRune(word))
}

// What Called looks at: the first words after an « @ », as many as a long name has, and no more names than a text of
// good faith calls.
const (
	mostWords  = 6
	mostCalled = 200
)

// Called returns the folded names by which h may call people, each once: after each « @ » that ResolveMentions would look
// at, its first word, its first two, and so on. They are 200 at most, of the first that are called.
func Called(h HTML) []string {
	if !strings.Contains(string(h), "@") {
		return nil
	}
	c := calls{seen: map[string]bool{}}
	c.collect(readHTML(newBuilder(), string(h)))
	return c.names
}

type calls struct {
	names []string
	seen  map[string]bool
}

func (c *calls) collect(n *node) {
	for _, piece := range n.runs {
		if n.kind == code || !piece.bare() {
			continue
		}
		for at := nextCall(piece.text, 0); at >= 0; at = nextCall(piece.text, at) {
			c.add(piece.text[at:])
		}
	}
	for _, child := range n.nodes {
		c.collect(child)
	}
}

// add notes the names that s may begin with.
func (c *calls) add(s string) {
	words := 0
	for end := 1; end <= len(s) && words < mostWords; end++ {
		if !wordEnds(s, end) {
			continue
		}
		words++
		if name := Fold(s[:end]); !c.seen[name] && len(c.names) < mostCalled {
			c.seen[name] = true
			c.names = append(c.names, name)
		}
		if next := firstRune(s[end:]); !unicode.IsSpace(next) && next != '\'' && next != '’' && next != '.' {
			return
		}
	}
}
