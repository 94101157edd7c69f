package calendar

import (
	"context"
	"slices"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// Limits of the list of types of a space. The retired ones, which events keep, count for mostTypes.
const (
	MaxTypes  = 20
	mostTypes = 60
	maxType   = 40
	hues      = 6
)

// Type is what kind of event something is: its key, and its name and colour where the animator chose them.
type Type struct {
	Key   string `db:"type"`
	Label string `db:"type_label"` // empty for the usual name
	Hue   int    `db:"hue"`        // 1 to 6, 0 for the usual one
}

// usual are the types of a space that never chose, in their order; the place in it is the hue.
var usual = []string{"meeting", "webinar", "workshop", "seminar", "deadline", "misc"}

// Name returns what people call the type.
func (t Type) Name(ctx context.Context) string {
	if t.Label != "" {
		return t.Label
	}
	if slices.Contains(usual, t.Key) {
		return i18n.T(ctx, "calendar.type."+t.Key)
	}
	return i18n.T(ctx, "calendar.type.misc")
}

// Colour returns which of the six tints it has.
func (t Type) Colour() int {
	if t.Hue >= 1 && t.Hue <= hues {
		return t.Hue
	}
	if at := slices.Index(usual, t.Key); at >= 0 {
		return at + 1
	}
	return hues
}

// Listed is a type in the list of a space.
type Listed struct {
	Type
	Retired bool `db:"retired"` // offered no more; events that have it keep it
}

// Types returns the list of m's space in the animator's order, the retired ones too.
func Types(q db.Querier, m spaces.Member) ([]Listed, error) { return typesOf(q, m.SpaceID()) }

func typesOf(q db.Querier, space ids.ID) ([]Listed, error) {
	list, err := db.All[Listed](q, `
		SELECT et.key AS type, et.label AS type_label, et.hue, et.retired
		FROM event_types et
		WHERE et.space_id = $1
		ORDER BY et.position, et.key
		LIMIT $2`, space, mostTypes)
	if err != nil || len(list) > 0 {
		return list, err
	}
	for i, key := range usual {
		list = append(list, Listed{Type: Type{Key: key, Hue: i + 1}})
	}
	return list, nil
}

// typesWithin returns the usual types, then those that animators of spaces within reach have added.
func typesWithin(q db.Querier, reach spaces.Reach) ([]Listed, error) {
	within, key := reach.Where("et.space_id", 1)
	added, err := db.All[Listed](q, `
		SELECT et.key AS type, et.label AS type_label, et.hue, et.retired
		FROM event_types et
		WHERE `+within+` AND NOT et.retired AND et.key NOT IN ('meeting', 'webinar', 'workshop', 'seminar', 'deadline', 'misc')
		ORDER BY et.label, et.key
		LIMIT 100`, key)
	var list []Listed
	for _, key := range usual {
		list = append(list, Listed{Type: Type{Key: key}})
	}
	return append(list, added...), err
}

// offers says whether a space offers a type for a new event.
func offers(list []Listed, key string) bool {
	return slices.ContainsFunc(list, func(l Listed) bool { return l.Key == key && !l.Retired })
}

// SetTypes replaces the list of m's space, in this order; one without a key is new. What is left out is retired, never deleted.
// Errors: a Refusal, fault.Invalid on « types ».
func (r *Room) SetTypes(tx *db.Tx, m spaces.Member, list []Listed) error {
	if !m.May(spaces.Configure) {
		return fault.Refuse("spaces.animators_only")
	}
	if err := m.ConfirmAlone(tx); err != nil {
		return err
	}
	stands, err := Types(tx, m)
	if err != nil {
		return err
	}
	list = slices.Clone(list)
	for i, l := range list {
		if l.Key == "" {
			list[i].Key = "t" + ids.New(tx.Now).String()
		}
	}
	for _, l := range stands {
		if !slices.ContainsFunc(list, func(other Listed) bool { return other.Key == l.Key }) {
			l.Retired = true
			list = append(list, l)
		}
	}
	if err := checkTypes(list, stands); err != nil {
		return err
	}
	for position, l := range list {
		_, err := tx.Exec(`
			INSERT INTO event_types (space_id, key, label, hue, position, retired)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (space_id, key) DO UPDATE
			SET label = excluded.label, hue = excluded.hue, position = excluded.position, retired = excluded.retired`,
			m.SpaceID(), l.Key, l.Label, l.Colour(), position, l.Retired)
		if err != nil {
			return err
		}
	}
	return nil
}

func checkTypes(list, stands []Listed) error {
	wrong := &fault.Invalid{}
	seen, offered := map[string]bool{}, 0
	for _, l := range list {
		isOurs := slices.Contains(usual, l.Key)
		known := isOurs || slices.ContainsFunc(stands, func(s Listed) bool { return s.Key == l.Key }) || l.Key[0] == 't' && l.Label != ""
		folded := richtext.Fold(l.Label)
		switch {
		case !known || l.Label == "" && !isOurs:
			wrong.Add("types", "calendar.types.nameless", nil)
		case folded != "" && seen[folded] && !l.Retired:
			wrong.Add("types", "calendar.types.twice", fault.Args{"Label": l.Label})
		}
		wrong.Limit("types", l.Label, maxType)
		if !l.Retired {
			seen[folded] = true
			offered++
		}
	}
	switch {
	case offered == 0:
		wrong.Add("types", "calendar.types.none", nil)
	case offered > MaxTypes || len(list) > mostTypes:
		wrong.Add("types", "calendar.types.too_many", fault.Args{"Max": MaxTypes})
	}
	return wrong.Err()
}
