package comments

import (
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Names writes the names of the people whom texts mention.
type Names map[ids.ID]string

// NamesIn looks up, in one query at most, whom these texts of m's space mention. Members of the space are named, others
// show as former members: a mention must not tell a name to who could not learn it otherwise.
func NamesIn(q db.Querier, m spaces.Member, bodies ...richtext.HTML) (Names, error) {
	var list []ids.ID
	for _, body := range bodies {
		list = append(list, richtext.Mentions(body)...)
	}
	return spaces.Names(q, m, list)
}

// Show returns a text with the names of those whom it mentions.
func (n Names) Show(body richtext.HTML) richtext.HTML {
	return richtext.WriteNames(body, func(id ids.ID) string { return n[id] })
}

// formerMember stands where a text is edited for whom n does not name: the mention is kept, by its id, when the text comes
// back.
const formerMember = "Ancien membre"

// Editable returns a text for the editor, with the names of those whom it mentions.
func (n Names) Editable(body richtext.HTML) richtext.HTML {
	return richtext.WriteNames(body, func(id ids.ID) string {
		if name := n[id]; name != "" {
			return name
		}
		return formerMember
	})
}

// Markdown returns a text for a text area, with the names of those whom it mentions. No line break ends it: whoever goes on
// writing goes on in the last paragraph.
func (n Names) Markdown(body richtext.HTML) string {
	return strings.TrimSuffix(richtext.ToMarkdown(n.Editable(body)), "\n")
}
