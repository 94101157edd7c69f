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

// The options of a setting made by WhoMay; they are also those of the demo's content.
const (
	contributors = "contributors"
	animators    = "animators"
)

// WhoMay is the setting of who may do something in a space: all contributors, or its animators only. prefix begins the keys
// of its texts: label, hint, contributors, animators.
func WhoMay(name, prefix string) Setting {
	return Setting{Name: name, Label: prefix + ".label", Hint: prefix + ".hint", Options: []SettingOption{
		{Value: contributors, Label: prefix + ".contributors"}, {Value: animators, Label: prefix + ".animators"},
	}}
}

// Chosen narrows a rule to what the setting made by WhoMay says in a space.
func Chosen(name string) func(Member) Role {
	return func(m Member) Role {
		if m.Setting(name) == animators {
			return Animator
		}
		return Contributor
	}
}

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
