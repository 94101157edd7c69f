package spaces

import (
	"slices"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
)

// Setting is a choice that the animator makes for a space, declared by a room. Its first option is the default.
type Setting struct {
	// Name is « room.what »; neither it nor a value holds « ; » or « = ».
	Name string
	// Label and Hint are text keys.
	Label, Hint string
	Options     []SettingOption
}

// SettingOption is one choice of a setting.
type SettingOption struct{ Value, Label string }

// Default returns the value of a space that never chose.
func (s Setting) Default() string { return s.Options[0].Value }

// Settings returns those of every room, in the order in which app lists them.
func (r *Room) Settings() []Setting { return r.settings }

// choose stores values of settings, by name; names that no room declares are left out. Errors: fault.Invalid when a
// value is not one of the options.
func (r *Room) choose(tx *db.Tx, space ids.ID, values map[string]string) error {
	wrong := &fault.Invalid{}
	for _, s := range r.settings {
		value, given := values[s.Name]
		if !given {
			continue
		}
		if !slices.ContainsFunc(s.Options, func(o SettingOption) bool { return o.Value == value }) {
			wrong.Add(s.Name, "form.choice", nil)
			continue
		}
		_, err := tx.Exec(`
			INSERT INTO space_settings (space_id, name, value)
			VALUES ($1, $2, $3)
			ON CONFLICT (space_id, name) DO UPDATE SET value = excluded.value`,
			space, s.Name, value)
		if err != nil {
			return err
		}
	}
	return wrong.Err()
}
