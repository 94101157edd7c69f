package accounts

import (
	"context"
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
)

// Profile is a person's page: to be changed by themselves only, read by those with whom they share a space.
type Profile struct {
	Person
	Presentation string `db:"presentation"`
	// Portrait is the hash of the larger picture.
	Portrait string `db:"portrait"`
	// Version grows with each change of the form, so that an older page overwrites nothing.
	Version int64 `db:"version"`
}

// PortraitURL is the address of the larger picture, or "".
func (p Profile) PortraitURL() string {
	if p.Portrait == "" {
		return ""
	}
	return p.URL() + "/portrait"
}

// revision is what the person's form may change, and nothing else.
type revision struct {
	given, family, organisation, service, function, presentation string
	language, theme                                              string
	version                                                      int64
}

func (v revision) check() error {
	var wrong fault.Invalid
	lines{
		{"given", v.given, maxName, true}, {"family", v.family, maxName, true},
		{"organisation", v.organisation, maxLine, true}, {"service", v.service, maxLine, true},
		{"function", v.function, maxLine, true}, {"presentation", v.presentation, maxPresentation, false},
	}.check(&wrong)
	if !isLanguage(v.language) {
		wrong.Add("language", "form.choice", nil)
	}
	if v.theme != "auto" && v.theme != "light" && v.theme != "dark" {
		wrong.Add("theme", "form.choice", nil)
	}
	return wrong.Err()
}

func isLanguage(s string) bool { return s == "" || s == "fr" || s == "en" }

// profileOf returns a profile. Errors: fault.ErrNotFound.
func profileOf(q db.Querier, id ids.ID) (Profile, error) {
	return db.Find[Profile](q,
		`SELECT `+personColumns+`, p.presentation, p.portrait, p.version FROM people p WHERE p.id = $1`, id)
}

// revise changes the person's own profile. Errors: *fault.Invalid; *fault.Conflict when another page changed it since.
func (r *Room) revise(ctx context.Context, s *Session, v revision) error {
	if err := v.check(); err != nil {
		return err
	}
	return r.db.Write(ctx, func(tx *db.Tx) error {
		changed, err := tx.Exec(`
			UPDATE people SET given_name = $3, family_name = $4, sort_key = $5, organisation = $6, service = $7,
				function = $8, presentation = $9, language = $10, theme = $11, changed_at = $12, given_key = $13, family_key = $14,
				version = version + 1
			WHERE id = $1 AND version = $2`,
			s.Person().ID, v.version, v.given, v.family, sortKey(v.family, v.given), v.organisation, v.service,
			v.function, v.presentation, v.language, v.theme, tx.Now, richtext.Fold(v.given), richtext.Fold(v.family))
		if err != nil || changed == 1 {
			return err
		}
		current, err := db.Find[int64](tx, `SELECT version FROM people WHERE id = $1`, s.Person().ID)
		if err != nil {
			return err
		}
		return &fault.Conflict{Current: current}
	})
}

// acquaintance returns the profile of somebody whom the person may see, and the spaces that they share.
// Errors: fault.ErrNotFound for everybody else, whether or not they exist.
func (r *Room) acquaintance(ctx context.Context, s *Session, id ids.ID) (Profile, []Link, error) {
	spaces, err := r.meet(ctx, s, id)
	if err != nil {
		return Profile{}, nil, err
	}
	p, err := profileOf(r.db.Read(ctx), id)
	return p, spaces, err
}

// meet answers nil for oneself and for acquaintances. Errors: fault.ErrNotFound.
func (r *Room) meet(ctx context.Context, s *Session, id ids.ID) ([]Link, error) {
	known, spaces := id == s.Person().ID, []Link(nil)
	if !known && r.upstairs.Acquaintances != nil {
		var err error
		known, spaces, err = r.upstairs.Acquaintances.Common(ctx, s.Person().ID, id)
		if err != nil && !errors.Is(err, fault.ErrNotFound) {
			return nil, err
		}
	}
	if !known {
		return nil, fault.ErrNotFound
	}
	return spaces, nil
}
