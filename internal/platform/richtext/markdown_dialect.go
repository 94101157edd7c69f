package richtext

import (
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// dialect is our CommonMark. Absent on purpose: raw HTML (shown as it was typed), reference definitions (a long address
// used a thousand times is a bomb), indented code and underlined headings (nobody means them in a text area).
// Every parser that can be made to search in vain for long is wrapped in a limit.
var dialect = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(shallow{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(anyIndent{parser.NewParagraphParser()}, 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(tagParser{}, 50),
			util.Prioritized(patientCode{parser.NewCodeSpanParser()}, 100),
			util.Prioritized(patientLinks{parser.NewLinkParser()}, 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(patientStars{parser.NewEmphasisParser()}, 500),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(faithfulTables{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
		),
	)
})

// shallow refuses to open a container deeper than maxDepth: its marker is then text.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if _, inList := parent.(*ast.List); !inList && depth(parent) >= maxDepth {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, reader, pc)
}

func depth(n ast.Node) (containers int) {
	for ; n != nil; n = n.Parent() {
		switch n.(type) {
		case *ast.Blockquote, *ast.List:
			containers++
		}
	}
	return containers
}

// anyIndent reads a paragraph that begins with four spaces or more, which is left of indented code: without it the line
// would be lost.
type anyIndent struct{ parser.BlockParser }

// CanAcceptIndentedLine is what goldmark asks of a parser.
func (anyIndent) CanAcceptIndentedLine() bool { return true }
