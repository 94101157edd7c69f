package publications

import (
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

// OpenedIn returns the publication whose page an exchange shows, zero if none.
func OpenedIn(x *web.Exchange) ids.ID {
	id, _ := x.Value(openedKey{}).(ids.ID)
	return id
}
