package writing

import (
	"errors"
	"io/fs"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// maxUpload is the size of a body that carries one file: more than MaxSize, so that a file which is too large is told so.
const maxUpload = 2 * attachments.MaxSize

// receive keeps one file that the editor sends, and answers with what the editor shows of it.
func (r *Room) receive(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form(maxUpload)
	if err != nil {
		return err
	}
	upload := form.File(filesField, attachments.MaxSize)
	if upload == nil {
		form.Required(filesField)
		return r.refuse(x, form)
	}
	a, err := r.attachments.Receive(x.Context(), m, filesField, upload)
	if form.Take(err) {
		return r.refuse(x, form)
	}
	if err != nil {
		return err
	}
	view := View(x.Context(), m, a)
	return x.JSON(map[string]string{"id": view.ID, "name": view.Name, "url": view.URL, "thumb": view.Thumb, "about": view.About})
}

// refuse answers with the sentence that stands beside the file.
func (r *Room) refuse(x *web.Exchange, form *web.Form) error {
	return x.JSON(map[string]string{"error": form.Error(x.Context(), filesField)})
}

// withdraw removes a file that no text has claimed.
func (r *Room) withdraw(x *web.Exchange, m spaces.Member) error {
	id, err := x.ID("piece")
	if err != nil {
		return err
	}
	err = r.db.Write(x.Context(), func(tx *db.Tx) error { return attachments.Withdraw(tx, m, id) })
	if err != nil {
		return err
	}
	return x.JSON(map[string]bool{"done": true})
}

// atPiece is the door of a file: a member of its space who may read its text.
func (r *Room) atPiece(x *web.Exchange) (attachments.Attachment, error) {
	none := attachments.Attachment{}
	m, err := r.spaces.AsIs(x)
	if err != nil {
		return none, err
	}
	piece, err := x.ID("piece")
	if err != nil {
		return none, err
	}
	q := r.db.Read(x.Context())
	a, err := attachments.Find(q, m, piece)
	if err != nil || a.Text == 0 {
		return a, err
	}
	return a, r.mayRead(q, m, a.Text)
}

// mayRead wants a text that m may read: one that stands, of a publication that is live, or the body of what m has not
// published. Errors: fault.ErrNotFound.
func (r *Room) mayRead(q db.Querier, m spaces.Member, id ids.ID) error {
	sees := m.May(moderation.Hide)
	text, err := comments.Find(q, m, id, sees)
	switch {
	case errors.Is(err, fault.ErrNotFound):
		return r.mayReadDraft(q, m, id)
	case err == nil && (text.DeletedAt != 0 || text.HiddenAt != 0 && !sees):
		return fault.ErrNotFound
	}
	return err
}

func (r *Room) mayReadDraft(q db.Querier, m spaces.Member, text ids.ID) error {
	publication, err := texts.BodyFor(q, m, text)
	if err != nil {
		return err
	}
	own, err := r.publications.IsUnpublished(q, m, publication)
	if err == nil && !own {
		err = fault.ErrNotFound
	}
	return err
}

func (r *Room) serve(x *web.Exchange, a attachments.Attachment) error {
	if err := accounts.Of(x).Opens(a.ID); err != nil {
		return err
	}
	return r.send(x, a, a.Hash, a.Type, false)
}

func (r *Room) serveThumb(x *web.Exchange, a attachments.Attachment) error {
	if !a.IsPicture() {
		return fault.ErrNotFound
	}
	return r.send(x, a, a.Thumb, "image/jpeg", true)
}

func (r *Room) send(x *web.Exchange, a attachments.Attachment, hash, mediaType string, thumb bool) error {
	content, err := r.attachments.Open(a, thumb)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	defer content.Close()
	return x.ServeFile(web.File{ETag: hash, Type: mediaType, Name: a.Name, Inline: a.IsPicture(), Content: content})
}
