package accounts

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/pictures"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// profileView is what the page of one's own profile shows.
type profileView struct {
	stored  Profile
	form    *web.Form // the lines of the profile
	photo   *web.Form
	version int64
	// clash shows what another page stored since this one was opened.
	clash bool
}

func (r *Room) showOwnProfile(x *web.Exchange, s *Session) error {
	view, err := r.profileView(x, s)
	if err != nil {
		return err
	}
	return renderProfile(x, http.StatusOK, view)
}

func (r *Room) profileView(x *web.Exchange, s *Session) (profileView, error) {
	p, err := profileOf(r.db.Read(x.Context()), s.Person().ID)
	if err != nil {
		return profileView{}, err
	}
	return profileView{stored: p, form: web.Filled(p.fields()), photo: web.Filled(nil), version: p.Version}, nil
}

// fields are the profile as its form sends it.
func (p Profile) fields() url.Values {
	return url.Values{
		"given": {p.Given}, "family": {p.Family}, "organisation": {p.Organisation}, "service": {p.Service},
		"function": {p.Function}, "presentation": {p.Presentation}, "language": {p.Language}, "theme": {p.Theme},
	}
}

func renderProfile(x *web.Exchange, status int, view profileView) error {
	return x.RenderStatus(status, web.Page{
		Title: []string{i18n.T(x.Context(), "accounts.profile.title")},
		Body:  profilePage(view),
	})
}

func (r *Room) postProfile(x *web.Exchange, s *Session) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	v := revisionIn(form)
	sent, err := form.Send(func() error { return r.revise(x.Context(), s, v) })
	var conflict *fault.Conflict
	if errors.As(err, &conflict) {
		return r.sendProfileBack(x, s, http.StatusConflict,
			profileView{form: form, version: conflict.Current, clash: true})
	}
	if err != nil {
		return err
	}
	if !sent {
		return r.sendProfileBack(x, s, http.StatusUnprocessableEntity, profileView{form: form, version: v.version})
	}
	x.Flash(ui.Success, "accounts.profile.saved", nil)
	return x.SeeOther("/profil")
}

// revisionIn reads the form. Nothing else that it holds is looked at.
func revisionIn(form *web.Form) revision {
	version, _ := strconv.ParseInt(form.Value("version"), 10, 64) // what is no version is an old one
	mandatory := func(name string, max int) string {              // one by one, so that problems stand in the order of the fields
		form.Required(name)
		return form.Line(name, max)
	}
	return revision{
		given: mandatory("given", maxName), family: mandatory("family", maxName),
		organisation: mandatory("organisation", maxLine), service: mandatory("service", maxLine),
		function: mandatory("function", maxLine), presentation: form.Text("presentation", maxPresentation),
		language: form.Line("language", maxName), theme: form.Line("theme", maxName), version: version,
	}
}

// sendProfileBack shows the form as it was typed.
func (r *Room) sendProfileBack(x *web.Exchange, s *Session, status int, typed profileView) error {
	view, err := r.profileView(x, s)
	if err != nil {
		return err
	}
	view.form, view.version, view.clash = typed.form, typed.version, typed.clash
	return renderProfile(x, status, view)
}

func (r *Room) postPhoto(x *web.Exchange, s *Session) error {
	form, err := x.Form(pictures.MaxForm)
	if err != nil {
		return err
	}
	if err := r.takePhoto(x, s, form); err != nil {
		return err
	}
	if form.Problems() == nil {
		x.Flash(ui.Success, "accounts.photo.saved", nil)
		return x.SeeOther("/profil")
	}
	view, err := r.profileView(x, s)
	if err != nil {
		return err
	}
	view.photo = form
	return renderProfile(x, http.StatusUnprocessableEntity, view)
}

// takePhoto stores the picture of the form; what is wrong with it is noted there.
func (r *Room) takePhoto(x *web.Exchange, s *Session, form *web.Form) error {
	form.Required("photo")
	upload := form.File("photo", pictures.MaxUpload)
	if upload == nil {
		return nil
	}
	file, err := upload.Open(x.Context())
	if form.Take(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	err = r.setPhoto(x.Context(), s, file)
	if form.Take(err) || tooMany(x, form, "photo", err) {
		return nil
	}
	return err
}

func (r *Room) postPhotoRemoval(x *web.Exchange, s *Session) error {
	if err := r.removePhoto(x.Context(), s); err != nil {
		return err
	}
	x.Flash(ui.Success, "accounts.photo.removed", nil)
	return x.SeeOther("/profil")
}
