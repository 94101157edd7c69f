// Package budgets counts what one subject (an account, a network address, a mail address) may do in a time, so that
// guessing, flooding and draining end early on every node at once. A budget has a name, a limit and a length; its first
// spending opens a window, at the end of which everything is given back.
//
// A subject is stored hashed. That hides it from a glance, not from somebody who tries every network address: rows are
// swept once their window is over, and hold nothing else.
package budgets

import (
	"context"
	"crypto/sha256"
	"embed"
	"io/fs"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations is the table of this package.
func Migrations() fs.FS { return migrations }

// Budgets spends from the budgets of one database. It is safe for use by several goroutines.
type Budgets struct {
	db    *db.DB
	clock clock.Clock
	lots  lots
}

// New returns the budgets of d, whose clock is c.
func New(d *db.DB, c clock.Clock) *Budgets { return &Budgets{db: d, clock: c} }

// Spend takes one from the budget name of subject, which holds limit for each length per. It is part of tx: when the
// verb fails, nothing was spent.
// Errors: *fault.TooMany, whose key is "budget." followed by the name, when nothing is left.
func (b *Budgets) Spend(tx *db.Tx, name, subject string, limit int, per time.Duration) error {
	return b.SpendSeveral(tx, name, subject, 1, limit, per)
}

// SpendSeveral is Spend of n: all of them, or none.
func (b *Budgets) SpendSeveral(tx *db.Tx, name, subject string, n, limit int, per time.Duration) error {
	row, err := spend(tx, name, subject, n, per)
	if err != nil {
		return err
	}
	if row.Spent > int64(limit) {
		return tooMany(name, row.EndsAt.Sub(tx.Now))
	}
	return nil
}

// spend takes n, and returns the window in which it did.
func spend(tx *db.Tx, name, subject string, n int, per time.Duration) (window, error) {
	// One statement, so that two spenders at the same moment count as two. A window that ends later than two lengths
	// from now was opened before the clock was set back: it would last too long, and a new one begins.
	return db.One[window](tx, `
		INSERT INTO budgets (name, subject, spent, ends_at)
		VALUES ($1, $2, $6, $4)
		ON CONFLICT (name, subject) DO UPDATE SET
			spent   = CASE WHEN budgets.ends_at BETWEEN $3 AND $5 THEN budgets.spent + $6 ELSE $6 END,
			ends_at = CASE WHEN budgets.ends_at BETWEEN $3 AND $5 THEN budgets.ends_at ELSE $4 END
		RETURNING spent, ends_at`,
		name, hashed(name, subject), tx.Now+1, tx.Now.Add(per), tx.Now.Add(2*per), n)
}

func tooMany(name string, after time.Duration) error {
	return &fault.TooMany{Key: "budget." + name, After: after}
}

type window struct {
	Spent  int64         `db:"spent"`
	EndsAt clock.Instant `db:"ends_at"`
}

// SpendAtOnce is Spend in a transaction of its own, for what must count although it fails: a wrong password.
func (b *Budgets) SpendAtOnce(ctx context.Context, name, subject string, limit int, per time.Duration) error {
	return b.db.Write(ctx, func(tx *db.Tx) error { return b.Spend(tx, name, subject, limit, per) })
}

// Refund gives one back.
func (b *Budgets) Refund(tx *db.Tx, name, subject string) error {
	_, err := tx.Exec(`
		UPDATE budgets
		SET spent = spent - 1
		WHERE name = $1 AND subject = $2 AND spent > 0`,
		name, hashed(name, subject))
	return err
}

// Reset gives everything back.
func (b *Budgets) Reset(tx *db.Tx, name, subject string) error {
	_, err := tx.Exec(`
		DELETE FROM budgets
		WHERE name = $1 AND subject = $2`,
		name, hashed(name, subject))
	return err
}

// Sweep forgets up to a thousand windows that are over, and returns how many.
func (b *Budgets) Sweep(tx *db.Tx) (int64, error) {
	return tx.Exec(`
		DELETE FROM budgets
		WHERE ends_at <= $1 AND (name, subject) IN (
			SELECT name, subject
			FROM budgets
			WHERE ends_at <= $1
			ORDER BY ends_at
			LIMIT 1000)`,
		tx.Now)
}

// hashed mixes the name in, so that rows do not tell that one subject spends from two budgets.
func hashed(name, subject string) []byte {
	sum := sha256.Sum256([]byte(name + "\x00" + subject))
	return sum[:]
}
