package publications

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/spaces"
)

// Deck says how a feed shows its cards.
type Deck struct {
	Now clock.Instant
	// Since marks as new what moved after it.
	Since clock.Instant
	// Mentioned names those whom the excerpts mention.
	Mentioned Mentioned
	// ShowSpace names the space of each, in a feed across spaces.
	ShowSpace bool
	Level     int
}

// Cards renders items for a feed.
func (r *Room) Cards(ctx context.Context, items []Item, deck Deck) []ui.FeedItem {
	cards := make([]ui.FeedItem, len(items))
	for i, item := range items {
		kind := r.kinds[item.Kind]
		byline, url := item.Byline.View(ctx), r.Path(item)
		var extra Extra
		if kind.Extra != nil {
			extra = kind.Extra(ctx, item.Card)
		}
		if extra.Signed != nil && item.Byline.ID == 0 {
			byline = *extra.Signed
		}
		byline.Time = ui.Time{At: item.PublishedAt, Now: deck.Now}
		cards[i] = ui.FeedItem{
			Byline: byline, KindLabel: i18n.T(ctx, kind.Label), KindIcon: kind.Icon, Title: item.Title, URL: url,
			Excerpt: deck.Mentioned.Show(ctx, item.SpaceID, item.Excerpt), Badges: badgeRow(item, extra.Badges), Level: deck.Level,
			Actions: answers(ctx, kind, item, url, deck.Now),
			New:     deck.Since > 0 && item.ActivityAt > deck.Since,
		}
		if deck.ShowSpace {
			cards[i].Space = &ui.NavLink{Label: item.Space, URL: spaces.Path(item.SpaceID, item.Space)}
		}
	}
	return cards
}

// answers counts the replies or comments and dates the last one; the date of the byline is that of the publication itself.
func answers(ctx context.Context, kind Kind, item Item, url string, now clock.Instant) templ.Component {
	none, count := "publications.unanswered", "publications.replies"
	if kind.Commented {
		none, count = "publications.uncommented", "publications.comments"
	}
	if item.Comments == 0 {
		return ui.ActionLink(i18n.T(ctx, none), "chat-3-line", url)
	}
	link := ui.ActionLink(i18n.N(ctx, count, item.Comments), "chat-3-line", url)
	return templ.Join(link, ui.Activity(i18n.T(ctx, "publications.latest", i18n.Args{"When": i18n.Ago(ctx, now, item.ActivityAt)})))
}

// SetCard notes what the card of a publication shows beside the common row, in words that its kind reads. A room calls it in the
// transaction that changes what they say.
func (r *Room) SetCard(tx *db.Tx, space, publication ids.ID, card string) error {
	_, err := tx.Exec(`UPDATE publications SET card = $3 WHERE id = $1 AND space_id = $2`, publication, space, card)
	return err
}

// badgeRow shows the theme, then what the kind adds.
func badgeRow(item Item, badges []ui.Badge) templ.Component {
	if item.Theme == "" && len(badges) == 0 {
		return nil
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if item.Theme != "" {
			if err := (ui.Badge{Label: item.Theme, Kind: ui.BadgeAccent}).Render(ctx, w); err != nil {
				return err
			}
		}
		for _, badge := range badges {
			if err := badge.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}
