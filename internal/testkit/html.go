package testkit

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text returns what the page says, spaces squeezed, without its markup.
func (a *Answer) Text() string {
	root, err := html.Parse(strings.NewReader(a.Body))
	if err != nil {
		return a.Body
	}
	var said strings.Builder
	say(root, &said)
	return squeezed(said.String())
}

func say(n *html.Node, said *strings.Builder) {
	switch {
	case n.Type == html.TextNode:
		said.WriteString(n.Data)
	case n.DataAtom == atom.Script || n.DataAtom == atom.Style:
		return
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		say(child, said)
	}
	if n.Type == html.ElementNode {
		said.WriteByte(' ')
	}
}

// squeezed turns every run of white space, no-break ones included, into one space.
func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

// Links returns the addresses of this site that a page leads to, each once: links, forms, pictures.
func (a *Answer) Links() []string {
	root, err := html.Parse(strings.NewReader(a.Body))
	if err != nil {
		a.t.Fatal(err)
	}
	seen := map[string]bool{}
	var list []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for _, attribute := range n.Attr {
			switch attribute.Key {
			case "href", "src", "action", "data-os-source":
				address, _, _ := strings.Cut(attribute.Val, "#")
				if strings.HasPrefix(address, "/") && !seen[address] {
					seen[address] = true
					list = append(list, address)
				}
			}
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	walk(root)
	return list
}

// Link returns the first address of the page that holds part; the test fails when there is none.
func (a *Answer) Link(part string) string {
	a.t.Helper()
	address := a.Find(part)
	if address == "" {
		a.t.Fatalf("%s leads to no address with %q", a.Path, part)
	}
	return address
}

// Find returns the first address of the page that holds part, empty when there is none.
func (a *Answer) Find(part string) string {
	for _, address := range a.Links() {
		if strings.Contains(address, part) {
			return address
		}
	}
	return ""
}

// Option returns the value of the first choice of the list called name that is not empty.
func (a *Answer) Option(name string) string {
	a.t.Helper()
	_, list, found := strings.Cut(a.Body, `name="`+name+`"`)
	if found {
		list, _, _ = strings.Cut(list, "</select>")
		for _, option := range strings.Split(list, `<option value="`)[1:] {
			if value, _, _ := strings.Cut(option, `"`); value != "" {
				return value
			}
		}
	}
	a.t.Fatalf("%s has no choice called %q", a.Path, name)
	return ""
}

// Value returns what the first field of the page called name holds: an input, a text area, the choice of a list. The test
// fails when there is no such field.
func (a *Answer) Value(name string) string {
	a.t.Helper()
	root, err := html.Parse(strings.NewReader(a.Body))
	if err != nil {
		a.t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || attribute(n, "name") != name {
			continue
		}
		switch n.DataAtom {
		case atom.Input:
			return attribute(n, "value")
		case atom.Textarea:
			var held strings.Builder
			for text := range n.ChildNodes() {
				held.WriteString(text.Data)
			}
			return held.String()
		case atom.Select:
			return chosen(n)
		}
	}
	a.t.Fatalf("%s has no field called %q", a.Path, name)
	return ""
}

// chosen returns the value of the option of a list that is selected, empty when none is.
func chosen(list *html.Node) string {
	for n := range list.Descendants() {
		for _, attr := range n.Attr {
			if n.DataAtom == atom.Option && attr.Key == "selected" {
				return attribute(n, "value")
			}
		}
	}
	return ""
}

func attribute(n *html.Node, name string) string {
	for _, attr := range n.Attr {
		if attr.Key == name {
			return attr.Val
		}
	}
	return ""
}
