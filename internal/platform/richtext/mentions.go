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
}

// mentionStart is how every stored mention begins; other links to that folder may too.
const mentionStart = `<a href="` + people

// formerMember stands for a person whom WriteNames is not told of.
const formerMember = "@Ancien membre"

// Mentions returns who is mentioned in h, each once, in order.
func Mentions(h HTML) (found []ids.ID) {
	seen := map[ids.ID]bool{}
	eachMention(string(h), func(_ string, id ids.ID) {
		if !seen[id] {
			seen[id] = true
			found = append(found, id)
		}
	})
	return found
}

// WriteNames returns h as it is displayed, with the present name of each person mentioned; name returns "" for whom the
// reader should not or can no longer be told of. The result is for a page or for ToMarkdown, never to be stored.
func WriteNames(h HTML, name func(ids.ID) string) HTML {
	if !strings.Contains(string(h), mentionStart) {
		return h
	}
	var b strings.Builder
	b.Grow(len(h) + len(h)/8)
	rest := eachMention(string(h), func(before string, id ids.ID) {
		b.WriteString(before)
		shown := strings.TrimSpace(collapse(name(id), true))
		if shown == "" {
			b.WriteString(formerMember)
			return
		}
		b.WriteString(mentionStart + id.String() + `">@` + escaper.Replace(shown) + "</a>")
	})
	b.WriteString(rest)
	return HTML(b.String())
}

// eachMention calls visit with each mention and what stands before it, since the mention before, and returns what
// stands after the last.
func eachMention(h string, visit func(before string, id ids.ID)) (rest string) {
	const length = len(mentionStart) + ids.Length
	from := 0
	for at := 0; ; {
		i := strings.Index(h[at:], mentionStart)
		if i < 0 {
			return h[from:]
		}
		start := at + i
		at = start + len(mentionStart)
		if len(h) < start+length || !strings.HasPrefix(h[start+length:], `"></a>`) {
			continue
		}
		id, err := ids.Parse(h[at : start+length])
		if err != nil {
			continue
		}
		visit(h[from:start], id)
		from = start + length + len(`"></a>`)
		at = from
	}
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
	byName  map[string]ids.ID // zero where two persons bear the name
	longest int               // in bytes of the folded name
}

func newRoll(named []Named) roll {
	r := roll{byName: make(map[string]ids.ID, len(named))}
	for _, n := range named {
		name := Fold(n.Name)
		if name == "" {
			continue
		}
		if other, taken := r.byName[name]; taken && other != n.ID {
			r.byName[name] = 0
			continue
		}
		r.byName[name] = n.ID
		r.longest = max(r.longest, len(name))
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
		for at := 0; at < len(piece.text); at++ {
			if piece.text[at] != '@' || at > 0 && isWord(lastRune(piece.text[:at])) {
				continue
			}
			id, length := r.nameAt(piece.text[at+1:])
			if id == 0 {
				continue
			}
			made = appendText(made, piece, piece.text[from:at])
			made = append(made, run{style: style{href: people + id.String()}})
			from = at + 1 + length
			at = from - 1
		}
		made = appendText(made, piece, piece.text[from:])
	}
	return made
}

// nameAt returns whose is the longest name that s begins with, and the length of that name in s. It tries the ends of
// words only.
func (r roll) nameAt(s string) (found ids.ID, length int) {
	if !isWord(firstRune(s)) {
		return 0, 0
	}
	for end := 1; end <= min(len(s), 4*r.longest); end++ {
		if !wordEnds(s, end) {
			continue
		}
		name := Fold(s[:end])
		if len(name) > r.longest {
			break
		}
		if id := r.byName[name]; id != 0 {
			found, length = id, end
		}
	}
	return found, length
}

// wordEnds says whether a name may end before the byte at end.
func wordEnds(s string, end int) bool {
	if end == len(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[end:])
	return utf8.RuneStart(s[end]) && !isWord(r) && !unicode.Is(unicode.Mn, r)
}
