package richtext

import "strings"

// Links returns where a text links to, in order, mentions aside.
func Links(h HTML) (found []string) {
	if !strings.Contains(string(h), "<a ") {
		return nil
	}
	b := newBuilder()
	b.named = true
	last := ""
	eachRun(readHTML(b, string(h)), func(r *run) {
		if r.href != "" && r.href != last && !r.mention() {
			found = append(found, r.href)
		}
		last = r.href
	})
	return found
}

// Absolute returns a text for a reader outside the platform: the links to its own pages, and its pictures, begin with base, a
// scheme and a host. The result is not canonical; it is never to be stored.
func Absolute(h HTML, base string) HTML {
	if !strings.Contains(string(h), `<a href="/`) && !strings.Contains(string(h), pictureStart) {
		return h
	}
	b := newBuilder()
	b.named = true
	root := readHTML(b, string(h))
	eachRun(root, func(r *run) {
		if strings.HasPrefix(r.href, "/") {
			r.href = base + r.href
		}
	})
	eachPicture(root, func(n *node) { n.src = base + n.src })
	return printHTML(root)
}

// eachPicture visits the pictures of a tree in order.
func eachPicture(n *node, visit func(n *node)) {
	if n.kind == picture {
		visit(n)
	}
	for _, child := range n.nodes {
		eachPicture(child, visit)
	}
}

// eachRun visits the runs of a tree in order.
func eachRun(n *node, visit func(r *run)) {
	for i := range n.runs {
		visit(&n.runs[i])
	}
	for _, child := range n.nodes {
		eachRun(child, visit)
	}
}
