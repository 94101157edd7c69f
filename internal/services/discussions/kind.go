package discussions

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// Kind is what feeds and notifications know of threads. name is the displayed name of the platform, which signs the
// standing ones.
func Kind(name string) publications.Kind {
	return publications.Kind{
		Name: kind, Label: "discussions.kind", Plural: "discussions.kinds", Icon: "discuss-line", Service: service,
		Path: path,
		Edit: func(space string, id ids.ID, title string) string { return path(space, id, title) + "/modifier" },
		Extras: func(ctx context.Context, q db.Querier, reach spaces.Reach, list []ids.ID) (map[ids.ID]publications.Extra, error) {
			return extrasOf(ctx, q, reach, list, name)
		},
	}
}

// extrasOf returns, for cards in feeds, what a thread states of itself, and who signs the standing ones.
func extrasOf(ctx context.Context, q db.Querier, reach spaces.Reach, list []ids.ID, name string) (map[ids.ID]publications.Extra, error) {
	if len(list) == 0 {
		return nil, nil
	}
	condition, key := reach.Where("t.space_id", 1)
	in, args := db.In(2, list)
	found, err := db.All[Thread](q, `
		SELECT t.id, t.standing, t.malfunction, COALESCE(c.closed_at, 0) AS closed_at
		FROM threads t
		LEFT JOIN closures c ON c.publication_id = t.id
		WHERE `+condition+` AND t.id IN (`+in+`)
		LIMIT 400`, append([]any{key}, args...)...)
	if err != nil {
		return nil, err
	}
	extras := make(map[ids.ID]publications.Extra, len(found))
	for _, t := range found {
		extra := publications.Extra{Badges: t.badges(ctx)}
		if t.Standing != "" {
			signed := platformByline(name)
			extra.Signed = &signed
		}
		extras[t.ID] = extra
	}
	return extras, nil
}

// badges are what a thread states of itself: the state of a malfunction, pinned, closed.
func (t Thread) badges(ctx context.Context) []ui.Badge {
	var list []ui.Badge
	switch t.Malfunction {
	case StateOpen:
		list = append(list, ui.Badge{Label: i18n.T(ctx, "discussions.state.open"), Kind: ui.BadgeWarning, Icon: "error-warning-line"})
	case InProgress:
		list = append(list, ui.Badge{Label: i18n.T(ctx, "discussions.state.progress"), Kind: ui.BadgeInfo, Icon: "time-line"})
	case Resolved:
		list = append(list, ui.Badge{Label: i18n.T(ctx, "discussions.state.resolved"), Kind: ui.BadgeSuccess, Icon: "checkbox-circle-line"})
	}
	if t.PinnedAt != 0 {
		list = append(list, ui.Badge{Label: i18n.T(ctx, "discussions.pinned"), Kind: ui.BadgeAccent, Icon: "bookmark-line"})
	}
	if t.ClosedAt != 0 {
		list = append(list, ui.Badge{Label: i18n.T(ctx, "discussions.closed"), Icon: "lock-line"})
	}
	return list
}
