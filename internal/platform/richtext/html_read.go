package richtext

import (
	"strconv"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// firstFilter is a second, independent opinion before our own: the elements that readHTML understands, and nothing
// else, not even the content of scripts and frames. Our tree would be as safe without it.
var firstFilter = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for name := range elements {
		p.AllowNoAttrs().OnElements(name.String())
	}
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("start").OnElements("ol")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	return p
})

// readHTML tells b what an HTML fragment says. It reads tokens, not a tree: the cost is that of the text, and b sees
// to the nesting.
func readHTML(b *builder, fragment string) *node {
	tokens := html.NewTokenizer(strings.NewReader(fragment))
	marks := marks{b: b}
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return b.finish()
		case html.TextToken:
			marks.text(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, hasAttributes := tokens.TagName()
			if e, ok := elements[atom.Lookup(name)]; ok && e.start != nil {
				e.start(&marks, attributes(tokens, hasAttributes))
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if e, ok := elements[atom.Lookup(name)]; ok && e.end != nil {
				e.end(&marks)
			}
		}
	}
}

// attrs is what the allow-list may keep of a tag: the href of a link, the start of a list, the address and the
// alternative of a picture.
type attrs struct{ href, start, src, alt string }

func attributes(tokens *html.Tokenizer, more bool) (kept attrs) {
	for more {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		switch string(key) {
		case "href":
			kept.href = string(value)
		case "start":
			kept.start = string(value)
		case "src":
			kept.src = string(value)
		case "alt":
			kept.alt = string(value)
		}
	}
	return kept
}

// marks follows the inline elements that are open, which may be badly nested.
type marks struct {
	b                  *builder
	strong, em, inline int
	linked             bool // the present link has text
}

func (m *marks) apply() {
	if m.b.flat {
		return
	}
	m.b.style.strong, m.b.style.em, m.b.style.code = m.strong > 0, m.em > 0, m.inline > 0
}

func (m *marks) text(s string) {
	m.linked = true
	m.b.text(s)
}

func (m *marks) startLink(href string) {
	m.endLink()
	if m.b.flat {
		return
	}
	m.b.style.href = canonicalURL(href)
	m.linked = false
}

// endLink ends the link; a mention is one even without text.
func (m *marks) endLink() {
	if isMention(m.b.style.href) && !m.linked {
		m.b.link("")
	}
	m.b.style.href = ""
}

// picture keeps the pictures of the platform; those of other sites would tell them who reads.
func (m *marks) picture(a attrs) {
	if isPicture(a.src) {
		m.b.picture(a.src, a.alt)
	}
}

// firstNumber reads the start of a list; what is no number between 0 and the nine digits of CommonMark is 1.
func firstNumber(start string) int {
	n, err := strconv.Atoi(strings.TrimSpace(start))
	if err != nil || n < 0 || n > 999_999_999 {
		return 1
	}
	return n
}
