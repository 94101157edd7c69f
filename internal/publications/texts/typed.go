package texts

import (
	"strings"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/web"
)

// FormatField is the field beside a text that says what it holds: Markdown, unless its value is HTML.
const (
	FormatField = "format"
	HTML        = "html"
	Markdown    = "markdown"
)

// longestHTML is how much the editor may send, in characters: markup weighs more than the words that MaxLength counts.
const longestHTML = 100_000

// Typed reads the text of the field called name, Markdown from a text area or HTML from the editor, and notes what is
// wrong with it; required is the key of what is said of an empty one, "" where a text may be. A form sent back shows it in Markdown.
func Typed(form *web.Form, name, required string) richtext.HTML {
	markdown := asMarkdown(form, name)
	if markdown == "" {
		if required != "" {
			form.Note(name, required, nil)
		}
		return ""
	}
	body, err := Read(name, markdown)
	form.Take(err)
	return body
}

// asMarkdown returns the Markdown of a field, and puts it there in place of the editor's HTML.
func asMarkdown(form *web.Form, name string) string {
	if form.Value(FormatField) != HTML {
		return form.Text(name, MaxLength)
	}
	typed := form.Text(name, longestHTML)
	markdown := strings.TrimSuffix(richtext.ToMarkdown(richtext.Sanitise(typed)), "\n")
	form.Set(name, markdown)
	form.Set(FormatField, Markdown)
	return markdown
}

// Converted returns what was typed in a format as HTML, however long. Errors: fault.Invalid when it is longer than any
// text.
func Converted(name, typed, format string) (richtext.HTML, error) {
	wrong := &fault.Invalid{}
	if wrong.Limit(name, typed, longestHTML); wrong.Err() != nil {
		return "", wrong
	}
	if format == HTML {
		return richtext.Sanitise(typed), nil
	}
	return richtext.FromMarkdown(typed), nil
}
