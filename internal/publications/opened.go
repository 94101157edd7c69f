package publications

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

type openedKey struct{}

// OnOpened has f called whenever a person opens the page of a publication.
func (r *Room) OnOpened(f func(person, publication ids.ID)) { r.opened = append(r.opened, f) }

// Opened is called by the page of a publication: what told this person of it is done.
func (r *Room) Opened(x *web.Exchange, m spaces.Member, publication ids.ID) {
	x.Set(openedKey{}, publication)
	for _, f := range r.opened {
		f(m.PersonID(), publication)
	}
}

// LiveName is what a page calls a publication that it shows, or a space of which it shows what moves, when it asks to be told
// of changes.
func LiveName(space, publication ids.ID) string {
	if publication == 0 {
		return "s:" + space.String()
	}
	return "p:" + space.String() + ":" + publication.String()
}

// Lives says whether a publication of m's space is live.
func Lives(q db.Querier, m spaces.Member, publication ids.ID) (bool, error) {
	return lives(q, m.SpaceID(), publication)
}

// LivesIn is Lives for a space in custody.
func LivesIn(q db.Querier, custody spaces.Custody, publication ids.ID) (bool, error) {
	return lives(q, custody.SpaceID(), publication)
}

func lives(q db.Querier, space, publication ids.ID) (bool, error) {
	n, err := db.One[int](q, `SELECT COUNT(*) FROM live_publications l WHERE l.id = $1 AND l.space_id = $2`, publication, space)
	return n > 0, err
}

// OpenedIn returns the publication whose page an exchange shows, zero if none.
func OpenedIn(x *web.Exchange) ids.ID {
	id, _ := x.Value(openedKey{}).(ids.ID)
	return id
}
