package richtext

import "strings"

// builder makes a canonical tree from events that may come in any order and any number: whatever it is told, the tree
// holds the allow-list, no deeper than maxDepth and no wider than a table may be.
type builder struct {
	root    *node
	open    []*node      // containers, outermost first: document, quote, list, item
	leaf    *node        // the paragraph, heading, cell or code being filled
	table   *node        // the table being filled, added to its container when it ends
	within  int          // how many tables are open in a cell of that table
	ignored map[kind]int // how many containers of a kind are open beyond maxDepth
	style   style        // of the text to come
	flat    bool         // keep the words only, in one paragraph
	named   bool         // keep the text of mentions
}

func newBuilder() *builder {
	root := &node{kind: document}
	return &builder{root: root, open: []*node{root}, ignored: map[kind]int{}}
}

// finish ends what is open and returns the canonical document.
func (b *builder) finish() *node {
	b.flat, b.within = false, 0
	b.endTable()
	b.endLeaf()
	b.root.nodes = normaliser{named: b.named}.blocks(b.root.nodes)
	return b.root
}

func (b *builder) inner() *node { return b.open[len(b.open)-1] }

// block starts a paragraph, a heading or a block of code; within a cell it is a line break.
func (b *builder) block(k kind) {
	if b.table != nil {
		b.lineBreak()
		return
	}
	b.endLeaf()
	if !b.flat {
		b.leaf = &node{kind: k}
	}
}

// endLeaf ends what block started. Within a cell it is a line break.
func (b *builder) endLeaf() {
	if b.table != nil || b.flat {
		b.lineBreak()
		return
	}
	leaf := b.leaf
	b.leaf = nil
	if leaf != nil && len(leaf.runs) > 0 {
		b.place(leaf)
	}
}

// place adds a finished block to the innermost container; a list takes it into an item.
func (b *builder) place(n *node) {
	if b.inner().kind.list() {
		b.startItem()
	}
	b.inner().add(n)
}

// picture stands between paragraphs. In a cell it is a link to it, which its alternative names.
func (b *builder) picture(src, alternative string) {
	switch alternative = cleanAlternative(alternative); {
	case b.flat:
		b.text(alternative)
	case b.table != nil:
		before := b.style
		b.style = style{href: src}
		b.text(alternative)
		b.style = before
	default:
		b.endLeaf()
		b.place(&node{kind: picture, src: src, text: alternative})
	}
}

func (b *builder) rule() {
	b.endLeaf()
	if b.table == nil && !b.flat {
		b.place(&node{kind: rule})
	}
}

// start opens a quote or a list.
func (b *builder) start(k kind, first int) {
	b.endLeaf()
	if b.table != nil || b.flat {
		return
	}
	if b.depthOf() >= maxDepth {
		b.ignored[k]++
		return
	}
	if b.inner().kind.list() {
		b.reopenItem()
	}
	n := &node{kind: k, start: first}
	b.inner().add(n)
	b.open = append(b.open, n)
}

// depthOf counts the open quotes and lists.
func (b *builder) depthOf() (depth int) {
	for _, n := range b.open {
		if n.kind == quote || n.kind.list() {
			depth++
		}
	}
	return depth
}

// reopenItem continues the last item of the innermost list, where a list that stands directly in a list belongs.
func (b *builder) reopenItem() {
	list := b.inner()
	if len(list.nodes) == 0 {
		list.add(&node{kind: item})
	}
	b.open = append(b.open, list.nodes[len(list.nodes)-1])
}

// end closes the innermost open container of kind k and all within it; without one it only ends the leaf.
func (b *builder) end(k kind) {
	b.endLeaf()
	if b.table != nil {
		return
	}
	if b.ignored[k] > 0 {
		b.ignored[k]--
		return
	}
	if k == item && b.inIgnoredList() {
		return
	}
	for i := len(b.open) - 1; i > 0; i-- {
		if b.open[i].kind == k {
			b.open = b.open[:i]
			return
		}
	}
}

// startItem opens an item in the innermost list, closing the item before; outside any list it makes one.
func (b *builder) startItem() {
	b.endLeaf()
	if b.table != nil || b.flat || b.inIgnoredList() {
		return
	}
	if b.inner().kind == item {
		b.open = b.open[:len(b.open)-1]
	}
	if !b.inner().kind.list() {
		if b.depthOf() >= maxDepth {
			return
		}
		b.start(bullets, 1)
	}
	n := &node{kind: item}
	b.inner().add(n)
	b.open = append(b.open, n)
}

func (b *builder) inIgnoredList() bool { return b.ignored[bullets]+b.ignored[numbers] > 0 }

// text adds text in the present style to the leaf, and starts a paragraph for it if there is none.
func (b *builder) text(s string) {
	if b.leaf == nil {
		if strings.TrimLeft(s, " \t\n\f\r") == "" {
			return
		}
		b.leaf = b.leafForText()
	}
	b.leaf.runs = append(b.leaf.runs, run{text: s, style: b.style})
}

func (b *builder) leafForText() *node {
	if b.table != nil {
		return b.newCell()
	}
	return &node{kind: paragraph}
}

// lineBreak breaks the line; where none is begun there is nothing to break.
func (b *builder) lineBreak() {
	if b.leaf != nil && len(b.leaf.runs) > 0 && b.flat {
		b.leaf.runs = append(b.leaf.runs, run{text: " "})
	} else if b.leaf != nil && len(b.leaf.runs) > 0 {
		b.leaf.runs = append(b.leaf.runs, run{lineBreak: true})
	}
}

// link adds text to the leaf even if there is none: a mention is a link without text.
func (b *builder) link(text string) {
	if b.leaf == nil {
		b.leaf = b.leafForText()
	}
	b.leaf.runs = append(b.leaf.runs, run{text: text, style: b.style})
}
