package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"osmose/internal/platform/ids"
)

// unnamed stands for a mention whose name is not written.
const unnamed = "@…"

// PlainText returns the words of h, a line for each paragraph, item, row and line break.
func PlainText(h HTML) string { return plainText(h, func(ids.ID) string { return unnamed }) }

// plainText is PlainText with other words for whom it mentions without a name.
func plainText(h HTML, mention func(ids.ID) string) string {
	b := newBuilder()
	b.named = true
	var text strings.Builder
	for _, n := range readHTML(b, string(h)).nodes {
		writeText(&text, n, mention)
	}
	return strings.TrimRight(text.String(), "\n")
}

func writeText(b *strings.Builder, n *node, mention func(ids.ID) string) {
	b.WriteString(n.text)
	for _, r := range n.runs {
		switch {
		case r.lineBreak:
			b.WriteByte('\n')
		case r.mention() && r.text == "":
			id, _ := ids.Parse(strings.TrimPrefix(r.href, people))
			b.WriteString(mention(id))
		default:
			b.WriteString(r.text)
		}
	}
	for i, child := range n.nodes {
		if n.kind == row && i > 0 {
			b.WriteByte(' ')
		}
		writeText(b, child, mention)
	}
	if n.kind == code || n.kind == row || n.kind == picture && n.text != "" || n.kind.leaf() && n.kind != cell {
		b.WriteByte('\n')
	}
}

// Excerpt returns the first words of h on one line, at most limit characters, the « … » at a cut included.
func Excerpt(h HTML, limit int) string {
	return excerpt(h, limit, func(ids.ID) string { return unnamed })
}

func excerpt(h HTML, limit int, mention func(ids.ID) string) string {
	text, plain := quickText(string(h))
	if !plain {
		text = plainText(h, mention)
	}
	words := collapse(text, true)
	if utf8.RuneCountInString(words) <= limit {
		return strings.TrimSpace(words)
	}
	if limit < 1 {
		return ""
	}
	runes := []rune(words)[:limit]
	head := string(runes[:limit-1])
	if cut := strings.LastIndexFunc(string(runes), unicode.IsSpace); cut > len(head)/2 {
		head = string(runes)[:cut]
	}
	return strings.TrimRightFunc(head, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:.…–—-", r)
	}) + "…"
}

// Empty says whether h shows nothing: no word, no mention, no picture, nothing but rules and invisible signs.
func Empty(h HTML) bool {
	return !strings.Contains(string(h), pictureStart) && strings.IndexFunc(PlainText(h), func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Mn, unicode.Cc)
	}) < 0
}
