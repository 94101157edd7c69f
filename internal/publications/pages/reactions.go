package pages

import (
	"context"
	"slices"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications/reactions"
	"osmose/internal/spaces"
)

// icons of the reactions; each has a filled twin.
var icons = map[reactions.Kind]string{
	"useful": "thumb-up-line", "thanks": "heart-line", "agree": "checkbox-circle-line", "bravo": "award-line",
}

// Reactions returns the buttons under a text, with what was said of it.
func Reactions(ctx context.Context, m spaces.Member, text ids.ID, said []reactions.Count) ui.Reactions {
	row := ui.Reactions{URL: Address(m, text) + "/reactions", ReadOnly: !m.May(reactions.React)}
	for _, kind := range reactions.Kinds {
		item := ui.Reaction{Kind: string(kind), Label: i18n.T(ctx, "pages.reaction."+string(kind)), Icon: icons[kind]}
		if i := slices.IndexFunc(said, func(c reactions.Count) bool { return c.Kind == kind }); i >= 0 {
			item.Count, item.Mine = said[i].N, said[i].Mine
		}
		row.Items = append(row.Items, item)
	}
	return row
}

// react says the reaction of the field « say », or takes back that of « unsay ».
func (r *Room) react(x *web.Exchange, at here) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	kind, says := reactions.Kind(form.Value("say")), true
	if kind == "" {
		kind, says = reactions.Kind(form.Value("unsay")), false
	}
	err = r.db.Write(x.Context(), func(tx *db.Tx) error {
		return reactions.Set(tx, at.Member, at.text.Text.ID, kind, says)
	})
	if err != nil {
		return err
	}
	if !x.Script() {
		return r.backToText(x, at)
	}
	said, err := reactions.Of(r.db.Read(x.Context()), at.Member, at.text.Text.ID)
	if err != nil {
		return err
	}
	for _, item := range Reactions(x.Context(), at.Member, at.text.Text.ID, said[at.text.Text.ID]).Items {
		if item.Kind == string(kind) {
			return x.JSON(map[string]any{"count": item.Count, "mine": item.Mine})
		}
	}
	return fault.ErrNotFound
}
