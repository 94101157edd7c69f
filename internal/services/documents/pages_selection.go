package documents

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// The names in the address of a selection: what is wanted of it, its documents, and the folder where they were chosen.
const (
	wanted   = "faire"
	chosen   = "document"
	chosenIn = "dossier"
	toMove   = "deplacement"
	toTrash  = "corbeille"
)

// selectionPage asks where documents are to go, or whether.
type selectionPage struct {
	m    spaces.Member
	form *web.Form
	from ids.ID // the folder where they were chosen, zero for none
	Selected
	anywhere bool
	places   []ui.Option
}

func (p selectionPage) action(what string) string { return home(p.m) + "/selection/" + what }

func (p selectionPage) back() string { return folderPath(p.m, p.from, "") }

// showSelection asks where the documents are to go, or whether to throw them away.
func (r *Room) showSelection(x *web.Exchange, m spaces.Member) error {
	p := selectionPage{m: m, form: web.Filled(nil)}
	p.from, _ = ids.Parse(x.Query(chosenIn))
	list := idsOf(x.QueryAll(chosen))
	if len(list) == 0 || len(list) > MostSelected {
		return r.askAgain(x, p, len(list))
	}
	var err error
	if p.Selected, err = Select(r.DB.Read(x.Context()), m, list); err != nil {
		return err
	}
	if x.Query(wanted) == toTrash {
		return r.askSelection(x, p, 200, "documents.selection.trash_title", trashSelectionView(p))
	}
	return r.askWhere(x, p, 200)
}

// askAgain sends back to the list whoever chose nothing, or too much.
func (r *Room) askAgain(x *web.Exchange, p selectionPage, chosen int) error {
	text := i18n.T(x.Context(), "documents.selection.none")
	if chosen > 0 {
		text = i18n.T(x.Context(), "documents.selection.too_many", i18n.Args{"Max": MostSelected})
	}
	return r.askSelection(x, p, 422, "documents.selection.label", againView(p, text))
}

// askWhere asks to which folder the documents are to go.
func (r *Room) askWhere(x *web.Exchange, p selectionPage, status int) error {
	all, err := AllFolders(r.DB.Read(x.Context()), p.m)
	if err != nil {
		return err
	}
	p.anywhere = deposits(p.m, bySpace)
	p.places = placesOf(all, p.form.Value("folder"), func(f Folder) bool { return deposits(p.m, f.Deposits) })
	return r.askSelection(x, p, status, "documents.selection.move_title", moveSelectionView(p))
}

func (r *Room) askSelection(x *web.Exchange, p selectionPage, status int, title string, body templ.Component) error {
	return r.spaces.RenderStatus(x, p.m, status, spaces.Sheet{
		Service: service, Title: []string{i18n.T(x.Context(), title), i18n.T(x.Context(), "documents.service")}, Trail: r.trail(x, p.m, nil), Body: body,
	})
}

// selectionIn reads the documents that a form names, MostSelected at most, and the folder where they were chosen.
func selectionIn(form *web.Form) (list []ids.ID, from ids.ID) {
	return idsOf(form.All(chosen)), form.ID(chosenIn)
}

// idsOf leaves out what no box of ours sends.
func idsOf(typed []string) (list []ids.ID) {
	for _, text := range typed {
		if id, err := ids.Parse(text); err == nil {
			list = append(list, id)
		}
	}
	return list
}

func (r *Room) moveSelection(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	folder := form.ID("folder")
	list, from := selectionIn(form)
	var done Selected
	sent, err := form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
			done, err = r.MoveAll(tx, m, list, folder)
			return err
		})
	})
	switch {
	case err != nil:
		return err
	case !sent:
		p := selectionPage{m: m, form: form, from: from}
		if p.Selected, err = Select(r.DB.Read(x.Context()), m, list); err != nil {
			return err
		}
		return r.askWhere(x, p, 422)
	}
	done.tell(x, "documents.done.moved")
	return x.SeeOther(folderPath(m, folder, ""))
}

func (r *Room) trashSelection(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	list, from := selectionIn(form)
	var done Selected
	err = r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
		done, err = r.TrashAll(tx, m, list)
		return err
	})
	if err != nil {
		return err
	}
	done.tell(x, "documents.done.trashed")
	return x.SeeOther(folderPath(m, from, ""))
}

// tell says on the next page what was done, and what was not; one alone is told of by the key itself.
func (s Selected) tell(x *web.Exchange, key string) {
	args := i18n.Args{"Count": len(s.May), "Left": titlesOf(x.Context(), s.MayNot)}
	switch {
	case len(s.May) == 0 && len(s.MayNot) == 0:
		x.Flash(ui.Warning, "documents.selection.none", nil)
	case len(s.May) == 0:
		x.Flash(ui.Warning, key+"_none", args)
	case len(s.MayNot) > 0:
		x.Flash(ui.Warning, key+"_some", args)
	case len(s.May) == 1:
		x.Flash(ui.Success, key, nil)
	default:
		x.Flash(ui.Success, key+"_all", args)
	}
}

// mostNamed is how many titles a sentence holds.
const mostNamed = 5

// titlesOf is « A », « B », and how many more.
func titlesOf(ctx context.Context, list []Document) string {
	var named []string
	for _, d := range list[:min(mostNamed, len(list))] {
		named = append(named, i18n.T(ctx, "documents.selection.title", i18n.Args{"Title": d.Title}))
	}
	text := strings.Join(named, ", ")
	if more := len(list) - mostNamed; more > 0 {
		text += " " + i18n.T(ctx, "documents.selection.more", i18n.Args{"Count": more})
	}
	return text
}
