package accounts

import (
	"net/http"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// connectionsView is what the page of one's sessions shows.
type connectionsView struct {
	list []Connection
	now  clock.Instant
}

// others tells whether there is anything to end but this session.
func (v connectionsView) others() bool {
	for _, c := range v.list {
		if !c.Current {
			return true
		}
	}
	return false
}

func (r *Room) showConnections(x *web.Exchange, s *Session) error {
	list, err := r.connections(x.Context(), s)
	if err != nil {
		return err
	}
	return x.Render(web.Page{
		Title: []string{i18n.T(x.Context(), "accounts.connections.title"), i18n.T(x.Context(), "accounts.profile.title")},
		Body:  connectionsPage(connectionsView{list: list, now: r.clock.Now()}),
	})
}

func (r *Room) postDisconnection(x *web.Exchange, s *Session) error {
	id, err := x.ID("id")
	if err != nil {
		return err
	}
	if err := r.disconnect(x.Context(), s, id); err != nil {
		return err
	}
	x.Flash(ui.Success, "accounts.connections.ended", nil)
	return x.SeeOther("/profil/connexions")
}

func (r *Room) postDisconnectionOfOthers(x *web.Exchange, s *Session) error {
	if err := r.disconnectOthers(x.Context(), s); err != nil {
		return err
	}
	x.Flash(ui.Success, "accounts.connections.others_ended", nil)
	return x.SeeOther("/profil/connexions")
}

// passwordView is what the page of a new password shows. Nothing typed is shown again.
type passwordView struct {
	form  *web.Form
	least int
	email string
}

func (r *Room) showPassword(x *web.Exchange, s *Session) error {
	return r.renderPassword(x, s, http.StatusOK, web.Filled(nil))
}

func (r *Room) renderPassword(x *web.Exchange, s *Session, status int, form *web.Form) error {
	return x.RenderStatus(status, web.Page{
		Title: []string{i18n.T(x.Context(), "accounts.password.title"), i18n.T(x.Context(), "accounts.profile.title")},
		Body:  passwordPage(passwordView{form: form, least: leastPassword(s.Person()), email: s.Person().Email}),
	})
}

func (r *Room) postPassword(x *web.Exchange, s *Session) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	c := change{
		present: form.Secret("password", MaxPassword), fresh: form.Secret("new-password", MaxPassword),
		again: form.Secret("new-password-again", MaxPassword),
	}
	form.Required("password", "new-password", "new-password-again")
	if form.Problems() != nil {
		return r.renderPassword(x, s, http.StatusUnprocessableEntity, form)
	}
	secret, err := r.changePassword(x.Context(), s, c)
	switch {
	case form.Take(err):
		return r.renderPassword(x, s, http.StatusUnprocessableEntity, form)
	case tooMany(x, form, "password", err):
		return r.renderPassword(x, s, http.StatusTooManyRequests, form)
	case err != nil:
		return err
	}
	r.giveCookie(x, secret)
	x.Flash(ui.Success, "accounts.password.changed", nil)
	return x.SeeOther("/profil")
}
