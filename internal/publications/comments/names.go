package comments

import (
	"cmp"
	"context"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Names writes the names of the people whom texts mention.
type Names struct {
	of map[ids.ID]string
	// former stands for whom it does not name, in the reader's language.
	former string
}

// NamesIn looks up, in one query at most, whom these texts of m's space mention. Members of the space are named, others
// show as former members: a mention must not tell a name to who could not learn it otherwise.
func NamesIn(ctx context.Context, q db.Querier, m spaces.Member, bodies ...richtext.HTML) (Names, error) {
	var list []ids.ID
	for _, body := range bodies {
		list = append(list, richtext.Mentions(body)...)
	}
	of, err := spaces.Names(q, m, list)
	return Names{of, i18n.T(ctx, "accounts.former")}, err
}

// Show returns a text with the names of those whom it mentions.
func (n Names) Show(body richtext.HTML) richtext.HTML {
	return richtext.WriteNames(body, n.former, func(id ids.ID) string { return n.of[id] })
}

// Editable returns a text for the editor, with the names of those whom it mentions. A mention of whom n does not name is kept,
// by its id, when the text comes back.
func (n Names) Editable(body richtext.HTML) richtext.HTML {
	return richtext.WriteNames(body, n.former, func(id ids.ID) string { return cmp.Or(n.of[id], n.former) })
}

// Markdown returns a text for a text area, with the names of those whom it mentions. No line break ends it: whoever goes on
// writing goes on in the last paragraph.
func (n Names) Markdown(body richtext.HTML) string {
	return strings.TrimSuffix(richtext.ToMarkdown(n.Editable(body)), "\n")
}
