package calendar

import (
	"context"

	"github.com/a-h/templ"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/spaces"
)

// mostSoon is how many dates a home shows.
const mostSoon = 4

// Soon returns a block of what comes next in some spaces within reach, nil for none; link leads to all of it.
func (r *Room) Soon(ctx context.Context, q db.Querier, reach spaces.Reach, list []ids.ID, link ui.NavLink) (templ.Component, error) {
	dates, err := Coming(q, reach, list, r.Clock.Now(), mostSoon)
	if err != nil || len(dates) == 0 {
		return nil, err
	}
	return soonView(dates, link, len(list) > 1), nil
}

// Whole returns the way to the calendar of the space at an address, or to a person's agenda for an empty one.
func (r *Room) Whole(ctx context.Context, space string) ui.NavLink {
	if space == "" {
		return ui.NavLink{Label: i18n.T(ctx, "calendar.home.mine"), URL: AgendaPath}
	}
	return ui.NavLink{Label: i18n.T(ctx, "calendar.home.all"), URL: space + "/" + segment}
}
