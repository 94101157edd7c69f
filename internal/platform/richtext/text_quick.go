package richtext

import "strings"

// quickText returns the words of a text as we store it, white space aside the same as PlainText, for lists that show the
// beginning of many: reading the tree costs ten times as much. What it does not know (a mention without its name, a
// picture, an entity that we do not write) it leaves to the tree: known is then false.
func quickText(h string) (text string, known bool) {
	var b strings.Builder
	b.Grow(len(h))
	for h != "" {
		at := strings.IndexAny(h, "<&")
		if at < 0 {
			b.WriteString(h)
			break
		}
		b.WriteString(h[:at])
		h = h[at:]
		if h[0] == '&' {
			sign, rest := quickEntity(h)
			if sign == "" {
				return "", false
			}
			b.WriteString(sign)
			h = rest
			continue
		}
		end := strings.IndexByte(h, '>')
		if end < 0 {
			return "", false
		}
		between, known := quickTags[tagName(h[1:end])]
		if !known || strings.HasPrefix(h[end+1:], "</a>") {
			return "", false
		}
		b.WriteString(between)
		h = h[end+1:]
	}
	return strings.TrimRight(b.String(), "\n"), true
}

// quickTags are the tags of our own texts, with what stands for them between words.
var quickTags = map[string]string{
	"p": "\n", "/p": "\n", "br": "\n", "strong": "", "/strong": "", "em": "", "/em": "", "code": "", "/code": "", "a": "", "/a": "",
	"ul": "\n", "/ul": "", "ol": "\n", "/ol": "", "li": "", "/li": "\n", "blockquote": "\n", "/blockquote": "", "h2": "\n", "/h2": "\n", "h3": "\n", "/h3": "\n",
}

func tagName(tag string) string {
	name, _, _ := strings.Cut(tag, " ")
	return name
}

// quickEntity returns the sign of an entity that h begins with, if it is one of those that we write, and what follows.
func quickEntity(h string) (sign, rest string) {
	for _, e := range [...]struct{ name, sign string }{{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&#34;", "\""}, {"&#39;", "'"}, {"&quot;", "\""}} {
		if rest, found := strings.CutPrefix(h, e.name); found {
			return e.sign, rest
		}
	}
	return "", h
}
