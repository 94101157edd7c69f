package richtext

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// separator stands between two marks that would be read as one. It is an idiom of Markdown, for which HTML's comment
// is nothing.
const separator = "<!-- -->"

// breaks are the tags for a line break, which a cell cannot say otherwise.
var breaks = [][]byte{[]byte("<br>"), []byte("<br/>"), []byte("<br />")}

// tag is one of the two tags of our dialect; every other is text.
type tag struct {
	ast.BaseInline
	lineBreak bool
}

var kindTag = ast.NewNodeKind("OsmoseTag")

// Kind is what goldmark asks of a node.
func (*tag) Kind() ast.NodeKind { return kindTag }

// Dump is what goldmark asks of a node.
func (t *tag) Dump(source []byte, level int) { ast.DumpHelper(t, source, level, nil, nil) }

// tagParser reads separators and line breaks.
type tagParser struct{}

// Trigger is what goldmark asks of a parser.
func (tagParser) Trigger() []byte { return []byte{'<'} }

// Parse is what goldmark asks of a parser.
func (tagParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if bytes.HasPrefix(line, []byte(separator)) {
		block.Advance(len(separator))
		return &tag{}
	}
	for _, lineBreak := range breaks {
		if len(line) >= len(lineBreak) && bytes.EqualFold(line[:len(lineBreak)], lineBreak) {
			block.Advance(len(lineBreak))
			return &tag{lineBreak: true}
		}
	}
	return nil
}
