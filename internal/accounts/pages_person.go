package accounts

import (
	"errors"
	"io/fs"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/web"
)

// personView is what the page of a person shows.
type personView struct {
	profile Profile
	spaces  []Link
	self    bool
}

func (r *Room) showPerson(x *web.Exchange, s *Session) error {
	id, err := x.ID("id")
	if err != nil {
		return err
	}
	profile, spaces, err := r.acquaintance(x.Context(), s, id)
	if err != nil {
		return err
	}
	if err := web.Canonical(x, "id", id.String()); err != nil {
		return err
	}
	if err := s.Opens(id); err != nil {
		return err
	}
	return x.Render(web.Page{
		Title: []string{profile.Name(), i18n.T(x.Context(), "accounts.person.title")},
		Body:  personPage(personView{profile: profile, spaces: spaces, self: id == s.Person().ID}),
	})
}

func (r *Room) showPhoto(x *web.Exchange, s *Session) error {
	return r.serve(x, s, func(p photos) string { return p.Photo })
}

func (r *Room) showPortrait(x *web.Exchange, s *Session) error {
	return r.serve(x, s, func(p photos) string { return p.Portrait })
}

// serve answers with one of a person's pictures. The door is asked each time, also for what the browser keeps.
func (r *Room) serve(x *web.Exchange, s *Session, which func(photos) string) error {
	id, err := x.ID("id")
	if err != nil {
		return err
	}
	if _, err := r.meet(x.Context(), s, id); err != nil {
		return err
	}
	p, err := photosOf(r.db.Read(x.Context()), id)
	if err != nil {
		return err
	}
	content, err := r.files.Open(which(p))
	if errors.Is(err, fs.ErrNotExist) { // no photo, or one that was replaced a moment ago
		return fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	defer content.Close()
	return x.ServeFile(web.File{ETag: which(p), Type: "image/jpeg", Inline: true, Content: content})
}
