package app

import (
	"context"
	"embed"

	"osmose/internal/accounts"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/services/search"
)

// chromeTexts are the sentences of the header and the footer.
//
//go:embed texts.*.toml
var chromeTexts embed.FS

// chrome fills what surrounds every page. A link appears with its room. It costs one query: the bell's.
func (a *App) chrome(x *web.Exchange, p web.Page) (ui.Chrome, error) {
	ctx := x.Context()
	c := ui.Chrome{
		Service: a.options.Service, Tagline: a.options.Tagline, SignOutURL: "/deconnexion",
		Footer: a.footer(ctx),
	}
	session := accounts.Of(x)
	if session == nil {
		return c, nil
	}
	person := session.Person()
	c.Theme = person.Theme
	c.Person = &ui.ChromePerson{Name: person.Name(), Initials: person.Initials(), PhotoURL: person.PhotoURL(), URL: "/profil"}
	c.PersonMenu = []ui.NavLink{
		{Label: i18n.T(ctx, "chrome.sessions"), URL: "/profil/connexions", Icon: "shield-line"},
	}
	c.Search = &ui.SearchBox{URL: search.Path, Value: search.Typed(x)}
	c.Nav = []ui.NavLink{
		{Key: "home", Label: i18n.T(ctx, "chrome.home"), URL: "/", Current: p.Nav == "home"},
		{Key: "spaces", Label: i18n.T(ctx, "chrome.spaces"), URL: "/espaces", Current: p.Nav == "spaces"},
	}
	unread, err := a.Notifications.Unread(a.DB.Read(ctx), person.ID, publications.OpenedIn(x))
	if err != nil {
		return ui.Chrome{}, err
	}
	bell := ui.NavLink{Key: "notifications", Label: i18n.T(ctx, "chrome.notifications"), URL: "/notifications", Icon: "notification-3-line", Current: p.Nav == "notifications"}
	if unread > 0 {
		bell.Count, bell.CountText = unread, i18n.N(ctx, "chrome.unread", unread)
	}
	c.Tools = []ui.NavLink{bell}
	c.Flash, err = a.Accounts.TakeFlash(x)
	return c, err
}

func (a *App) footer(ctx context.Context) []ui.NavLink {
	if !a.options.Demo {
		return nil
	}
	return []ui.NavLink{
		{Label: i18n.T(ctx, "chrome.gallery"), URL: "/galerie"},
		{Label: i18n.T(ctx, "chrome.mails"), URL: "/demo/mails"},
	}
}
