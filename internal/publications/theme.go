package publications

import (
	"slices"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// MaxThemes is how many themes a space offers at most; MaxTheme the longest, in characters. mostThemes counts the retired
// ones too, which what carries them keeps.
const (
	MaxThemes  = 40
	MaxTheme   = 60
	mostThemes = 200
)

// Theme is one line of the closed list of a space.
type Theme struct {
	ID    ids.ID `db:"id"`
	Label string `db:"label"`
	// Retired themes are offered no more; what carries them keeps them.
	Retired bool `db:"retired"`
	// Live counts the live publications of the kind that was asked for, and LastAt is their last activity.
	Live   int           `db:"live"`
	LastAt clock.Instant `db:"last_at"`
}

// Themes returns the themes of m's space in the animator's order, with counts for a kind.
func (r *Room) Themes(q db.Querier, m spaces.Member, kind string) ([]Theme, error) {
	return db.All[Theme](q, `
		SELECT t.id, t.label, t.retired, COALESCE(n.live, 0) AS live, COALESCE((
				SELECT p.activity_at
				FROM live_publications p
				WHERE p.space_id = $1 AND p.kind = $2 AND p.theme_id = t.id
				ORDER BY p.activity_at DESC
				LIMIT 1), 0) AS last_at
		FROM themes t
		LEFT JOIN theme_tallies n ON n.theme_id = t.id AND n.kind = $2
		WHERE t.space_id = $1
		ORDER BY t.position, t.id
		LIMIT $3`, m.SpaceID(), kind, mostThemes)
}

// ThemesOf returns the themes of a space in custody, without counts.
func (r *Room) ThemesOf(q db.Querier, custody spaces.Custody) ([]Theme, error) {
	return db.All[Theme](q, `
		SELECT id, label, retired
		FROM themes
		WHERE space_id = $1
		ORDER BY position, id
		LIMIT $2`, custody.SpaceID(), mostThemes)
}

// HoldTheme takes the row on which those contend who arrange what a theme of m's space holds. The caller has confirmed m.
func HoldTheme(tx *db.Tx, m spaces.Member, theme ids.ID) error {
	_, err := tx.Exec(`UPDATE themes SET position = position WHERE id = $1 AND space_id = $2`, theme, m.SpaceID())
	return err
}

// AddTheme adds a theme at the end of a space's list.
func AddTheme(tx *db.Tx, custody spaces.Custody, label string) (ids.ID, error) {
	id := ids.New(tx.Now)
	_, err := tx.Exec(`
		INSERT INTO themes (id, space_id, label, key, position)
		SELECT $1, $2, $3, $4, COUNT(*)
		FROM themes
		WHERE space_id = $2`, id, custody.SpaceID(), label, richtext.Fold(label))
	return id, err
}

// ThemeChange is the list of themes as the animator wants it: in this order, an ID of zero for a new one.
type ThemeChange struct {
	ID      ids.ID
	Label   string
	Retired bool
}

// SetThemes replaces the list of m's space; a theme left out is retired, never deleted. Errors: a Refusal,
// fault.Invalid on « themes ».
func (r *Room) SetThemes(tx *db.Tx, m spaces.Member, list []ThemeChange) error {
	if !m.May(spaces.Configure) {
		return fault.Refuse("spaces.animators_only")
	}
	if err := m.Confirm(tx); err != nil {
		return err
	}
	if err := checkThemes(list); err != nil {
		return err
	}
	final, err := withTheRest(tx, m.SpaceID(), list)
	if err != nil {
		return err
	}
	// Keys are set aside first, so that two themes can exchange their names.
	if _, err := tx.Exec(`UPDATE themes SET key = '~' || CAST(id AS TEXT) WHERE space_id = $1`, m.SpaceID()); err != nil {
		return err
	}
	for position, change := range final {
		if change.ID == 0 {
			change.ID = ids.New(tx.Now)
		}
		_, err := tx.Exec(`
			INSERT INTO themes (id, space_id, label, key, position, retired)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO UPDATE
			SET label = excluded.label, key = excluded.key, position = excluded.position, retired = excluded.retired
			WHERE themes.space_id = excluded.space_id`,
			change.ID, m.SpaceID(), change.Label, richtext.Fold(change.Label), position, change.Retired)
		if err != nil {
			return err
		}
	}
	return nil
}

// withTheRest adds to list, as retired, the themes of a space that it leaves out; a new theme that bears the name of
// one of those is that one again.
func withTheRest(tx *db.Tx, space ids.ID, list []ThemeChange) ([]ThemeChange, error) {
	existing, err := db.All[Theme](tx, `
		SELECT id, label
		FROM themes
		WHERE space_id = $1
		ORDER BY position, id
		LIMIT 1000`, space)
	if err != nil {
		return nil, err
	}
	kept := map[ids.ID]bool{}
	for _, change := range list {
		kept[change.ID] = true
	}
	byKey := map[string]ids.ID{}
	for _, theme := range existing {
		if !kept[theme.ID] {
			byKey[richtext.Fold(theme.Label)] = theme.ID
		}
	}
	final := slices.Clone(list)
	for i, change := range final {
		if old, known := byKey[richtext.Fold(change.Label)]; known {
			if change.ID != 0 { // the other one gives up its name
				continue
			}
			final[i].ID = old
			kept[old] = true
		}
	}
	for _, theme := range existing {
		if kept[theme.ID] {
			continue
		}
		label := theme.Label
		if slices.ContainsFunc(final, func(c ThemeChange) bool { return richtext.Fold(c.Label) == richtext.Fold(label) }) {
			label += " (" + theme.ID.String() + ")"
		}
		final = append(final, ThemeChange{ID: theme.ID, Label: label, Retired: true})
	}
	return final, nil
}

func checkThemes(list []ThemeChange) error {
	wrong := &fault.Invalid{}
	seen := map[string]bool{}
	offered := 0
	for _, change := range list {
		key := richtext.Fold(change.Label)
		switch {
		case key == "":
			wrong.Add("themes", "publications.theme_empty", nil)
		case seen[key]:
			wrong.Add("themes", "publications.theme_twice", fault.Args{"Label": change.Label})
		}
		seen[key] = true
		wrong.Limit("themes", change.Label, MaxTheme)
		if !change.Retired {
			offered++
		}
	}
	switch {
	case offered == 0:
		wrong.Add("themes", "publications.themes_none", nil)
	case offered > MaxThemes:
		wrong.Add("themes", "publications.too_many_themes", fault.Args{"Max": MaxThemes})
	case len(list) > mostThemes:
		wrong.Add("themes", "publications.too_many_themes", fault.Args{"Max": mostThemes})
	}
	return wrong.Err()
}
