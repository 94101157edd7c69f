package discussions

import (
	"context"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/publications"
)

// Kind is what feeds and notifications know of threads. name is the displayed name of the platform, which signs the
// standing ones.
func Kind(name string) publications.Kind {
	return publications.Kind{
		Name: kind, Label: "discussions.kind", Plural: "discussions.kinds", Icon: "discuss-line", Service: service,
		Path:  path,
		Edit:  func(space string, id ids.ID, title string) string { return path(space, id, title) + "/modifier" },
		Extra: func(ctx context.Context, card string) publications.Extra { return extraOf(ctx, card, name) },
	}
}

// closedWord says of a card that the thread is closed.
const closedWord = "closed"

// note keeps for cards what a thread states of itself.
func (r *Room) note(tx *db.Tx, space, thread ids.ID) error {
	t, err := db.Find[Thread](tx, `
		SELECT t.id, t.standing, t.malfunction, COALESCE(c.closed_at, 0) AS closed_at
		FROM threads t
		LEFT JOIN closures c ON c.publication_id = t.id
		WHERE t.id = $1 AND t.space_id = $2`, thread, space)
	if err != nil {
		return err
	}
	words := []string{t.Standing, string(t.Malfunction)}
	if t.ClosedAt != 0 {
		words = append(words, closedWord)
	}
	return r.publications.SetCard(tx, space, thread, strings.TrimSpace(strings.Join(words, " ")))
}

// extraOf returns what note kept: what a thread states of itself, and who signs the standing ones.
func extraOf(ctx context.Context, card, name string) publications.Extra {
	var t Thread
	for _, word := range strings.Fields(card) {
		switch word {
		case feedback, questions:
			t.Standing = word
		case closedWord:
			t.ClosedAt = 1
		default:
			t.Malfunction = State(word)
		}
	}
	extra := publications.Extra{Badges: t.badges(ctx)}
	if t.Standing != "" {
		signed := platformByline(name)
		extra.Signed = &signed
	}
	return extra
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
