package pages

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// Citation is the live card of a publication that a text links to.
type Citation struct {
	Title, URL string
	Kind, Icon string
	Space      ui.NavLink
}

// published is the address of a publication, of any kind: its space, the service, itself.
var published = regexp.MustCompile(`^/espaces/[0-9a-z]{13}(?:-[^/?#]*)?/[a-z-]+/([0-9a-z]{13})(?:-[^/?#]*)?(?:[?#].*)?$`)

// Cited returns the cards of the publications that a text links to, in its order, as the person who reads may see them
// now: a link to any other stays a link. It costs one query, and publications.MostNamed cards at most.
func (r *Room) Cited(ctx context.Context, q db.Querier, m spaces.Member, body richtext.HTML) ([]Citation, error) {
	var list []ids.ID
	for _, href := range richtext.Links(body) {
		found := published.FindStringSubmatch(strings.TrimPrefix(href, r.base))
		if found == nil {
			continue
		}
		if id, err := ids.Parse(found[1]); err == nil && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	items, err := r.publications.Within(q, spaces.ReachOf(m.PersonID()), list)
	if err != nil {
		return nil, err
	}
	var cards []Citation
	for _, id := range list {
		at := slices.IndexFunc(items, func(i publications.Item) bool { return i.ID == id })
		if at < 0 {
			continue
		}
		item := items[at]
		kind := r.publications.Kind(item.Kind)
		cards = append(cards, Citation{
			Title: item.Title, URL: r.publications.Path(item), Kind: i18n.T(ctx, kind.Label), Icon: kind.Icon,
			Space: ui.NavLink{Label: item.Space, URL: spaces.Path(item.SpaceID, item.Space)},
		})
	}
	return cards, nil
}
