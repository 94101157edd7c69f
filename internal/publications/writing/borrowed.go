package writing

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/attachments"
	"osmose/internal/spaces"
)

// BorrowField names, in a form that makes a text of another one, the files of that one which are to come along.
const BorrowField = "reprise"

// Lent returns the files of a text of m's space that it does not show itself: those which a form may offer to take along.
func Lent(q db.Querier, m spaces.Member, text ids.ID, body richtext.HTML) ([]attachments.Attachment, error) {
	files, err := attachments.Of(q, m, text)
	return unshown(m, body, files[text]), err
}

// Borrow takes along the files of another text of m's space, which the caller makes sure that m may read: the pictures that
// what was written shows, and the files that the form names. They are copied, for the other text keeps its own, and what
// happens to it must not reach them. Errors: those of attachments.Receive.
func (r *Room) Borrow(ctx context.Context, m spaces.Member, s *Written, text ids.ID) error {
	files, err := attachments.Of(r.db.Read(ctx), m, text)
	if err != nil {
		return err
	}
	wanted := append(idsIn(s.Form, BorrowField), richtext.Pictures(s.Body, m.SpaceID())...)
	for _, a := range files[text] {
		if !slices.Contains(wanted, a.ID) {
			continue
		}
		mine, err := r.attachments.Copy(ctx, m, filesField, a)
		if errors.Is(err, fs.ErrNotExist) || s.Take(err) {
			continue
		}
		if err != nil {
			return err
		}
		s.exchange(m.SpaceID(), a.ID, mine.ID)
	}
	return nil
}

// exchange puts a copy in the place of a file, in the text and in the form, which may be sent again. A picture that the text
// shows is claimed with it; what stands beside it is named by the form.
func (s *Written) exchange(space, theirs, mine ids.ID) {
	before, after := richtext.PictureURL(space, theirs), richtext.PictureURL(space, mine)
	s.Body = richtext.HTML(strings.ReplaceAll(string(s.Body), before, after))
	s.Set(bodyField, strings.ReplaceAll(s.Value(bodyField), before, after))
	if !strings.Contains(string(s.Body), after) {
		s.Add(piecesField, mine.String())
		s.pieces = append(s.pieces, mine)
	}
}
