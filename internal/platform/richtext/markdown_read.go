package richtext

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// readMarkdown tells b what a Markdown source says.
func readMarkdown(b *builder, source string) *node {
	r := markdownReader{b: b, source: []byte(source)}
	r.blocks(dialect().Parse(text.NewReader(r.source)))
	return b.finish()
}

type markdownReader struct {
	b      *builder
	source []byte
}

func (r *markdownReader) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n)
	}
}

func (r *markdownReader) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		r.leaf(paragraph, n)
	case *ast.Heading:
		if n.Level == 1 {
			r.leaf(heading2, n)
		} else {
			r.leaf(heading3, n)
		}
	case *ast.FencedCodeBlock:
		r.b.block(code)
		r.b.text(string(n.Lines().Value(r.source)))
		r.b.endLeaf()
	case *ast.ThematicBreak:
		r.b.rule()
	case *ast.Blockquote:
		r.b.start(quote, 0)
		r.blocks(n)
		r.b.end(quote)
	case *ast.List:
		r.list(n)
	case *extension.Table:
		r.table(n)
	}
}

func (r *markdownReader) leaf(k kind, n ast.Node) {
	r.b.block(k)
	r.inlines(n)
	r.b.endLeaf()
}

func (r *markdownReader) list(n *ast.List) {
	k := bullets
	if n.IsOrdered() {
		k = numbers
	}
	r.b.start(k, n.Start)
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		r.b.startItem()
		r.blocks(item)
	}
	r.b.end(k)
}

func (r *markdownReader) table(n *extension.Table) {
	r.b.startTable()
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		r.b.startRow()
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			r.b.startCell()
			r.inlines(cell)
			r.b.endCell()
		}
	}
	r.b.endTable()
}

func (r *markdownReader) inlines(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		r.inline(n)
	}
}

func (r *markdownReader) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		r.b.text(unescape(n.Segment.Value(r.source)))
		if n.SoftLineBreak() || n.HardLineBreak() {
			r.b.lineBreak()
		}
	case *ast.String:
		r.b.text(string(n.Value))
	case *ast.CodeSpan:
		r.styled(n, func(s *style) { s.code = true })
	case *ast.Emphasis:
		r.styled(n, func(s *style) { s.strong, s.em = s.strong || n.Level > 1, s.em || n.Level == 1 })
	case *ast.AutoLink:
		r.autoLink(n)
	case *ast.Link:
		r.link(n, unescape(n.Destination))
	case *ast.Image:
		r.picture(n)
	case *tag:
		if n.lineBreak {
			r.b.lineBreak()
		}
	}
}

// styled reads the children of n in a style changed by change.
func (r *markdownReader) styled(n ast.Node, change func(*style)) {
	before := r.b.style
	change(&r.b.style)
	if r.b.style.code && !before.code {
		r.codeSpan(n)
	} else {
		r.inlines(n)
	}
	r.b.style = before
}

// codeSpan reads text that holds no escapes, whose lines are one.
func (r *markdownReader) codeSpan(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			r.b.text(string(t.Segment.Value(r.source)))
		}
	}
}

func (r *markdownReader) link(n ast.Node, destination string) {
	href := canonicalURL(destination)
	r.styled(n, func(s *style) { s.href = href })
	if n.FirstChild() == nil && isMention(href) {
		r.linked(href, "")
	}
}

// picture reads a picture of the platform; of any other there is a link to it.
func (r *markdownReader) picture(n *ast.Image) {
	src := unescape(n.Destination)
	if !isPicture(src) {
		r.link(n, src)
		return
	}
	var alternative strings.Builder
	r.words(&alternative, n)
	r.b.picture(src, alternative.String())
}

// words writes the text under n, whatever its style.
func (r *markdownReader) words(out *strings.Builder, parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			out.WriteString(unescape(n.Segment.Value(r.source)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.WriteByte(' ')
			}
		case *ast.String:
			out.Write(n.Value)
		case *ast.AutoLink:
			out.Write(n.URL(r.source))
		case *tag:
			if n.lineBreak {
				out.WriteByte(' ')
			}
		default:
			r.words(out, n)
		}
	}
}

func (r *markdownReader) autoLink(n *ast.AutoLink) {
	address := string(n.URL(r.source))
	href := address
	if n.AutoLinkType == ast.AutoLinkEmail {
		href = "mailto:" + address
	}
	r.linked(canonicalURL(href), address)
}

func (r *markdownReader) linked(href, text string) {
	before := r.b.style.href
	r.b.style.href = href
	r.b.link(text)
	r.b.style.href = before
}
