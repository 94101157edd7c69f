package app

import (
	"context"
	"embed"

	"osmose/internal/accounts"
	"osmose/internal/admin"
	"osmose/internal/listeners/live"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/services/calendar"
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
	if person.PlatformAdmin || person.Administers {
		c.PersonMenu = append(c.PersonMenu, ui.NavLink{Label: i18n.T(ctx, "admin.title"), URL: admin.Path, Icon: "user-setting-line"})
	}
	c.Search = &ui.SearchBox{URL: search.Path, Value: search.Typed(x)}
	c.Nav = []ui.NavLink{
		{Key: "home", Label: i18n.T(ctx, "chrome.home"), URL: "/", Current: p.Nav == "home"},
		{Key: "spaces", Label: i18n.T(ctx, "chrome.spaces"), URL: "/espaces", Current: p.Nav == "spaces"},
		{Key: "agenda", Label: i18n.T(ctx, "calendar.agenda"), URL: calendar.AgendaPath, Current: p.Nav == "agenda"},
	}
	unread, known := x.Value(unreadKey{}).(int)
	if !known {
		if err := a.readHeader(x, a.DB.Read(ctx)); err != nil {
			return ui.Chrome{}, err
		}
		unread = x.Value(unreadKey{}).(int)
	}
	c.Live = &ui.ChromeLive{URL: live.Address, Mark: a.Live.Mark(x), SignIn: web.SignInThen}
	bell := ui.NavLink{Key: "notifications", Label: i18n.T(ctx, "chrome.notifications"), URL: "/notifications", Icon: "notification-3-line", Current: p.Nav == "notifications"}
	if unread > 0 {
		bell.Count, bell.CountText = unread, bellText(i18n.From(ctx), unread)
	}
	c.Tools = []ui.NavLink{bell}
	var err error
	c.Flash, err = a.Accounts.TakeFlash(x)
	return c, err
}

// unreadKey is the key of what the bell counts, in an exchange that has read it.
type unreadKey struct{}

// readHeader answers accounts.Upstairs.
func (a *App) readHeader(x *web.Exchange, q db.Querier) error {
	unread, err := a.Notifications.Unread(q, accounts.Of(x).Person().ID, publications.OpenedIn(x))
	if err == nil {
		x.Set(unreadKey{}, unread)
	}
	return err
}

// bellText says what the bell counts.
func bellText(l *i18n.Localizer, unread int) string { return l.N("chrome.unread", unread) }

func (a *App) footer(ctx context.Context) []ui.NavLink {
	if !a.options.Demo {
		return nil
	}
	return []ui.NavLink{
		{Label: i18n.T(ctx, "chrome.gallery"), URL: "/galerie"},
		{Label: i18n.T(ctx, "chrome.mails"), URL: "/demo/mails"},
	}
}
