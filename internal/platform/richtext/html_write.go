package richtext

import (
	"strconv"
	"strings"
)

// rel keeps a site that we link to from reaching back into the page, from learning where its visitors come from, and
// from gaining rank by it. It is stored with the link, so that display has nothing to do.
const rel = `" rel="noopener noreferrer nofollow">`

// printHTML writes a canonical tree. It is the only place that writes markup.
func printHTML(root *node) HTML {
	var p printer
	p.blocks(root.nodes)
	return HTML(p.String())
}

type printer struct{ strings.Builder }

func (p *printer) blocks(nodes []*node) {
	for _, n := range nodes {
		p.block(n)
	}
}

func (p *printer) block(n *node) {
	switch n.kind {
	case paragraph:
		p.element("p", n.runs)
	case heading2:
		p.element("h2", n.runs)
	case heading3:
		p.element("h3", n.runs)
	case code:
		p.WriteString("<pre><code>")
		p.escape(n.text)
		p.WriteString("\n</code></pre>")
	case rule:
		p.WriteString("<hr>")
	case picture:
		p.picture(n)
	case quote:
		p.container("<blockquote>", n, "</blockquote>")
	case bullets:
		p.container("<ul>", n, "</ul>")
	case numbers:
		p.container(startTag(n.start), n, "</ol>")
	case item:
		p.item(n)
	case table:
		p.table(n)
	}
}

// picture is loaded when it comes into view: that is stored with it, so that display has nothing to do.
func (p *printer) picture(n *node) {
	p.WriteString(`<img src="` + n.src + `" alt="`)
	_, _ = quoteEscaper.WriteString(p, n.text)
	p.WriteString(`" loading="lazy">`)
}

func (p *printer) element(name string, runs []run) {
	p.WriteString("<" + name + ">")
	p.runs(runs)
	p.WriteString("</" + name + ">")
}

func (p *printer) container(start string, n *node, end string) {
	p.WriteString(start)
	p.blocks(n.nodes)
	p.WriteString(end)
}

func startTag(first int) string {
	if first == 1 {
		return "<ol>"
	}
	return `<ol start="` + strconv.Itoa(first) + `">`
}

// item writes a lone paragraph, which lists may follow, without its tags: so do most editors, and Markdown.
func (p *printer) item(n *node) {
	p.WriteString("<li>")
	nodes := n.nodes
	if simple(n) && nodes[0].kind == paragraph {
		p.runs(nodes[0].runs)
		nodes = nodes[1:]
	}
	p.blocks(nodes)
	p.WriteString("</li>")
}

// simple says whether an item holds at most a paragraph and then lists.
func simple(n *node) bool {
	for i, block := range n.nodes {
		if !block.kind.list() && (i > 0 || block.kind != paragraph) {
			return false
		}
	}
	return true
}

func (p *printer) table(n *node) {
	p.WriteString("<table><thead>")
	p.row(n.nodes[0], "th")
	p.WriteString("</thead>")
	if len(n.nodes) > 1 {
		p.WriteString("<tbody>")
		for _, r := range n.nodes[1:] {
			p.row(r, "td")
		}
		p.WriteString("</tbody>")
	}
	p.WriteString("</table>")
}

func (p *printer) row(r *node, name string) {
	p.WriteString("<tr>")
	for _, field := range r.nodes {
		p.element(name, field.runs)
	}
	p.WriteString("</tr>")
}

// runs writes the styles of a line nested in their one order, each as long as it lasts.
func (p *printer) runs(runs []run) {
	var open style
	for _, r := range runs {
		p.change(open, r.style)
		open = r.style
		if r.lineBreak {
			p.WriteString("<br>")
		}
		p.escape(r.text)
	}
	p.change(open, style{})
}

// change closes and opens the elements between two neighbouring runs.
func (p *printer) change(from, to style) {
	keepLink := from.href == to.href
	keepStrong := keepLink && from.strong == to.strong
	keepEm := keepStrong && from.em == to.em
	p.tag(from.code, "</code>")
	p.tag(from.em && !keepEm, "</em>")
	p.tag(from.strong && !keepStrong, "</strong>")
	p.tag(from.href != "" && !keepLink, "</a>")
	if to.href != "" && !keepLink {
		p.startLink(to.href)
	}
	p.tag(to.strong && !keepStrong, "<strong>")
	p.tag(to.em && !keepEm, "<em>")
	p.tag(to.code, "<code>")
}

func (p *printer) tag(written bool, tag string) {
	if written {
		p.WriteString(tag)
	}
}

func (p *printer) startLink(href string) {
	p.WriteString(`<a href="`)
	p.escape(href)
	if external(href) {
		p.WriteString(rel)
		return
	}
	p.WriteString(`">`)
}

// escape writes text or the value of an attribute; addresses hold no quotation mark.
func (p *printer) escape(s string) { _, _ = escaper.WriteString(p, s) }

// quoteEscaper is for the value of an attribute that people type.
var quoteEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
