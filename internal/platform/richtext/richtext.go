// Package richtext holds the texts that people write: it turns their Markdown or the editor's HTML into a small, safe,
// canonical HTML, and that HTML back into Markdown.
//
// Everybody's text is hostile until it has gone through FromMarkdown or Sanitise; what they return may be written into
// a page as it is. Neither copies markup: both build a tree that can only hold what is allowed, and one writer prints
// it. The allow-list is exactly what our Markdown can say: paragraphs and line breaks, strong, em, code, links, h2 and
// h3, lists, quotes, blocks of code, rules, tables, pictures that the platform itself keeps. No attribute but a link's href and
// rel, a list's start, a picture's src, alt and loading.
//
// The HTML is canonical, one spelling per document, which is what makes these hold for every sanitised h:
//
//	Sanitise(h) == h
//	FromMarkdown(ToMarkdown(h)) == h
//
// so that any text can be edited without JavaScript and without loss. What Markdown cannot say is canonicalised away:
// nested tables, headings in cells, paragraphs in cells (they become line breaks), spaces at the edges of bold words.
//
// A mention is a link to /personnes/<id> without text: the name is written at display by WriteNames, and nowhere
// stored. This package must never fetch anything nor know who may read what.
package richtext

// HTML is a canonical, sanitised fragment. Only this package makes one from what a person sent; a room reads it back
// from its own column by a plain conversion.
type HTML string

const (
	// MaxRunes is the length to which a room limits a field of Markdown.
	MaxRunes = 60_000
	// maxBytes is more than MaxRunes can weigh. What is longer still (a room forgot its limit, or most of it is
	// markup) is one paragraph of words, so that no text costs more than a few dozen megabytes. The two
	// identities are promised for texts whose HTML and Markdown are shorter.
	maxBytes = 256 << 10
	// maxDepth is how deep quotes and lists nest; what is deeper joins the innermost that is allowed.
	maxDepth = 8
	// maxRuns is how many changes of style a paragraph may hold; beyond, it keeps its words and loses its styles.
	maxRuns = 500
	// maxColumns and maxCells bound a table: in Markdown, a row of two bytes is filled up to the width of its header.
	maxColumns = 40
	maxCells   = 4000
)

// Sanitise keeps of any HTML what the allow-list holds, in canonical form. It never fails: what it does not understand
// is text or nothing.
func Sanitise(fragment string) HTML {
	b := newBuilder()
	b.flat = len(fragment) > maxBytes
	return printHTML(readHTML(b, firstFilter().Sanitize(clean(fragment))))
}

// FromMarkdown reads CommonMark with tables, a single newline being a line break, and without raw HTML, reference
// definitions, indented code nor underlined headings, which surprise people who type in a text area. « # » is h2,
// « ## » and deeper h3; a picture of another site becomes a
// link to it.
func FromMarkdown(source string) HTML {
	b := newBuilder()
	if len(source) > maxBytes {
		b.text(clean(source))
		return printHTML(b.finish())
	}
	return printHTML(readMarkdown(b, clean(source)))
}

// ToMarkdown returns the Markdown of a text for a text area. Given the output of WriteNames, mentions show their
// names, which FromMarkdown drops again.
func ToMarkdown(h HTML) string {
	b := newBuilder()
	b.named = true
	return writeMarkdown(readHTML(b, string(h)))
}
