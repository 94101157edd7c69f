package richtext

import (
	"strings"
	"unicode/utf8"

	"osmose/internal/platform/ids"
)

// Teaser is the beginning of a text on one line, as it is stored: whom it mentions stands in it by id, and Show writes the
// names. No name is stored.
type Teaser string

// mentionSign stands after the « @ » of a mention, before its id: a character of nobody’s, which no text brings along.
const mentionSign = '\uE000'

// TeaserOf returns the first words of h, at most limit characters, where a mention counts as two more than its id.
func TeaserOf(h HTML, limit int) Teaser {
	h = HTML(strings.ReplaceAll(string(h), string(mentionSign), string(utf8.RuneError)))
	cut := excerpt(h, limit, func(person ids.ID) string { return "@" + string(mentionSign) + person.String() })
	if at := strings.LastIndex(cut, "@"+string(mentionSign)); at >= 0 {
		if _, whole := personAt(cut[at:]); !whole {
			cut = strings.TrimRight(cut[:at], " ") + "…"
		}
	}
	return Teaser(cut)
}

// personAt reads a mention at the beginning of part of a teaser.
func personAt(text string) (ids.ID, bool) {
	const start = 1 + len("\uE000")
	if len(text) < start+ids.Length {
		return 0, false
	}
	id, err := ids.Parse(text[start : start+ids.Length])
	return id, err == nil
}

// Mentions returns who is mentioned in t, in order.
func (t Teaser) Mentions() (found []ids.ID) {
	t.each(func(_ string, id ids.ID) { found = append(found, id) })
	return found
}

// Show returns the words with the present name of each person mentioned; name returns "" for whom the reader should not or
// can no longer be told of, and former stands for them.
func (t Teaser) Show(former string, name func(ids.ID) string) string {
	if !strings.ContainsRune(string(t), mentionSign) {
		return string(t)
	}
	var b strings.Builder
	rest := t.each(func(before string, id ids.ID) {
		b.WriteString(before + "@")
		if shown := strings.TrimSpace(collapse(name(id), true)); shown != "" {
			b.WriteString(shown)
		} else {
			b.WriteString(former)
		}
	})
	return b.String() + rest
}

// each calls visit with each mention and what stands before it, since the mention before, and returns what stands after the
// last.
func (t Teaser) each(visit func(before string, id ids.ID)) (rest string) {
	const sign = "@" + string(mentionSign)
	rest = string(t)
	for {
		at := strings.Index(rest, sign)
		if at < 0 {
			return rest
		}
		id, whole := personAt(rest[at:])
		if !whole {
			return rest[:at]
		}
		visit(rest[:at], id)
		rest = rest[at+len(sign)+ids.Length:]
	}
}
