package richtext

import (
	"strings"

	"osmose/internal/platform/ids"
)

// mentionStart is how every stored mention begins; other links to that folder may too.
const mentionStart = `<a href="` + people

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
// reader should not or can no longer be told of, and former stands for them. The result is for a page or for ToMarkdown, never
// to be stored.
func WriteNames(h HTML, former string, name func(ids.ID) string) HTML {
	if !strings.Contains(string(h), mentionStart) {
		return h
	}
	var b strings.Builder
	b.Grow(len(h) + len(h)/8)
	rest := eachMention(string(h), func(before string, id ids.ID) {
		b.WriteString(before)
		shown := strings.TrimSpace(collapse(name(id), true))
		if shown == "" {
			b.WriteString("@" + escaper.Replace(former))
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
