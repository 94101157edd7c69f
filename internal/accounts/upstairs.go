package accounts

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
)

// Upstairs are the questions that this floor asks of those above it. Until they are answered, people know nobody.
type Upstairs struct {
	Acquaintances Acquaintances
	// Ahead returns the work, nil for none, that the door of the address asked for will need, to be done in the journey that finds
	// out who asks: whoever holds the session of that hash, which may turn out to be nobody's. It keeps what it finds, and its own failures, in the exchange.
	Ahead func(x *web.Exchange, session []byte) func(q db.Querier) error
	// Header reads what the header of a page shows of the person, and keeps it in the exchange for the page to come.
	Header func(x *web.Exchange, q db.Querier) error
}

// Acquaintances knows who may see whose page.
type Acquaintances interface {
	// Common says whether viewer may see the page and photo of person, and which spaces, that viewer may know of, they
	// share.
	Common(ctx context.Context, viewer, person ids.ID) (know bool, spaces []Link, err error)
}

// Link is something with a page.
type Link struct{ Title, URL string }
