package writing

import (
	"context"
	"errors"
	"io"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/web"
	"osmose/internal/publications/attachments"
	"osmose/internal/spaces"
)

// ApartField names a picture that came before the form for a field of the room's own, which makes something of it when the
// form is sent: the cover of a post. It is its sender's alone, and waits as attachments do.
const ApartField = "depot"

// Apart opens the picture that the form holds apart, nil when it holds none that waits.
func (r *Room) Apart(ctx context.Context, m spaces.Member, s *Written) (io.ReadSeekCloser, error) {
	waiting, err := attachments.Waiting(r.db.Read(ctx), m, idsIn(s.Form, ApartField))
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	return r.attachments.Open(waiting[0], false)
}

// SetApart keeps the picture that came in a field of a form that is sent back, so that it need not be chosen again. What is
// wrong with it is noted at the field.
func (r *Room) SetApart(ctx context.Context, m spaces.Member, s *Written, field string, upload *web.Upload) error {
	a, err := r.attachments.Receive(ctx, m, field, upload)
	var spent *fault.TooMany
	switch {
	case s.Take(err):
		return nil
	case errors.As(err, &spent):
		s.Note(field, spent.Key, fault.Args{"After": spent.After})
		return nil
	case err != nil:
		return err
	case !a.IsPicture():
		s.Note(field, "form.picture_type", nil)
		return r.db.Write(ctx, func(tx *db.Tx) error { return attachments.Withdraw(tx, m, a.ID) })
	}
	s.Set(ApartField, a.ID.String())
	return nil
}

// dropApart removes what the room has made its own of.
func (s *Written) dropApart(tx *db.Tx, m spaces.Member) error {
	for _, id := range idsIn(s.Form, ApartField) {
		if err := attachments.Withdraw(tx, m, id); err != nil && !errors.Is(err, fault.ErrNotFound) {
			return err
		}
	}
	return nil
}
