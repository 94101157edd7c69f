package documents

import (
	"strconv"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// numberOf reads the number of a version; what is none is that of no version.
func numberOf(typed string) int64 {
	n, _ := strconv.ParseInt(typed, 10, 64)
	return n
}

// versionForm is a version being added.
type versionForm struct {
	seat
	form *web.Form
	// waiting is the upload that the form brought.
	waiting []Upload
}

func (r *Room) showNewVersion(x *web.Exchange, at seat) error {
	return r.askVersion(x, versionForm{seat: at, form: web.Filled(nil)}, 200)
}

func (r *Room) askVersion(x *web.Exchange, f versionForm, status int) error {
	if !f.document.Live() {
		return fault.ErrNotFound
	}
	if !mayAdd(f.m, f.document) {
		return fault.Refuse("documents.version_refused")
	}
	var err error
	if f.waiting, err = waitingIn(r.DB.Read(x.Context()), f.m, f.form); err != nil {
		return err
	}
	return r.ask(x, f.seat, status, "documents.version.title", versionView(f))
}

// addVersion gives the document the file of a form.
func (r *Room) addVersion(x *web.Exchange, at seat) error {
	form, err := x.Form(2 * MaxSize)
	if err != nil {
		return err
	}
	f := versionForm{seat: at, form: form}
	note := form.Line("note", MaxNote)
	if form.Problems() != nil || !mayAdd(at.m, at.document) {
		return r.askVersion(x, f, 422)
	}
	sources, err := r.sourcesIn(x.Context(), at.m, form, 1)
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		return r.askVersion(x, f, 422)
	}
	kept, err := sources[0].receive(x.Context())
	if err == nil {
		_, err = sources[0].file(x.Context(), kept, func(tx *db.Tx) (ids.ID, bool, error) {
			return at.document.ID, false, r.AddVersion(tx, at.m, at.document.ID, kept, note)
		})
	}
	if form.Take(err) {
		return r.askVersion(x, f, 422)
	}
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "documents.done.version_added", nil)
	return x.SeeOther(at.path())
}

// restore takes a former version up again, with a note that says which it was.
func (r *Room) restore(x *web.Exchange, at seat) error {
	number := numberOf(x.R.PathValue("number"))
	note := i18n.T(x.Context(), "documents.version.restored", i18n.Args{"Number": strconv.FormatInt(number, 10)})
	if err := r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.Restore(tx, at.m, at.document.ID, number, note) }); err != nil {
		return err
	}
	x.Flash(ui.Success, "documents.done.restored", nil)
	return x.SeeOther(at.path())
}
