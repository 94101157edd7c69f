package documents

import (
	"errors"
	"io/fs"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/web"
)

import ()

// serveVersion sends the file of a version, or a part of it: players ask for parts.
func (r *Room) serveVersion(x *web.Exchange, at seat) error {
	v, err := VersionOf(r.DB.Read(x.Context()), at.m, at.document.ID, numberOf(x.R.PathValue("number")))
	if err != nil {
		return err
	}
	return r.serve(x, at, v.File, false)
}

// servePreview shows the picture that a document is.
func (r *Room) servePreview(x *web.Exchange, at seat) error {
	if !at.document.isPicture() {
		return fault.ErrNotFound
	}
	return r.serve(x, at, at.document.File, true)
}

func (r *Room) serveThumbnail(x *web.Exchange, at seat) error {
	hash := at.document.thumbnail()
	if hash == "" {
		return fault.ErrNotFound
	}
	return r.serve(x, at, drawnFile(hash), true)
}

// serve answers with a file of the document behind the door, which is asked each time, also for what the browser keeps. A picture
// leaves at once; the right to all else is asked for again while it leaves.
func (r *Room) serve(x *web.Exchange, at seat, f File, inline bool) error {
	content, err := r.open(f)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	defer content.Close()
	file := web.File{ETag: f.Hash, Type: f.Type, Name: f.Name, Inline: inline, Content: content}
	if !f.isPicture() {
		file.Content = leaving{content, r.watching(x, at.m, func(q db.Querier) error {
			_, err := r.find(q, at.m, at.document.ID)
			return err
		})}
	}
	return x.ServeFile(file)
}

// servePage shows a page that was drawn of a version; a picture has one, itself.
func (r *Room) servePage(x *web.Exchange, at seat) error {
	number, q := numberOf(x.R.PathValue("number")), r.DB.Read(x.Context())
	v, err := VersionOf(q, at.m, at.document.ID, number)
	if err != nil {
		return err
	}
	wanted := numberOf(x.R.PathValue("page"))
	if v.isPicture() && wanted == 1 {
		return r.serve(x, at, v.File, true)
	}
	drawn, err := pagesOf(q, at.version(number))
	if err != nil {
		return err
	}
	for _, p := range drawn {
		if int64(p.Page) == wanted {
			return r.serve(x, at, drawnFile(p.Hash), true)
		}
	}
	return fault.ErrNotFound
}

// drawnFile is a picture that we drew of a page.
func drawnFile(hash string) File { return File{Type: "image/jpeg", Hash: hash, Thumb: hash} }

// servePDF sends the PDF that was made of an office file.
func (r *Room) servePDF(x *web.Exchange, at seat) error {
	v, err := VersionOf(r.DB.Read(x.Context()), at.m, at.document.ID, numberOf(x.R.PathValue("number")))
	if err != nil {
		return err
	}
	if v.PDF == "" {
		return fault.ErrNotFound
	}
	name := strings.TrimSuffix(v.Name, types[v.Type].Extension) + ".pdf"
	return r.serve(x, at, File{Name: name, Type: "application/pdf", Hash: v.PDF}, false)
}
