package accounts

import (
	"context"
	"errors"
	"unicode/utf8"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/tokens"
)

// change is a new password to set in the place of the present one.
type change struct{ present, fresh, again string }

// changePassword replaces the person's password and ends their other sessions. This session goes on under a new secret,
// which it returns. Errors: *fault.Invalid, *fault.TooMany.
func (r *Room) changePassword(ctx context.Context, s *Session, c change) (secret string, err error) {
	if err := c.check(leastPassword(s.Person())); err != nil {
		return "", err
	}
	phc, err := r.confirmPassword(ctx, s, c.present)
	if err != nil {
		return "", err
	}
	fresh, err := HashPassword(ctx, c.fresh)
	if err != nil {
		return "", err
	}
	secret, hash := tokens.New()
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		changed, err := tx.Exec(`
			UPDATE people SET password_hash = $3, changed_at = $4
			WHERE id = $1 AND password_hash = $2 AND blocked_at = 0`,
			s.Person().ID, phc, fresh, tx.Now)
		if err != nil {
			return err
		}
		if changed == 0 { // another page changed it since
			return wrongPresent()
		}
		if err := r.endOthers(tx, s); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE sessions SET hash = $2 WHERE id = $1`, s.ID(), hash); err != nil {
			return err
		}
		return r.budgets.Reset(tx, passwordBudget, s.Person().ID.String())
	})
	return secret, err
}

// check judges what can be judged without the present password.
func (c change) check(least int) error {
	var wrong fault.Invalid
	switch length := utf8.RuneCountInString(c.fresh); {
	case length < least:
		wrong.Add("new-password", "accounts.password.short", fault.Args{"Min": least})
	case length > MaxPassword:
		wrong.Add("new-password", "form.too_long", fault.Args{"Max": MaxPassword, "Length": length})
	case c.fresh == c.present:
		wrong.Add("new-password", "accounts.password.same", nil)
	case c.fresh != c.again:
		wrong.Add("new-password-again", "accounts.password.differs", nil)
	}
	return wrong.Err()
}

// passwordBudget counts the tries of the present password. It is not that of signing in: a stranger's failures there do
// not keep a person from changing theirs.
const passwordBudget = "accounts.password"

// confirmPassword returns the stored hash if password is the person's. A stolen session guesses no faster than one
// stranger.
func (r *Room) confirmPassword(ctx context.Context, s *Session, password string) (phc string, err error) {
	err = r.budgets.SpendAtOnce(ctx, passwordBudget, s.Person().ID.String(), triesPerPair, triesPeriod)
	if err != nil {
		return "", err
	}
	phc, err = db.One[string](r.db.Read(ctx), `SELECT password_hash FROM people WHERE id = $1`, s.Person().ID)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return "", err
	}
	right, err := checkPassword(ctx, password, phc)
	if err == nil && !right {
		err = wrongPresent()
	}
	return phc, err
}

func wrongPresent() error {
	var wrong fault.Invalid
	wrong.Add("password", "accounts.password.wrong", nil)
	return wrong.Err()
}

// leastPassword is how long a person's password must be.
func leastPassword(p Person) int {
	if p.PlatformAdmin || p.Administers {
		return MinAdminPassword
	}
	return MinPassword
}
