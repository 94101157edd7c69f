package richtext

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// faithfulTables leaves as the paragraph that was typed a table of too many cells, and one of which a row is longer
// than its header: CommonMark's tables would drop the words at its end.
type faithfulTables struct{ parser.ParagraphTransformer }

// Transform is what goldmark asks of a parser.
func (f faithfulTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	columns, widest := 0, 0
	for i := range lines.Len() {
		line := lines.At(i)
		row := bytes.TrimSpace(line.Value(reader.Source()))
		switch {
		case columns > 0:
			widest = max(widest, cellsIn(row))
		case i > 0 && headerLine.Match(row):
			columns = cellsIn(row)
		}
	}
	if columns == 0 || widest > columns || columns > maxColumns || columns*lines.Len() > maxCells+maxColumns {
		return
	}
	f.ParagraphTransformer.Transform(node, reader, pc)
}

// cellsIn counts the cells of a row as goldmark does.
func cellsIn(row []byte) int {
	row = bytes.TrimSuffix(bytes.TrimPrefix(row, []byte{'|'}), []byte{'|'})
	return 1 + bytes.Count(row, []byte{'|'}) - bytes.Count(row, []byte(`\|`))
}

// headerLine is the line under a header.
var headerLine = regexp.MustCompile(`^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?$`)
