package richtext

import (
	"strings"

	"pgregory.net/rapid"
)

// fragments are words and signs that mean something to Markdown, to HTML or to addresses, glued together at random.
var fragments = []string{
	"a", "été", "Mot", " ", "  ", "\u00a0", "\u202f", "\n", "\t", "*", "**", "_", "__", "`", "``", "```", "~~~", "[", "]", "(", ")",
	"](", "![", "!", "#", "# ", "## ", "> ", ">", "- ", "-", "---", "+ ", "+", "1. ", "1) ", "12", ".", "|", "| --- |", "|-|", ":-", ":", "\\", "\\\n",
	"&", "&amp;", "&lt;", "&#42;", "&copy", ";", "<", ">", "<br>", "<!-- -->", "<b>", "</b>", "<~@a>", "<a:", "<1@b", "\"", "'", "’", "«", "»", "…", "😀", "e\u0301", "\u200b",
	"http://", "https://a.fr", "http://a.fr/x_(y)", "http://a.fr?b=1&c=2", "mailto:a@b.fr", "www.a.fr", "@", "@Karim", "/personnes/0123456789abc", "/", "//", "=", "===",
	"€", "$", "%", "%20", "^", "{", "}", "\x00", "\x0b", "\u2028", "\ufeff", "\u0085", "日本", "    ", "\r\n", "\r", "*a*", "**b**", "_c_", "`d`", "[e](/f)", "![g](/espaces/0123456789abc/pieces/0123456789abd)", "](/espaces/0123456789abc/pieces/0123456789abd)",
}

func drawText(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 6).Draw(t, label), "")
}

// tags are what hostile or careless HTML is made of.
var tags = []string{
	"p", "br", "strong", "b", "em", "i", "code", "a", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h5", "pre", "hr", "table", "thead", "tbody",
	"tr", "th", "td", "caption", "div", "span", "script", "svg", "style", "img", "img",
}

var hrefs = []string{
	"http://a.fr", "https://a.fr/b?c=d&e=f", "mailto:a@b.fr", "/espaces/x", "/personnes/0123456789abc", "/personnes/0zzzzzzzzzzzz", "//evil.fr", "/\\evil.fr",
	"javascript:alert(1)", "data:text/html,x", "http://a.fr/(b", "http://é.fr/é", "http://a.fr/%", "http://a.fr#", "HTTP://A.FR", " http://a.fr ", "http://a b", "http://u:p@a.fr", "/a|b", "?a", "#a",
	"http://a.fr/&copy;", "/a)b", "/*a*_b_",
}

// drawHTML draws tags and text in any order, well nested or not.
func drawHTML(t *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(0, 14).Draw(t, "pieces") {
		switch rapid.IntRange(0, 3).Draw(t, "piece") {
		case 0:
			b.WriteString(strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(drawText(t, "text")))
		case 1:
			name := rapid.SampledFrom(tags).Draw(t, "tag")
			b.WriteString("<" + name)
			switch name {
			case "a":
				b.WriteString(` href="` + rapid.SampledFrom(hrefs).Draw(t, "href") + `"`)
			case "img":
				drawPicture(t, &b)
			case "ol":
				b.WriteString(` start="` + rapid.SampledFrom([]string{"0", "1", "7", "999999999", "-1", "x"}).Draw(t, "start") + `"`)
			}
			b.WriteString(">")
		case 2:
			b.WriteString("</" + rapid.SampledFrom(tags).Draw(t, "end") + ">")
		case 3:
			b.WriteString(drawText(t, "raw"))
		}
	}
	return b.String()
}

// drawDocument draws well-formed HTML, deep and dense, which random tags seldom reach.
func drawDocument(t *rapid.T) string {
	var b strings.Builder
	drawBlocks(t, &b, 4)
	return b.String()
}

func drawBlocks(t *rapid.T, b *strings.Builder, depth int) {
	for range rapid.IntRange(1, 3).Draw(t, "blocks") {
		drawBlock(t, b, depth)
	}
}

func drawBlock(t *rapid.T, b *strings.Builder, depth int) {
	kinds := []string{"p", "p", "h2", "h3", "pre", "hr", "table", "img"}
	if depth > 0 {
		kinds = append(kinds, "ul", "ol", "ul", "ol", "blockquote")
	}
	switch kind := rapid.SampledFrom(kinds).Draw(t, "kind"); kind {
	case "hr":
		b.WriteString("<hr>")
	case "img":
		b.WriteString("<img")
		drawPicture(t, b)
		b.WriteString(">")
	case "pre":
		b.WriteString("<pre><code>" + printText(drawText(t, "code")+"\n"+drawText(t, "code")) + "</code></pre>")
	case "table":
		b.WriteString("<table>")
		columns := rapid.IntRange(1, 3).Draw(t, "columns")
		for range rapid.IntRange(1, 3).Draw(t, "rows") {
			b.WriteString("<tr>")
			for range columns {
				b.WriteString("<td>")
				drawInlines(t, b)
				b.WriteString("</td>")
			}
			b.WriteString("</tr>")
		}
		b.WriteString("</table>")
	case "ul", "ol":
		b.WriteString("<" + kind + rapid.SampledFrom([]string{"", ` start="3"`, ` start="99"`, ` start="999999998"`}).Draw(t, "start") + ">")
		for range rapid.IntRange(1, 3).Draw(t, "items") {
			b.WriteString("<li>")
			drawBlocks(t, b, depth-1)
			b.WriteString("</li>")
		}
		b.WriteString("</" + kind + ">")
	case "blockquote":
		b.WriteString("<blockquote>")
		drawBlocks(t, b, depth-1)
		b.WriteString("</blockquote>")
	default:
		b.WriteString("<" + kind + ">")
		drawInlines(t, b)
		b.WriteString("</" + kind + ">")
	}
}

// pictures are addresses of pictures: of the platform, and others.
var pictures = []string{
	"/espaces/0123456789abc/pieces/0123456789abd", "/espaces/0123456789abc/pieces/0123456789abd", "https://a.fr/b.png", "data:image/png;base64,AA", "/pieces/1",
	"/espaces/0123456789abc/pieces/0123456789abd?x", "//evil.fr/espaces/0123456789abc/pieces/0123456789abd",
}

func drawPicture(t *rapid.T, b *strings.Builder) {
	alternative := strings.ReplaceAll(printText(drawText(t, "alternative")), `"`, "&#34;")
	b.WriteString(` src="` + rapid.SampledFrom(pictures).Draw(t, "src") + `" alt="` + alternative + `"`)
}

func drawInlines(t *rapid.T, b *strings.Builder) {
	for range rapid.IntRange(1, 5).Draw(t, "runs") {
		var end string
		for _, name := range []string{"a", "strong", "em", "code"} {
			if !rapid.Bool().Draw(t, name) {
				continue
			}
			b.WriteString("<" + name)
			if name == "a" {
				b.WriteString(` href="` + rapid.SampledFrom(hrefs).Draw(t, "href") + `"`)
			}
			b.WriteString(">")
			end = "</" + name + ">" + end
		}
		b.WriteString(printText(drawText(t, "run")) + end)
		if rapid.IntRange(0, 4).Draw(t, "break") == 0 {
			b.WriteString("<br>")
		}
	}
}

func printText(s string) string { return escaper.Replace(s) }
