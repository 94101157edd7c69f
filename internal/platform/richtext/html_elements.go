package richtext

import "golang.org/x/net/html/atom"

// element is what the start and the end of an HTML element mean.
type element struct {
	start func(*marks, attrs)
	end   func(*marks)
}

// elements are all the elements that readHTML understands: those of the allow-list, and those that editors, mail
// programs and word processors write in their place. Of any other only the text is read.
var elements = map[atom.Atom]element{
	atom.P: leafElement(paragraph), atom.Div: leafElement(paragraph), atom.Section: leafElement(paragraph),
	atom.Article: leafElement(paragraph), atom.Header: leafElement(paragraph), atom.Footer: leafElement(paragraph),
	atom.Main: leafElement(paragraph), atom.Aside: leafElement(paragraph), atom.Nav: leafElement(paragraph),
	atom.Address: leafElement(paragraph), atom.Figure: leafElement(paragraph), atom.Figcaption: leafElement(paragraph),
	atom.Dl: leafElement(paragraph), atom.Dt: leafElement(paragraph), atom.Dd: leafElement(paragraph),
	atom.Details: leafElement(paragraph), atom.Summary: leafElement(paragraph), atom.Center: leafElement(paragraph),
	atom.Fieldset: leafElement(paragraph), atom.Form: leafElement(paragraph),

	atom.H1: leafElement(heading2), atom.H2: leafElement(heading2), atom.H3: leafElement(heading3),
	atom.H4: leafElement(heading3), atom.H5: leafElement(heading3), atom.H6: leafElement(heading3),

	atom.Pre:        leafElement(code),
	atom.Blockquote: containerElement(quote), atom.Ul: containerElement(bullets), atom.Menu: containerElement(bullets),
	atom.Ol: {
		start: func(m *marks, a attrs) { m.b.start(numbers, firstNumber(a.start)) },
		end:   func(m *marks) { m.b.end(numbers) },
	},
	atom.Li: {
		start: func(m *marks, _ attrs) { m.b.startItem() },
		end:   func(m *marks) { m.b.end(item) },
	},
	atom.Hr: {start: func(m *marks, _ attrs) { m.b.rule() }},
	atom.Br: {start: func(m *marks, _ attrs) { m.b.lineBreak() }},

	atom.Img: {start: (*marks).picture},

	atom.Table:   tableElement((*builder).startTable, (*builder).endTable),
	atom.Caption: tableElement((*builder).caption, (*builder).endLeaf),
	atom.Tr:      tableElement((*builder).startRow, (*builder).endCell),
	atom.Td:      tableElement((*builder).startCell, (*builder).endCell),
	atom.Th:      tableElement((*builder).startCell, (*builder).endCell),

	atom.Strong: markElement(strongMark), atom.B: markElement(strongMark),
	atom.Em: markElement(emMark), atom.I: markElement(emMark), atom.Cite: markElement(emMark),
	atom.Code: markElement(codeMark), atom.Kbd: markElement(codeMark), atom.Samp: markElement(codeMark),
	atom.Tt: markElement(codeMark),
	atom.A: {
		start: func(m *marks, a attrs) { m.startLink(a.href) },
		end:   (*marks).endLink,
	},
}

func leafElement(k kind) element {
	return element{
		start: func(m *marks, _ attrs) { m.b.block(k) },
		end:   func(m *marks) { m.b.endLeaf() },
	}
}

func containerElement(k kind) element {
	return element{
		start: func(m *marks, _ attrs) { m.b.start(k, 1) },
		end:   func(m *marks) { m.b.end(k) },
	}
}

func tableElement(start, end func(*builder)) element {
	return element{
		start: func(m *marks, _ attrs) { start(m.b) },
		end:   func(m *marks) { end(m.b) },
	}
}

func strongMark(m *marks) *int { return &m.strong }
func emMark(m *marks) *int     { return &m.em }
func codeMark(m *marks) *int   { return &m.inline }

func markElement(count func(*marks) *int) element {
	return element{
		start: func(m *marks, _ attrs) { *count(m)++; m.apply() },
		end:   func(m *marks) { n := count(m); *n = max(0, *n-1); m.apply() },
	}
}
