package accounts

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"osmose/internal/accounts/addresses"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// signInView is what the sign-in page shows.
type signInView struct {
	form  *web.Form
	suite string
	// carry are the hidden inputs of a form that waits to be sent.
	carry  []web.Input
	notice templ.Component
}

// suiteOf returns where the person goes after signing in: an address of this site only.
func suiteOf(asked string) string { return web.LocalOr(asked, "/") }

func (r *Room) showSignIn(x *web.Exchange, _ struct{}) error {
	suite := suiteOf(x.R.URL.Query().Get("suite"))
	if IsSignedIn(x) {
		return web.Redirect(suite)
	}
	view := signInView{form: web.Filled(nil), suite: suite}
	if x.Query("depart") != "" {
		view.notice = ui.Alert{Kind: ui.Success, Text: i18n.T(x.Context(), "accounts.signout.done"), Live: true}
	}
	if x.Query("lecture") != "" {
		view.notice = ui.Alert{Kind: ui.Warning, Title: i18n.T(x.Context(), "accounts.reading.ended"), Text: i18n.T(x.Context(), "accounts.reading.why"), Live: true}
	}
	return renderSignIn(x, http.StatusOK, view)
}

// SignInPage answers a form that arrived after its session had ended; the page carries it.
func (r *Room) SignInPage(x *web.Exchange, kept web.Kept) error {
	return renderSignIn(x, http.StatusUnauthorized, signInView{
		form: web.Filled(nil), suite: "/", carry: kept.Carry(),
		notice: ui.Alert{Kind: ui.Warning, Title: i18n.T(x.Context(), "accounts.kept.ended"),
			Text: i18n.T(x.Context(), "accounts.kept.promise"), Live: true},
	})
}

func renderSignIn(x *web.Exchange, status int, view signInView) error {
	return x.RenderStatus(status, web.Page{
		Title: []string{i18n.T(x.Context(), "accounts.signin.title")},
		Body:  signInPage(view),
	})
}

func (r *Room) postSignIn(x *web.Exchange, _ struct{}) error {
	form, err := x.Form(web.KeptLimit)
	if err != nil {
		return err
	}
	view := signInView{form: form, suite: suiteOf(form.Value("suite"))}
	kept, waiting := web.KeptIn(form)
	if waiting {
		view.carry = kept.Carry()
	}
	secret, err := r.trySignIn(x, form)
	if err != nil {
		return refuseSignIn(x, view, err)
	}
	if form.Problems() != nil {
		return renderSignIn(x, http.StatusUnprocessableEntity, view)
	}
	r.giveCookie(x, secret)
	if waiting {
		return r.showKept(x, secret, kept)
	}
	return x.SeeOther(view.suite)
}

// trySignIn returns the secret of a new session; what is wrong with the form itself is noted in it.
func (r *Room) trySignIn(x *web.Exchange, form *web.Form) (secret string, err error) {
	a := attempt{
		email: form.Line("email", addresses.Max), password: form.Secret("password", MaxPassword),
		client: clientOf(x), device: deviceOf(x.R.UserAgent()), replaces: r.secretOf(x),
	}
	form.Required("email", "password")
	if form.Problems() != nil {
		return "", nil
	}
	secret, err = r.signIn(x.Context(), a)
	switch {
	case errors.Is(err, errWrong):
		form.Note("password", "accounts.signin.wrong", nil)
		return "", nil
	case errors.Is(err, errBlocked):
		return "", &fault.Refusal{Key: "accounts.signin.blocked", Args: fault.Args{"Contact": r.contact}}
	}
	return secret, err
}

// refuseSignIn shows the form again with the reason why no password is looked at, or nobody enters.
func refuseSignIn(x *web.Exchange, view signInView, err error) error {
	var refusal *fault.Refusal
	if errors.As(err, &refusal) {
		view.notice = ui.Alert{Kind: ui.Failure, Title: i18n.T(x.Context(), "accounts.signin.blocked_title"),
			Text: i18n.T(x.Context(), refusal.Key, refusal.Args), Live: true}
		return renderSignIn(x, http.StatusForbidden, view)
	}
	if tooMany(x, view.form, "password", err) {
		return renderSignIn(x, http.StatusTooManyRequests, view)
	}
	return err
}

// tooMany notes a spent budget beside a field and tells browsers when to come back. It answers false for other errors.
func tooMany(x *web.Exchange, form *web.Form, field string, err error) bool {
	var spent *fault.TooMany
	if !errors.As(err, &spent) {
		return false
	}
	form.Note(field, spent.Key, fault.Args{"After": spent.After})
	x.RetryAfter(spent.After)
	return true
}

// showKept shows the form that waited, to be sent by its person and never by itself.
func (r *Room) showKept(x *web.Exchange, secret string, kept web.Kept) error {
	if err := r.identify(x.Context(), x, secret); err != nil {
		return err
	}
	return x.Render(web.Page{
		Title: []string{i18n.T(x.Context(), "accounts.kept.title")},
		Body:  keptPage(kept),
	})
}

func (r *Room) postSignOut(x *web.Exchange, _ struct{}) error {
	if err := r.signOut(x.Context(), r.secretOf(x)); err != nil {
		return err
	}
	r.giveCookie(x, "")
	return x.SeeOther("/connexion?depart=1")
}
