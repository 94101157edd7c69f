package documents

import (
	"context"
	"errors"
	"io/fs"
	"net/http"

	"osmose/internal/platform/clamd"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/files"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/tus"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// uploadSegment is where uploads stand: beside documents, whose addresses have a document in their place.
const uploadSegment = "envois"

// desk is the key to an upload of the member's own.
type desk struct {
	m      spaces.Member
	upload Upload
}

func (d desk) path() string { return d.m.Path() + "/" + uploadSegment + "/" + d.upload.ID.String() }

// atUpload is the door of an upload's address; to all but its person it gives what nonsense gives.
func (r *Room) atUpload() web.Door[desk] {
	return spaces.Beneath(r.spaces.InSpace(spaces.Contributor), "upload", func(x *web.Exchange, m spaces.Member, id ids.ID) (desk, error) {
		u, err := FindUpload(r.DB.Read(x.Context()), m, id)
		return desk{m, u}, err
	})
}

func (r *Room) beginUpload(x *web.Exchange, m spaces.Member) error {
	c, err := tus.ReadCreation(x.R, MaxUpload)
	if err != nil {
		return refuseUpload(x, err)
	}
	w := Wish{Size: c.Size}
	if w.Name, err = web.FileName("files", c.Metadata["filename"]); err != nil {
		return refuseUpload(x, err)
	}
	if w.Folder, err = idIn(c, "folder"); err == nil {
		w.Document, err = idIn(c, "document")
	}
	if err != nil {
		return err
	}
	u, err := r.BeginUpload(x.Context(), m, w)
	if err != nil {
		return refuseUpload(x, err)
	}
	tus.Created(x.W, desk{m, u}.path(), u.ExpiresAt.Time())
	return nil
}

// idIn reads an id of the metadata, zero for none. Errors: fault.ErrNotFound.
func idIn(c tus.Creation, key string) (ids.ID, error) {
	text := c.Metadata[key]
	if text == "" {
		return 0, nil
	}
	id, err := ids.Parse(text)
	if err != nil {
		return 0, fault.ErrNotFound
	}
	return id, nil
}

func (r *Room) showUpload(x *web.Exchange, at desk) error {
	if err := tus.CheckVersion(x.R); err != nil {
		return refuseUpload(x, err)
	}
	offset, err := r.stands(at.upload)
	if err != nil {
		return err
	}
	tus.Stands(x.W, offset, at.upload.Size, at.upload.ExpiresAt.Time())
	return nil
}

// postUpload does what the request says that it is.
func (r *Room) postUpload(x *web.Exchange, at desk) error {
	switch tus.Method(x.R) {
	case http.MethodPatch:
		return r.receiveUpload(x, at)
	case http.MethodDelete:
		return r.endUpload(x, at)
	}
	return fault.ErrNotFound
}

func (r *Room) receiveUpload(x *web.Exchange, at desk) error {
	offset, err := tus.ReadPiece(x.R)
	if err != nil {
		return refuseUpload(x, err)
	}
	u := at.upload
	if u.Hash != "" {
		if offset != u.Size {
			return refuseUpload(x, tus.ErrOffset)
		}
		tus.Took(x.W, u.Size, u.ExpiresAt.Time())
		return nil
	}
	arrival, err := r.Files.Resume(u.Part)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.ErrNotFound
	}
	if err != nil {
		return refuseUpload(x, err)
	}
	defer arrival.Close()
	x.Allow(u.Size - offset)
	offset, err = tus.Receive(x.R, arrival, offset, u.Size, func(now int64) error { return r.mayGoOn(x.Context(), at.m, &u, arrival, now) })
	if err == nil && offset == u.Size {
		u, err = r.shelve(x.Context(), at.m, u, arrival)
		if errors.Is(err, clamd.ErrAway) { // it came, and is examined again when the form names it, which says so to a person
			err = nil
		}
	}
	var wrong *fault.Invalid
	if errors.As(err, &wrong) {
		if gone := r.EndUpload(x.Context(), at.m, u); gone != nil && !errors.Is(gone, fault.ErrNotFound) {
			return gone
		}
	}
	if err != nil {
		return refuseUpload(x, err)
	}
	tus.Took(x.W, offset, u.ExpiresAt.Time())
	return nil
}

func (r *Room) endUpload(x *web.Exchange, at desk) error {
	if err := tus.CheckVersion(x.R); err != nil {
		return refuseUpload(x, err)
	}
	if err := r.EndUpload(x.Context(), at.m, at.upload); err != nil {
		return err
	}
	tus.Ended(x.W)
	return nil
}

// refuseUpload answers what the protocol has a status for, and says what is wrong with a file: clients of the protocol show
// neither forms nor pages. All else is answered as everywhere.
func refuseUpload(x *web.Exchange, err error) error {
	var (
		problem *tus.Problem
		wrong   *fault.Invalid
	)
	switch {
	case errors.Is(err, files.ErrBusy):
		tus.Refuse(x.W, tus.ErrBusy.Status, tus.ErrBusy.Text)
	case errors.As(err, &problem) && context.Cause(x.Context()) == nil:
		tus.Refuse(x.W, problem.Status, problem.Text)
	case errors.As(err, &wrong):
		tus.Refuse(x.W, http.StatusUnprocessableEntity, i18n.T(x.Context(), wrong.Fields[0].Key, wrong.Fields[0].Args))
	default:
		return err
	}
	return nil
}

// told is what a script is told of a file that it deposited: the document, or why there is none.
type told struct {
	Name     string `json:"name"`
	Document string `json:"document,omitempty"` // its address; with an error, that of the document that has the file
	Title    string `json:"title,omitempty"`
	Error    string `json:"error,omitempty"`
}

func tell(ctx context.Context, m spaces.Member, outcomes []outcome) []told {
	list := make([]told, 0, len(outcomes))
	for _, o := range outcomes {
		t := told{Name: o.Name}
		if o.Document.ID != 0 {
			t.Document, t.Title = path(m.Path(), o.Document.ID, o.Document.Title), o.Document.Title
		}
		if !o.deposited() {
			t.Error = i18n.T(ctx, o.Problem.Key, o.Problem.Args)
		}
		list = append(list, t)
	}
	return list
}
