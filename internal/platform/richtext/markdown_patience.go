package richtext

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Marks that are never closed make a parser search to the end of the paragraph, each of them. tries counts the marks of
// a paragraph; beyond its limits a mark is text. What writeMarkdown writes has no vain mark, and at most seven for each
// of maxRuns styles: it never reaches them.
type tries struct {
	paragraph ast.Node
	brackets  int // open
	made      int
	vain      int
}

const (
	maxMade = 8 * maxRuns
	maxVain = 100
	// vainCode is the weight of a code span that is never closed, which costs a node for each line that follows.
	vainCode = maxVain / 10
)

var triesKey = parser.NewContextKey()

func triesIn(paragraph ast.Node, pc parser.Context) *tries {
	t, _ := pc.Get(triesKey).(*tries)
	if t == nil || t.paragraph != paragraph {
		t = &tries{paragraph: paragraph}
		pc.Set(triesKey, t)
	}
	return t
}

func (t *tries) over() bool { return t.made >= maxMade || t.vain >= maxVain }

// patientCode reads code spans.
type patientCode struct{ parser.InlineParser }

// Parse is what goldmark asks of a parser.
func (p patientCode) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	t := triesIn(parent, pc)
	if t.over() {
		return nil
	}
	t.made++
	n := p.InlineParser.Parse(parent, block, pc)
	if _, span := n.(*ast.CodeSpan); !span {
		t.vain += vainCode
	}
	return n
}

// patientLinks reads links and pictures.
type patientLinks struct{ parser.InlineParser }

// Parse is what goldmark asks of a parser.
func (p patientLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	t := triesIn(parent, pc)
	line, _ := block.PeekLine()
	closes := line[0] == ']'
	if t.over() || closes && t.brackets == 0 || line[0] == '!' && (len(line) < 2 || line[1] != '[') {
		return nil
	}
	t.made++
	searches := closes && len(line) > 1 && (line[1] == '(' || line[1] == '[')
	n := p.InlineParser.Parse(parent, block, pc)
	switch {
	case !closes:
		t.brackets++
		return n
	case n == nil && searches:
		t.vain++
	}
	t.brackets--
	return n
}

// CloseBlock makes text of the brackets that were never closed.
func (p patientLinks) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// patientStars reads strong and em.
type patientStars struct{ parser.InlineParser }

// Parse is what goldmark asks of a parser. A run of marks that can neither open nor close, as in « nom_de_fichier »,
// is text at once and counts for nothing.
func (p patientStars) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	length := 1
	for length < len(line) && line[length] == line[0] {
		length++
	}
	after := ' '
	if length < len(line) {
		after = firstRune(string(line[length:min(len(line), length+4)]))
	}
	opens, closes := flanking(line[0], block.PrecendingCharacter(), after)
	t := triesIn(parent, pc)
	if !opens && !closes || t.over() {
		block.Advance(length)
		return ast.NewTextSegment(segment.WithStop(segment.Start + length))
	}
	t.made++
	return p.InlineParser.Parse(parent, block, pc)
}
