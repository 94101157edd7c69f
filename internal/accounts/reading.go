package accounts

import (
	"net/url"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
)

// MostRead is how many different publications, files and profiles an account opens in an hour before it is slowed down, if the
// installation says nothing else.
const MostRead = 1500

// ReadMuch is recorded when an account has opened more than it may in an hour; its sessions have ended. Whoever uses it must
// sign in again, which a thief of a session can't.
type ReadMuch struct {
	Person ids.ID `json:"person"`
	Count  int    `json:"count"` // of different publications, files and profiles
}

// EventName is stable.
func (ReadMuch) EventName() string { return "accounts.read_much" }

// Opens counts publications, files or profiles that the person opens: a door calls it once it knows that they may, with as many as
// leave at once. What is opened again counts once. Errors: *fault.TooMany, and the way to the sign-in page when the limit is passed:
// the sessions of the person have ended then.
func (s *Session) Opens(subjects ...ids.ID) error { return s.opens(subjects) }

// opened is Opens of the session of x.
func (r *Room) opened(x *web.Exchange, s *Session, subjects []ids.ID) error {
	person := s.Person().ID
	verdict := r.brake.Open(person, subjects...)
	if verdict.Wait > 0 {
		return &fault.TooMany{Key: "accounts.reading.slow", After: verdict.Wait}
	}
	if verdict.Alarm == 0 {
		return nil
	}
	err := r.db.Write(x.Context(), func(tx *db.Tx) error {
		if err := r.endAll(tx, person); err != nil {
			return err
		}
		return r.events.Record(tx, ReadMuch{Person: person, Count: verdict.Alarm})
	})
	if err != nil {
		return err
	}
	suite := "/"
	if x.R.Method == "GET" {
		suite = x.R.URL.RequestURI()
	}
	return web.Redirect("/connexion?" + url.Values{"lecture": {"1"}, "suite": {suite}}.Encode())
}

// PlatformAdministrators returns who administers the platform and is not blocked, twenty at most.
func PlatformAdministrators(q db.Querier) ([]Person, error) {
	return db.All[Person](q, `
		SELECT `+personColumns+`
		FROM people p
		WHERE p.platform_admin AND p.blocked_at = 0
		ORDER BY p.id
		LIMIT 20`)
}
