package calendar

import (
	"context"
	"strconv"
	"strings"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/recurrence"
	"osmose/internal/platform/ui"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// Kind is what feeds and notifications know of events.
func Kind() publications.Kind {
	return publications.Kind{
		Name: kind, Label: "calendar.kind", Plural: "calendar.kinds", Noun: "calendar.noun.", Icon: icon, Service: service, Commented: true,
		Path: path, Extra: extra,
		Edit: func(space string, id ids.ID, title string) string { return path(space, id, title) + "/modifier" },
	}
}

// note keeps for cards the type, the date that comes next or came last, and whether it was called off: words parted by bars, the
// name of the type last.
func (r *Room) note(tx *db.Tx, space, id ids.ID) error {
	d, err := db.Find[Date](tx, `
		SELECT `+dateColumns+`
		FROM event_dates d`+dateJoins+`
		WHERE d.event_id = $1 AND d.space_id = $2
		ORDER BY d.ends_at < $3, CASE WHEN d.ends_at < $3 THEN -d.starts_at ELSE d.starts_at END
		LIMIT 1`, id, space, tx.Now)
	if err != nil {
		return err
	}
	state := "on"
	if d.IsOff() {
		state = "off"
	}
	if d.AllDay {
		state += "-day"
	}
	card := strings.Join([]string{state, strconv.FormatInt(int64(d.StartsAt), 10), d.Zone, d.Key, d.Label}, "|")
	return r.Publications.SetCard(tx, space, id, card)
}

// extra returns what note kept.
func extra(ctx context.Context, card string) publications.Extra {
	words := strings.SplitN(card, "|", 5)
	if len(words) < 5 {
		return publications.Extra{}
	}
	at, _ := strconv.ParseInt(words[1], 10, 64) // note wrote it
	d := Date{Type: Type{Key: words[3], Label: words[4]}, StartsAt: clock.Instant(at), Zone: words[2], AllDay: strings.HasSuffix(words[0], "-day")}
	badges := []ui.Badge{{Label: d.Name(ctx) + ", " + d.begins(ctx)}}
	if strings.HasPrefix(words[0], "off") {
		badges = append(badges, ui.Badge{Label: i18n.T(ctx, "calendar.off"), Kind: ui.BadgeDanger})
	}
	return publications.Extra{Badges: badges}
}

// words answers the search index: where events take place.
type words struct{}

// Of returns the place of an event in custody.
func (words) Of(q db.Querier, custody spaces.Custody, event ids.ID) (string, error) {
	list, err := db.All[string](q, `SELECT e.place FROM events e WHERE e.id = $1 AND e.space_id = $2`, event, custody.SpaceID())
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

// Within returns the places of those of the events that stand within reach.
func (words) Within(q db.Querier, reach spaces.Reach, events []ids.ID) (map[ids.ID]string, error) {
	condition, key := reach.Where("e.space_id", 1)
	in, args := db.In(2, events)
	list, err := db.All[struct {
		ID    ids.ID `db:"id"`
		Place string `db:"place"`
	}](q, `
		SELECT e.id, e.place
		FROM events e
		WHERE `+condition+` AND e.id IN (`+in+`)
		LIMIT 100`, append([]any{key}, args...)...)
	found := map[ids.ID]string{}
	for _, each := range list {
		found[each.ID] = each.Place
	}
	return found, err
}

// zoneOf returns the zone of a name that was checked when it was stored; Paris for one that this program knows no more.
func zoneOf(name string) *time.Location {
	zone, err := recurrence.Zone(name)
	if err != nil {
		return i18n.Paris
	}
	return zone
}
