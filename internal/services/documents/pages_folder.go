package documents

import (
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications/pages"
	"osmose/internal/spaces"
)

// folderForm is a folder being made or changed; its folder is empty for a new one.
type folderForm struct {
	m      spaces.Member
	folder Folder
	form   *web.Form
	places []ui.Option
}

func (f folderForm) action() string {
	if f.folder.ID == 0 {
		return f.m.Path() + "/" + folderSegment
	}
	return f.folder.Path(f.m) + "/modifier"
}

// back is where the form was asked for.
func (f folderForm) back() string {
	if f.folder.ID == 0 {
		parent, _ := ids.Parse(f.form.Value("parent"))
		return folderPath(f.m, parent, "")
	}
	return f.folder.Path(f.m)
}

func (r *Room) showNewFolder(x *web.Exchange, m spaces.Member) error {
	form := web.Filled(nil)
	form.Set("parent", x.Query("dossier"))
	return r.askFolder(x, folderForm{m: m, form: form}, 200)
}

func (r *Room) showFolderEdit(x *web.Exchange, at shelf) error {
	form := web.Filled(nil)
	form.Set("name", at.folder.Name)
	form.Set("deposits", at.folder.Deposits)
	if at.folder.ParentID != 0 {
		form.Set("parent", at.folder.ParentID.String())
	}
	return r.askFolder(x, folderForm{m: at.m, folder: at.folder, form: form}, 200)
}

func (r *Room) askFolder(x *web.Exchange, f folderForm, status int) error {
	q := r.DB.Read(x.Context())
	all, err := AllFolders(q, f.m)
	if err != nil {
		return err
	}
	trail, title := r.trail(x, f.m, nil), "documents.folder.new_title"
	taken := map[ids.ID]bool{}
	if f.folder.ID != 0 {
		trail, title = append(trail, ui.NavLink{Label: f.folder.Name, URL: f.folder.Path(f.m)}), "documents.folder.edit_title"
		for _, under := range beneath(all, f.folder.ID) {
			taken[under.ID] = true
		}
	}
	f.places = placesOf(all, f.form.Value("parent"), func(b Folder) bool { return !taken[b.ID] })
	return r.spaces.RenderStatus(x, f.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), title), i18n.T(x.Context(), "documents.service")},
		Trail:   trail,
		Body:    folderView(f, title),
	})
}

// placesOf are the folders of a space that may be chosen, each with those in which it stands.
func placesOf(all []Folder, chosen string, may func(Folder) bool) []ui.Option {
	var options []ui.Option
	for _, b := range branches(all) {
		if may(b.Folder) {
			id := b.ID.String()
			options = append(options, ui.Option{Value: id, Label: strings.Join(b.Names, " › "), Selected: id == chosen})
		}
	}
	return options
}

// folderIn reads the form of a folder.
func folderIn(form *web.Form) FolderDraft {
	return FolderDraft{Name: form.Line("name", MaxName), Parent: form.ID("parent"), Deposits: form.Line("deposits", 20)}
}

func (r *Room) makeFolder(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	draft := folderIn(form)
	var id ids.ID
	sent, err := form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
			id, err = r.MakeFolder(tx, m, draft)
			return err
		})
	})
	switch {
	case err != nil:
		return err
	case !sent:
		return r.askFolder(x, folderForm{m: m, form: form}, 422)
	}
	x.Flash(ui.Success, "documents.done.folder_made", nil)
	return x.SeeOther(folderPath(m, id, draft.Name))
}

func (r *Room) editFolder(x *web.Exchange, at shelf) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	draft := folderIn(form)
	sent, err := form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.ChangeFolder(tx, at.m, at.folder.ID, draft) })
	})
	switch {
	case err != nil:
		return err
	case !sent:
		return r.askFolder(x, folderForm{m: at.m, folder: at.folder, form: form}, 422)
	}
	x.Flash(ui.Success, "documents.done.folder_changed", nil)
	return x.SeeOther(folderPath(at.m, at.folder.ID, draft.Name))
}

// moveFolder brings a folder into another: what dragging one does; its form does it too.
func (r *Room) moveFolder(x *web.Exchange, at shelf) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	parent := form.ID("parent")
	draft := FolderDraft{Name: at.folder.Name, Parent: parent, Deposits: at.folder.Deposits}
	sent, err := form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.ChangeFolder(tx, at.m, at.folder.ID, draft) })
	})
	switch {
	case err != nil:
		return err
	case !sent:
		form.Set("name", draft.Name)
		form.Set("deposits", draft.Deposits)
		return r.askFolder(x, folderForm{m: at.m, folder: at.folder, form: form}, 422)
	}
	x.Flash(ui.Success, "documents.done.folder_moved", nil)
	return x.SeeOther(folderPath(at.m, parent, ""))
}

// deleteFolder leads to where the folder stood.
func (r *Room) deleteFolder() web.Handler[shelf] {
	return pages.Act(r.DB, "documents.done.folder_deleted",
		func(tx *db.Tx, at shelf) error { return r.DeleteFolder(tx, at.m, at.folder.ID) },
		func(at shelf) string { return folderPath(at.m, at.folder.ParentID, "") })
}
