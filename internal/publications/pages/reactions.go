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

// faces are what the reactions look like: the key of the label, and an icon, which has a filled twin.
var faces = map[reactions.Kind]struct{ label, icon string }{
	"useful": {"pages.reaction.useful", "thumb-up-line"}, "thanks": {"pages.reaction.thanks", "heart-line"},
	"agree": {"pages.reaction.agree", "checkbox-circle-line"}, "bravo": {"pages.reaction.bravo", "award-line"},
}

// Reactions returns the buttons under a text, with what was said of it.
func Reactions(ctx context.Context, m spaces.Member, text ids.ID, said []reactions.Count) ui.Reactions {
	row := ui.Reactions{
		URL: Address(m, text) + "/reactions", ReadOnly: !m.May(reactions.React), Items: make([]ui.Reaction, 0, len(reactions.Kinds)),
	}
	words := i18n.From(ctx)
	for _, kind := range reactions.Kinds {
		item := ui.Reaction{Kind: string(kind), Label: words.T(faces[kind].label), Icon: faces[kind].icon}
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
		return r.reactions.Set(tx, at.Member, at.text.Text.ID, kind, says)
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
