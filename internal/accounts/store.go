package accounts

import (
	"errors"
	"strings"
	"unicode/utf8"

	"osmose/internal/accounts/addresses"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
)

// NewPerson is an account to create. Email, Given and Family are mandatory; the rest may wait for the person.
type NewPerson struct {
	Email, Given, Family            string
	Organisation, Service, Function string
	Presentation                    string
	// PasswordHash comes from HashPassword; empty means that nobody can sign in by password.
	PasswordHash  string
	Language      string
	PlatformAdmin bool
}

// ErrAddressTaken says that another account has the address.
var ErrAddressTaken = errors.New("accounts: another account has this address")

// Create adds a person. It is for administrators: who may call it is for the caller to check.
// Errors: *fault.Invalid, ErrAddressTaken.
func Create(tx *db.Tx, n NewPerson) (ids.ID, error) {
	email, err := n.check()
	if err != nil {
		return 0, err
	}
	id := ids.New(tx.Now)
	added, err := tx.Exec(`
		INSERT INTO people (id, email, given_name, family_name, sort_key, given_key, family_key, organisation, service, function,
			presentation, password_hash, language, platform_admin, created_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
		ON CONFLICT (email) DO NOTHING`,
		id, email, n.Given, n.Family, sortKey(n.Family, n.Given), richtext.Fold(n.Given), richtext.Fold(n.Family), n.Organisation, n.Service, n.Function, n.Presentation,
		n.PasswordHash, n.Language, n.PlatformAdmin, tx.Now)
	if err != nil {
		return 0, err
	}
	if added == 0 {
		return 0, ErrAddressTaken
	}
	return id, nil
}

func (n NewPerson) check() (email string, err error) {
	var wrong fault.Invalid
	email, err = addresses.Canonical(n.Email)
	if err != nil {
		wrong.Add("email", "addresses.refused.malformed", nil)
	}
	n.lines().check(&wrong)
	if !isLanguage(n.Language) {
		wrong.Add("language", "form.choice", nil)
	}
	return email, wrong.Err()
}

func (n NewPerson) lines() lines {
	return lines{
		{"given", n.Given, maxName, true}, {"family", n.Family, maxName, true},
		{"organisation", n.Organisation, maxLine, false}, {"service", n.Service, maxLine, false},
		{"function", n.Function, maxLine, false}, {"presentation", n.Presentation, maxPresentation, false},
	}
}

// How many characters the lines of a profile have at most.
const (
	maxName         = 80
	maxLine         = 160
	maxPresentation = 1000
)

// lines are texts to store, with their rules.
type lines []struct {
	name, text string
	max        int
	required   bool
}

func (all lines) check(wrong *fault.Invalid) {
	for _, l := range all {
		switch length := utf8.RuneCountInString(l.text); {
		case l.text == "" && l.required:
			wrong.Add(l.name, "form.required", nil)
		case !utf8.ValidString(l.text):
			wrong.Add(l.name, "form.broken", nil)
		case strings.ContainsRune(l.text, 0):
			wrong.Add(l.name, "form.nul", nil)
		case length > l.max:
			wrong.Add(l.name, "form.too_long", fault.Args{"Max": l.max, "Length": length})
		}
	}
}

// Find returns a person by id. It checks no right: callers show only what their own door lets out.
// Errors: fault.ErrNotFound.
func Find(q db.Querier, id ids.ID) (Person, error) {
	return db.Find[Person](q, `SELECT `+personColumns+` FROM people p WHERE p.id = $1`, id)
}

// FindByAddress returns a person by e-mail address, for administrators and for invitations, which tell nobody what they
// found. Errors: fault.ErrNotFound.
func FindByAddress(q db.Querier, email string) (Person, error) {
	email, err := addresses.Canonical(email)
	if err != nil {
		return Person{}, fault.ErrNotFound
	}
	return db.Find[Person](q, `SELECT `+personColumns+` FROM people p WHERE p.email = $1`, email)
}

// Block closes an account at once: its sessions end and its password opens nothing. Errors: fault.ErrNotFound.
func (r *Room) Block(tx *db.Tx, id ids.ID) error {
	return r.endingSessions(tx, id, `UPDATE people SET blocked_at = $2, changed_at = $2 WHERE id = $1`, id, tx.Now)
}

// Unblock opens an account again; the person signs in anew. Errors: fault.ErrNotFound.
func (r *Room) Unblock(tx *db.Tx, id ids.ID) error {
	return r.endingSessions(tx, id, `UPDATE people SET blocked_at = 0, changed_at = $2 WHERE id = $1`, id, tx.Now)
}

// endingSessions changes a person's row first, which a sign-in updates too, so that none slips in between.
func (r *Room) endingSessions(tx *db.Tx, id ids.ID, update string, args ...any) error {
	changed, err := tx.Exec(update, args...)
	if err != nil {
		return err
	}
	if changed == 0 {
		return fault.ErrNotFound
	}
	return r.endAll(tx, id)
}

// sortKey is what people are listed by.
func sortKey(family, given string) string { return richtext.Fold(family + " " + given) }
