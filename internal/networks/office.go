package networks

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
)

// Office is the key of the administration: proof that a person administered the platform, or at least one network, when they
// came in. It opens no space.
type Office struct {
	person   ids.ID
	platform bool
	header   func(q db.Querier) error
}

// AtOffice is the door of the administration. For whoever administers nothing it does not exist.
// Errors: web.ErrSignedOut, fault.ErrNotFound.
func AtOffice(x *web.Exchange) (Office, error) {
	s, err := accounts.SignedIn(x)
	if err != nil {
		return Office{}, err
	}
	p := s.Person()
	if !p.PlatformAdmin && !p.Administers {
		return Office{}, fault.ErrNotFound
	}
	return Office{person: p.ID, platform: p.PlatformAdmin, header: s.Header}, nil
}

// Person is whose key it is.
func (o Office) Person() ids.ID { return o.person }

// Platform tells whether it is the key of an administrator of the platform, to whom every network is open.
func (o Office) Platform() bool { return o.platform }

// Header reads what the header of a page shows, together with the page's own queries.
func (o Office) Header(q db.Querier) error { return o.header(q) }

// Confirm is what a verb begins with: the person administers still, and is not blocked. Errors: fault.ErrNotFound.
func (o Office) Confirm(tx *db.Tx) error {
	still, err := db.One[bool](tx, `
		SELECT EXISTS (
			SELECT 1
			FROM people p
			WHERE p.id = $1 AND p.blocked_at = 0 AND (p.platform_admin OR p.administers AND NOT $2))`, o.person, o.platform)
	if err == nil && !still {
		err = fault.ErrNotFound
	}
	return err
}

// ConfirmPlatform is Confirm of a verb for administrators of the platform alone. Errors: a Refusal too.
func (o Office) ConfirmPlatform(tx *db.Tx) error {
	if !o.platform {
		return fault.Refuse("networks.platform_only")
	}
	return o.Confirm(tx)
}
