package accounts

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/tokens"
)

// opening is a session to begin, after its password was found right.
type opening struct {
	person       ids.ID
	passwordHash string // the one that was right
	device       string
	replaces     string // the secret that the browser came with
}

// openSession begins a session and returns its secret. Between the password and now the account may have been blocked or
// its password changed: known is then false. Whatever session the browser came with ends.
func (r *Room) openSession(tx *db.Tx, o opening) (secret string, known bool, err error) {
	changed, err := tx.Exec(`UPDATE people SET signed_in_at = $3 WHERE id = $1 AND password_hash = $2 AND blocked_at = 0`,
		o.person, o.passwordHash, tx.Now)
	if err != nil || changed == 0 {
		return "", false, err
	}
	if err := r.endSession(tx, o.replaces); err != nil {
		return "", false, err
	}
	secret, hash := tokens.New()
	_, err = tx.Exec(`
		INSERT INTO sessions (id, hash, person_id, created_at, expires_at, seen_at, device)
		VALUES ($1, $2, $3, $4, $5, $4, $6)`,
		ids.New(tx.Now), hash, o.person, tx.Now, tx.Now.Add(sessionLife), o.device)
	if err != nil {
		return "", false, err
	}
	return secret, true, r.endOldest(tx, o.person)
}
