package documents

import (
	"io"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// fetched is what an archive is made of.
type fetched struct {
	m    spaces.Member
	name string
	// root is the folder whose content stands outermost, zero for what stands in none; flat is an archive without folders.
	root ids.ID
	flat bool
	read func(q db.Querier) ([]piece, error)
}

// serveSelection sends what was ticked, without folders. Archives are fetched by forms: a link is followed by whatever looks ahead,
// and by pages of others.
func (r *Room) serveSelection(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	list, from := selectionIn(form)
	if len(list) == 0 || form.Problems() != nil {
		return r.askAgain(x, selectionPage{m: m, from: from}, len(list))
	}
	return r.serveArchive(x, fetched{
		m: m, name: i18n.T(x.Context(), "documents.archive.some", i18n.Args{"Space": m.Title()}), flat: true,
		read: func(q db.Querier) ([]piece, error) { return piecesAmong(q, m, list) },
	})
}

// serveAll sends all documents of a space in their folders.
func (r *Room) serveAll(x *web.Exchange, m spaces.Member) error {
	return r.serveArchive(x, fetched{
		m: m, name: i18n.T(x.Context(), "documents.archive.name", i18n.Args{"Space": m.Title()}),
		read: func(q db.Querier) ([]piece, error) { return piecesOf(q, m) },
	})
}

// serveFolder sends what stands in a folder, and in those below.
func (r *Room) serveFolder(x *web.Exchange, at shelf) error {
	return r.serveArchive(x, fetched{
		m: at.m, name: at.folder.Name, root: at.folder.ID,
		read: func(q db.Querier) ([]piece, error) { return piecesBelow(q, at.m, at.folder.ID) },
	})
}

// serveArchive answers with an archive that is made while it leaves; what would not fit is refused before.
func (r *Room) serveArchive(x *web.Exchange, f fetched) error {
	q := r.DB.Read(x.Context())
	list, err := f.read(q)
	if err == nil {
		err = fitsArchive(list)
	}
	if err == nil {
		err = r.spendArchive(x.Context(), f.m, len(list))
	}
	if err == nil {
		err = accounts.Of(x).Opens(idsOfPieces(list)...)
	}
	var folders []Folder
	if err == nil && !f.flat {
		folders, err = AllFolders(q, f.m)
	}
	if err != nil {
		return err
	}
	return x.ServeStream(web.Stream{Type: "application/zip", Name: f.name + ".zip", Size: weight(list), Write: func(w io.Writer) error {
		return r.newArchive(x, f.m, f.root, folders, w).write(arranged(list), f.root)
	}})
}
