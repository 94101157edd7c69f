package richtext

// kind is what a node is. The set is the allow-list: what has no kind cannot be printed.
type kind uint8

const (
	document  kind = iota // holds blocks
	paragraph             // holds runs
	heading2              // holds runs without line breaks
	heading3              // holds runs without line breaks
	code                  // holds text
	rule                  // holds nothing
	quote                 // holds blocks
	bullets               // holds items
	numbers               // holds items; start is its first number
	item                  // holds blocks
	table                 // holds rows, the first being the header
	row                   // holds cells
	cell                  // holds runs
	picture               // src is its address, text its alternative
)

// node is a block of a text.
type node struct {
	kind  kind
	start int // of numbers
	text  string
	src   string // of a picture
	runs  []run
	nodes []*node
}

func (n *node) add(child *node) { n.nodes = append(n.nodes, child) }

// leaf says whether n holds runs.
func (k kind) leaf() bool { return k == paragraph || k == heading2 || k == heading3 || k == cell }

func (k kind) list() bool { return k == bullets || k == numbers }

// run is a piece of a line in one style, or a line break, or a mention. Styles are flat, as in an editor, and nest in
// one order when printed: link, strong, em, code.
type run struct {
	text string
	style
	lineBreak bool
}

type style struct {
	href             string
	strong, em, code bool
}

// mention says whether r stands for a person; its text is a name written for display, or empty.
func (r run) mention() bool { return isMention(r.href) }

// bare says that r is text which belongs to no link nor code.
func (r run) bare() bool { return !r.lineBreak && r.href == "" && !r.code }
