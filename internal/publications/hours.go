package publications

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Shifted is recorded when what a publication announces takes place at another hour, or elsewhere.
type Shifted struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Person      ids.ID `json:"person"` // who changed it
}

// EventName is stable.
func (Shifted) EventName() string { return "publications.shifted" }

// TellShifted records that m shifted what a publication announces.
func (r *Room) TellShifted(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	return r.events.Record(tx, Shifted{Space: m.SpaceID(), Publication: publication, Person: m.PersonID()})
}

// CalledOff is recorded when what a publication announces does not take place, all of it or one date.
type CalledOff struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Person      ids.ID `json:"person"` // who called it off
}

// EventName is stable.
func (CalledOff) EventName() string { return "publications.called_off" }

// TellCalledOff records that m called off what a publication announces, and that its page has changed.
func (r *Room) TellCalledOff(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	if err := r.events.Record(tx, CalledOff{Space: m.SpaceID(), Publication: publication, Person: m.PersonID()}); err != nil {
		return err
	}
	return r.Tell(tx, m, publication)
}

// Seated is recorded when a person who waited for a place has got one.
type Seated struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Person      ids.ID `json:"person"`
	Day         string `json:"day,omitempty"` // which of its dates, empty for all
}

// EventName is stable.
func (Seated) EventName() string { return "publications.seated" }

// TellSeated records that a person who waited has got a place.
func (r *Room) TellSeated(tx *db.Tx, space, publication, person ids.ID, day string) error {
	return r.events.Record(tx, Seated{Space: space, Publication: publication, Person: person, Day: day})
}

// Nears is recorded when what a person means to attend takes place soon: once for each date.
type Nears struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Person      ids.ID `json:"person"`
	Day         string `json:"day"`
}

// EventName is stable.
func (Nears) EventName() string { return "publications.nears" }

// TellNears records that what a person means to attend takes place soon.
func (r *Room) TellNears(tx *db.Tx, custody spaces.Custody, publication, person ids.ID, day string) error {
	return r.events.Record(tx, Nears{Space: custody.SpaceID(), Publication: publication, Person: person, Day: day})
}
