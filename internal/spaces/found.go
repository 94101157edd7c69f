package spaces

import (
	"strings"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
)

// The longest texts of a space, in characters.
const (
	MaxTitle       = 120
	MaxDescription = 300
	MaxWelcome     = 10_000
)

// Foundation is a space to be.
type Foundation struct {
	Network     ids.ID
	Parent      ids.ID // zero for a space that stands by itself
	Kind        Kind
	Policy      Policy
	Title       string
	Description string
	Welcome     richtext.HTML
	// Themes are the labels of its list of themes, in order; none asks for the usual ones.
	Themes []string
	// Settings are choices that differ from the defaults.
	Settings map[string]string
	// At is when it was founded; zero is now.
	At clock.Instant
}

// Found creates a space without members, and lets the rooms furnish it.
func (r *Room) Found(tx *db.Tx, f Foundation) (ids.ID, error) {
	id := ids.New(tx.Now)
	if f.At == 0 {
		f.At = tx.Now
	}
	_, err := tx.Exec(`
		INSERT INTO spaces (id, network_id, parent_id, kind, policy, title, sort_key, description, welcome, created_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
		id, f.Network, db.OrNull(f.Parent), string(f.Kind), string(f.Policy), f.Title, richtext.Fold(f.Title), f.Description, string(f.Welcome), f.At)
	if err != nil {
		return 0, err
	}
	if err := r.choose(tx, id, f.Settings); err != nil {
		return 0, err
	}
	for _, furnish := range r.founders {
		if err := furnish(tx, TakeCustody(id, "founding the space"), f); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// Presentation is what the animator edits of a space.
type Presentation struct {
	Title       string
	Description string
	Welcome     richtext.HTML
	Settings    map[string]string
	// Version is the one that was read.
	Version int64
}

// Present changes what the space says of itself, and its settings. Errors: a Refusal, fault.Invalid, fault.Conflict
// when somebody else changed it since.
func (r *Room) Present(tx *db.Tx, m Member, p Presentation) error {
	if !m.May(Configure) {
		return fault.Refuse("spaces.animators_only")
	}
	if err := m.Confirm(tx); err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	changed, err := tx.Exec(`
		UPDATE spaces
		SET title = $2, sort_key = $3, description = $4, welcome = $5, version = version + 1, changed_at = $6
		WHERE id = $1 AND version = $7`,
		m.SpaceID(), p.Title, richtext.Fold(p.Title), p.Description, string(p.Welcome), tx.Now, p.Version)
	if err != nil {
		return err
	}
	if changed == 0 {
		return &fault.Conflict{Current: p.Version + 1}
	}
	return r.choose(tx, m.SpaceID(), p.Settings)
}

func (p Presentation) check() error {
	wrong := &fault.Invalid{}
	if strings.TrimSpace(p.Title) == "" {
		wrong.Add("title", "form.required", nil)
	}
	wrong.Limit("title", p.Title, MaxTitle)
	wrong.Limit("description", p.Description, MaxDescription)
	return wrong.Err()
}
