package spaces

import (
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
)

// InSpace is the door of a space's pages: it opens to members who are at least the role given. A stranger gets what a
// nonsense address gives; a member whose role is too low is told so. The door comes before the slug's redirect.
func (r *Room) InSpace(least Role) web.Door[Member] {
	return func(x *web.Exchange) (Member, error) {
		m, err := r.AsIs(x)
		if err != nil {
			return Member{}, err
		}
		if !m.role.Includes(least) {
			return Member{}, fault.Refuse("spaces.role_needed." + string(least))
		}
		return m, straighten(x, m.Path())
	}
}

// AsIs is the door of a part of a page, whose address leads nobody to another one: texts name it without the words of the space.
func (r *Room) AsIs(x *web.Exchange) (Member, error) {
	m, _, err := r.knock(x)
	if err == nil && m.space == nil {
		err = fault.ErrNotFound
	}
	return m, err
}

// Beneath is the door of what stands under a space's address: the space's door first, then the id in the segment called
// name, by which find looks it up for the member. What was found counts as opened (accounts.Session.Opens), unless the door is
// Glanced through.
func Beneath[K any](inSpace web.Door[Member], name string, find func(x *web.Exchange, m Member, id ids.ID) (K, error)) web.Door[K] {
	return func(x *web.Exchange) (K, error) {
		var none K
		m, err := inSpace(x)
		if err != nil {
			return none, err
		}
		id, err := x.ID(name)
		if err != nil {
			return none, err
		}
		key, err := find(x, m, id)
		if err == nil && x.Value(glance{}) == nil {
			err = accounts.Of(x).Opens(id)
		}
		if err != nil {
			return none, err
		}
		return key, nil
	}
}

type glance struct{}

// Glance is a door beneath a space for what lists show of a subject, its thumbnail for instance: it opens nothing.
func Glance[K any](door web.Door[K]) web.Door[K] {
	return func(x *web.Exchange) (K, error) {
		x.Set(glance{}, true)
		return door(x)
	}
}

// Visitor is whoever may stand at the front of a space: a member, or somebody who sees its card. One of the two is
// set.
type Visitor struct {
	Member Member
	Look   Look
}

// IsMember says which of the two it is.
func (v Visitor) IsMember() bool { return v.Member.space != nil }

// AtFront is the door of the home of a space, which shows its card to those who are not members.
func (r *Room) AtFront(x *web.Exchange) (Visitor, error) {
	m, look, err := r.knock(x)
	if err != nil {
		return Visitor{}, err
	}
	v := Visitor{m, look}
	if v.IsMember() {
		return v, straighten(x, m.Path())
	}
	return v, straighten(x, look.Path())
}

func (r *Room) knock(x *web.Exchange) (Member, Look, error) {
	session := accounts.Of(x)
	if session == nil {
		return Member{}, Look{}, web.ErrSignedOut
	}
	id, err := x.ID("space")
	if err != nil {
		return Member{}, Look{}, err
	}
	person := session.Person().ID
	s, serves, err := taken(x, person, id)
	switch {
	case err != nil:
		return Member{}, Look{}, err
	case serves:
		return r.admit(&s)
	}
	return r.approach(r.db.Read(x.Context()), person, id)
}

// straighten sends a reader of an old slug, or of the bare id, to the address as it is now: S39.
func straighten(x *web.Exchange, path string) error {
	return web.Canonical(x, "space", strings.TrimPrefix(path, "/espaces/"))
}
