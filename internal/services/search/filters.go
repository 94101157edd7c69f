package search

import (
	"net/url"
	"slices"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// mostSpaces is how many spaces are offered to search in, those of the best answers.
const mostSpaces = 8

// address is that of the same search in a space, zero for all, and of a kind, empty for all.
func (p page) address(space ids.ID, kind string) string {
	query := url.Values{byWords: {p.Typed}}
	if space != 0 {
		query.Set(bySpace, space.String())
	}
	if kind != "" {
		query.Set(byKind, kind)
	}
	return Path + "?" + query.Encode()
}

// kinds returns the kind that the address asks for, and the pills to choose one; with a single kind there is nothing to
// choose.
func (r *Room) kinds(x *web.Exchange, p page) (string, []ui.NavLink) {
	all := r.Publications.Kinds()
	if len(all) < 2 {
		return "", nil
	}
	asked, chosen := x.Query(byKind), ""
	pills := []ui.NavLink{{Label: i18n.T(x.Context(), "search.all_kinds"), URL: p.address(p.Space, "")}}
	for _, kind := range all {
		if kind.Name == asked {
			chosen = asked
		}
		pills = append(pills, ui.NavLink{
			Label: i18n.T(x.Context(), kind.Plural), URL: p.address(p.Space, kind.Name), Current: kind.Name == asked,
		})
	}
	pills[0].Current = chosen == ""
	return chosen, pills
}

// spaces returns the pills to search in one space, of those that hold an answer, or in all.
func (r *Room) spaces(x *web.Exchange, q db.Querier, s *accounts.Session, p page) ([]ui.NavLink, error) {
	if len(p.Found.Spaces) == 0 {
		return nil, nil
	}
	mine, err := r.Spaces.Mine(q, spaces.ReachOf(s.Person().ID))
	if err != nil {
		return nil, err
	}
	pills := []ui.NavLink{{Label: i18n.T(x.Context(), "search.all_spaces"), URL: p.address(0, p.Kind), Current: p.Space == 0}}
	for _, id := range p.Found.Spaces[:min(mostSpaces, len(p.Found.Spaces))] {
		i := slices.IndexFunc(mine, func(m spaces.Mine) bool { return m.ID == id })
		if i >= 0 {
			pills = append(pills, ui.NavLink{Label: mine[i].Title, URL: p.address(id, p.Kind), Current: id == p.Space})
		}
	}
	if len(pills) == 2 && p.Space == 0 {
		return nil, nil // all answers stand in one space
	}
	return pills, nil
}
