package documents

import (
	"github.com/a-h/templ"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications/pages"
	"osmose/internal/spaces"
)

// act is the handler of a button on a document: a verb, then the document again and a sentence.
func (r *Room) act(done string, verb func(tx *db.Tx, m spaces.Member, id ids.ID) error) web.Handler[seat] {
	return pages.Act(r.DB, done, func(tx *db.Tx, at seat) error { return verb(tx, at.m, at.document.ID) }, seat.path)
}

// throwAway puts a document in the trash, and leads to where it stood.
func (r *Room) throwAway() web.Handler[seat] {
	return pages.Act(r.DB, "documents.done.trashed", func(tx *db.Tx, at seat) error { return r.Trash(tx, at.m, at.document.ID) },
		func(at seat) string { return folderPath(at.m, at.document.FolderID, "") })
}

func (r *Room) validate(x *web.Exchange, at seat) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	number := numberOf(form.Line("number", 20))
	if err := r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.Validate(tx, at.m, at.document.ID, number) }); err != nil {
		return err
	}
	x.Flash(ui.Success, "documents.done.validated", nil)
	return x.SeeOther(at.path())
}

// moveForm is a document being moved.
type moveForm struct {
	seat
	form     *web.Form
	anywhere bool // outside all folders too
	places   []ui.Option
}

func (r *Room) showMove(x *web.Exchange, at seat) error {
	form := web.Filled(nil)
	if at.document.FolderID != 0 {
		form.Set("folder", at.document.FolderID.String())
	}
	return r.askMove(x, moveForm{seat: at, form: form}, 200)
}

func (r *Room) askMove(x *web.Exchange, f moveForm, status int) error {
	if err := refuseOthers(f.m, f.document); err != nil {
		return err
	}
	all, err := AllFolders(r.DB.Read(x.Context()), f.m)
	if err != nil {
		return err
	}
	f.anywhere = deposits(f.m, bySpace)
	f.places = placesOf(all, f.form.Value("folder"), func(b Folder) bool { return deposits(f.m, b.Deposits) })
	return r.ask(x, f.seat, status, "documents.move.title", moveView(f))
}

func (r *Room) move(x *web.Exchange, at seat) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	folder := form.ID("folder")
	sent, err := form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.Move(tx, at.m, at.document.ID, folder) })
	})
	switch {
	case err != nil:
		return err
	case !sent:
		return r.askMove(x, moveForm{seat: at, form: form}, 422)
	}
	x.Flash(ui.Success, "documents.done.moved", nil)
	return x.SeeOther(at.path())
}

// ask shows a form about a document; title is a text key.
func (r *Room) ask(x *web.Exchange, at seat, status int, title string, body templ.Component) error {
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), title), at.document.Title, i18n.T(x.Context(), "documents.service")},
		Trail:   append(r.trail(x, at.m, nil), ui.NavLink{Label: at.document.Title, URL: at.path()}),
		Body:    body,
	})
}
