package accounts

import (
	"context"
	"errors"
	"time"

	"osmose/internal/accounts/addresses"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
)

// How many passwords may be tried. A client's tries on an account are few; those of all clients together are many more,
// so that a stranger who fails on purpose does not keep the person out. Colleagues share one client address behind their
// administration's proxy, so that only failures count there.
const (
	triesPerPair    = 10
	triesPerAccount = 100
	triesPerClient  = 300
	triesPeriod     = 15 * time.Minute
)

// Names of the budgets.
const (
	pairBudget    = "accounts.signin.pair"
	accountBudget = "accounts.signin.account"
	clientBudget  = "accounts.signin.client"
)

func pair(account, client string) string { return account + " " + client }

// errWrong says that no account has this address and this password: which of the two, nobody learns.
var errWrong = errors.New("accounts: wrong address or password")

// errBlocked says that the password was right and the account is blocked. Only who knows the password is told.
var errBlocked = errors.New("accounts: blocked")

// attempt is a try to sign in.
type attempt struct {
	email, password string
	client          string // the client's network address
	device          string
	replaces        string // the secret of the session that the browser came with
}

// credentials are what an attempt is measured against; zero for an unknown address.
type credentials struct {
	ID           ids.ID        `db:"id"`
	PasswordHash string        `db:"password_hash"`
	BlockedAt    clock.Instant `db:"blocked_at"`
}

// signIn returns the secret of a new session. An unknown address costs what a wrong password costs: the same statements
// and one Argon2id. Errors: errWrong, errBlocked, *fault.TooMany.
func (r *Room) signIn(ctx context.Context, a attempt) (secret string, err error) {
	account := a.email
	if canonical, err := addresses.Canonical(a.email); err == nil {
		account = canonical
	}
	if err := r.spendTry(ctx, account, a.client); err != nil {
		return "", err
	}
	known, err := db.Find[credentials](r.db.Read(ctx),
		`SELECT id, password_hash, blocked_at FROM people WHERE email = $1`, account)
	if err != nil && !errors.Is(err, fault.ErrNotFound) {
		return "", err
	}
	right, err := checkPassword(ctx, a.password, known.PasswordHash)
	switch {
	case err != nil:
		return "", err
	case !right:
		return "", errWrong
	case known.BlockedAt != 0:
		return "", errBlocked
	}
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		var open bool
		secret, open, err = r.openSession(tx, opening{known.ID, known.PasswordHash, a.device, a.replaces})
		if err != nil {
			return err
		}
		if !open {
			return errWrong
		}
		return r.returnTry(tx, account, a.client)
	})
	return secret, err
}

// spendTry counts a try before its password is looked at, so that a thousand at once are counted too.
func (r *Room) spendTry(ctx context.Context, account, client string) error {
	return r.db.Write(ctx, func(tx *db.Tx) error {
		if err := r.budgets.Spend(tx, clientBudget, client, triesPerClient, triesPeriod); err != nil {
			return err
		}
		if err := r.budgets.Spend(tx, accountBudget, account, triesPerAccount, triesPeriod); err != nil {
			return err
		}
		return r.budgets.Spend(tx, pairBudget, pair(account, client), triesPerPair, triesPeriod)
	})
}

// returnTry forgets this client's failures on the account, and that this try was one of the account's and the client's.
func (r *Room) returnTry(tx *db.Tx, account, client string) error {
	if err := r.budgets.Reset(tx, pairBudget, pair(account, client)); err != nil {
		return err
	}
	if err := r.budgets.Refund(tx, accountBudget, account); err != nil {
		return err
	}
	return r.budgets.Refund(tx, clientBudget, client)
}

// signOut ends the session that a secret opens.
func (r *Room) signOut(ctx context.Context, secret string) error {
	return r.db.Write(ctx, func(tx *db.Tx) error { return r.endSession(tx, secret) })
}
