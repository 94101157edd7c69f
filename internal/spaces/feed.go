package spaces

import (
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/marks"
	"osmose/internal/platform/tokens"
	"osmose/internal/platform/web"
)

// FeedToken is the name, in the address of a feed, of the secret that opens it. It stands in the query, which no log
// keeps.
const FeedToken = "jeton"

// Subscription is the address that a program reads a feed at, on behalf of one person. It says nothing of the secret.
type Subscription struct {
	CreatedAt clock.Instant `db:"created_at"`
	// UsedAt is when it was last read, zero for never. It is a mark: written within a second, may be lost.
	UsedAt clock.Instant `db:"used_at"`
}

// Subscribe returns a new secret by which m's person reads a feed of the space; the one before, if any, opens nothing any
// more. It is shown once. purpose is « room.what ». Errors: as Confirm.
func (r *Room) Subscribe(tx *db.Tx, m Member, purpose string) (secret string, err error) {
	if err := m.Confirm(tx); err != nil {
		return "", err
	}
	secret, hash := tokens.New()
	_, err = tx.Exec(`
		INSERT INTO feed_tokens (id, space_id, person_id, purpose, hash, created_at)
		VALUES ($6, $1, $2, $3, $4, $5)
		ON CONFLICT (space_id, person_id, purpose) DO UPDATE
		SET hash = excluded.hash, created_at = excluded.created_at, used_at = 0`,
		m.SpaceID(), m.person, purpose, hash, tx.Now, ids.New(tx.Now))
	return secret, err
}

// Unsubscribe ends what Subscribe began.
func (r *Room) Unsubscribe(tx *db.Tx, m Member, purpose string) error {
	_, err := tx.Exec(`DELETE FROM feed_tokens WHERE space_id = $1 AND person_id = $2 AND purpose = $3`,
		m.SpaceID(), m.person, purpose)
	return err
}

// Subscribed returns what m's person has for a purpose. Errors: fault.ErrNotFound.
func (r *Room) Subscribed(q db.Querier, m Member, purpose string) (Subscription, error) {
	return db.Find[Subscription](q, `
		SELECT created_at, used_at
		FROM feed_tokens
		WHERE space_id = $1 AND person_id = $2 AND purpose = $3`, m.SpaceID(), m.person, purpose)
}

// ByFeedToken is the door of a feed: it opens by the secret in the address, whoever is signed in, as the person whose secret
// it is may enter the space now. Reading a feed is no visit. Without it the address gives what nonsense gives.
func (r *Room) ByFeedToken(purpose string) web.Door[Member] {
	return func(x *web.Exchange) (Member, error) {
		m, err := r.byFeedToken(x, purpose)
		if errors.Is(err, fault.ErrNotFound) && !accounts.IsSignedIn(x) {
			err = web.ErrSignedOut
		}
		return m, err
	}
}

func (r *Room) byFeedToken(x *web.Exchange, purpose string) (Member, error) {
	space, err := x.ID("space")
	if err != nil {
		return Member{}, err
	}
	secret := x.Query(FeedToken)
	if len(secret) != tokens.Length {
		return Member{}, fault.ErrNotFound
	}
	q := r.db.Read(x.Context())
	token, err := db.Find[struct {
		ID     ids.ID `db:"id"`
		Person ids.ID `db:"person_id"`
	}](q, `
		SELECT id, person_id
		FROM feed_tokens
		WHERE hash = $1 AND space_id = $2 AND purpose = $3`, tokens.Hash(secret), space, purpose)
	if err != nil {
		return Member{}, err
	}
	m, _, err := r.approach(q, token.Person, space)
	if err == nil && m.space == nil { // blocked
		err = fault.ErrNotFound
	}
	if err == nil {
		r.feedMarks.Note(marks.Mark{Reader: token.Person, Subject: token.ID, At: r.clock.Now()})
	}
	return m, err
}

// FeedMarks are the last uses of feeds that wait to be written.
func (r *Room) FeedMarks() *marks.Marks { return r.feedMarks }

// writeFeedMark notes when a feed was last read.
func writeFeedMark(tx *db.Tx, one marks.Mark) error {
	_, err := tx.Exec(`UPDATE feed_tokens SET used_at = $3 WHERE person_id = $1 AND id = $2`,
		one.Reader, one.Subject, one.At)
	return err
}
