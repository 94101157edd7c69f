package richtext

// startTable opens a table; a table in a cell is only lines of that cell.
func (b *builder) startTable() {
	b.endLeaf()
	if b.flat {
		return
	}
	if b.table != nil {
		b.within++
		return
	}
	b.table = &node{kind: table}
}

// endTable closes the table and adds it to its container.
func (b *builder) endTable() {
	b.endLeaf()
	if b.table == nil {
		return
	}
	if b.within > 0 {
		b.within--
		return
	}
	finished := b.table
	b.table, b.leaf = nil, nil
	b.place(finished)
}

// caption ends a table that has only begun, so that its caption is a paragraph above; its rows begin it again.
func (b *builder) caption() {
	if b.within == 0 {
		b.endTable()
	}
	b.endLeaf()
}

// startRow opens a row, and the table if the row stands outside any.
func (b *builder) startRow() {
	if b.flat || b.within > 0 {
		b.endLeaf()
		return
	}
	if b.table == nil {
		b.startTable()
	}
	b.leaf = nil
	b.table.add(&node{kind: row})
}

// startCell opens a cell, and the row if there is none.
func (b *builder) startCell() {
	if b.flat || b.within > 0 {
		b.endLeaf()
		return
	}
	if b.table == nil {
		b.startRow()
	}
	b.leaf = b.newCell()
}

// newCell adds a cell to the last row. What is beyond maxColumns joins the last cell.
func (b *builder) newCell() *node {
	if len(b.table.nodes) == 0 {
		b.table.add(&node{kind: row})
	}
	current := b.table.nodes[len(b.table.nodes)-1]
	if len(current.nodes) >= maxColumns {
		last := current.nodes[maxColumns-1]
		last.runs = append(last.runs, run{lineBreak: true})
		return last
	}
	made := &node{kind: cell}
	current.add(made)
	return made
}

// endCell leaves the cell; what stands between two cells then makes one.
func (b *builder) endCell() {
	if b.within > 0 || b.table == nil {
		b.endLeaf()
		return
	}
	b.leaf = nil
}
