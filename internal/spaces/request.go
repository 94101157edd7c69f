package spaces

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
)

// MaxRequest is the longest message of a request to join, in characters.
const MaxRequest = 1000

// Requested is recorded when a person asks to join a space.
type Requested struct {
	Space  ids.ID `json:"space"`
	Person ids.ID `json:"person"`
}

// EventName is stable.
func (Requested) EventName() string { return "spaces.requested" }

// Answered is recorded when an animator accepts or declines a request.
type Answered struct {
	Space    ids.ID `json:"space"`
	Person   ids.ID `json:"person"`
	Accepted bool   `json:"accepted"`
}

// EventName is stable.
func (Answered) EventName() string { return "spaces.answered" }

// Ask leaves a request to join a space that is entered on request; asking again replaces the message. Errors: a
// Refusal if the space is not on request any more, fault.Invalid.
func (r *Room) Ask(tx *db.Tx, look Look, message string) error {
	wrong := &fault.Invalid{}
	if wrong.Limit("message", message, MaxRequest); wrong.Err() != nil {
		return wrong
	}
	if err := contend(tx, look.space.ID); err != nil { // an acceptance on its way has arrived after it
		return err
	}
	_, fresh, err := r.approach(tx, look.person, look.space.ID)
	if err != nil {
		return err
	}
	if fresh.space == nil {
		return nil // a member already
	}
	if fresh.space.Policy != OnRequest {
		return fault.Refuse("spaces.not_on_request")
	}
	return r.PlaceRequest(tx, TakeCustody(look.space.ID, "whoever sees an on-request space may ask"), look.person, message)
}

// PlaceRequest leaves a request to join. Who may is the caller's to know.
func (r *Room) PlaceRequest(tx *db.Tx, custody Custody, person ids.ID, message string) error {
	_, err := tx.Exec(`
		INSERT INTO join_requests (space_id, person_id, message, asked_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (space_id, person_id) DO UPDATE SET message = excluded.message`,
		custody.SpaceID(), person, message, tx.Now)
	if err != nil {
		return err
	}
	return r.events.Record(tx, Requested{Space: custody.SpaceID(), Person: person})
}

// Answer accepts or declines the request of a person. Errors: a Refusal, fault.ErrNotFound when no such request waits.
func (r *Room) Answer(tx *db.Tx, m Member, person ids.ID, accepted bool) error {
	if err := r.manage(tx, m); err != nil {
		return err
	}
	waiting, err := tx.Exec(`DELETE FROM join_requests WHERE space_id = $1 AND person_id = $2`, m.SpaceID(), person)
	if err != nil {
		return err
	}
	if waiting == 0 {
		return fault.ErrNotFound
	}
	if accepted {
		if err := r.Admit(tx, TakeCustody(m.SpaceID(), "the animator accepted"), person, Contributor); err != nil {
			return err
		}
	}
	return r.events.Record(tx, Answered{Space: m.SpaceID(), Person: person, Accepted: accepted})
}

// Request is a request that waits.
type Request struct {
	accounts.Byline
	Message string        `db:"message"`
	AskedAt clock.Instant `db:"asked_at"`
}

// Requests returns the requests that wait, the oldest first, 50 at most.
func (r *Room) Requests(q db.Querier, m Member) ([]Request, error) {
	if !m.May(ManageMembers) {
		return nil, nil
	}
	return db.All[Request](q, `
		SELECT `+accounts.BylineColumns+`, j.message, j.asked_at
		FROM join_requests j
		JOIN people p ON p.id = j.person_id
		WHERE j.space_id = $1
		ORDER BY j.asked_at, j.person_id
		LIMIT 50`, m.SpaceID())
}

// Asked says whether the person of a look waits for an answer.
func (r *Room) Asked(q db.Querier, look Look) (bool, error) {
	return db.One[bool](q, `
		SELECT EXISTS (SELECT 1 FROM join_requests WHERE space_id = $1 AND person_id = $2)`,
		look.space.ID, look.person)
}
