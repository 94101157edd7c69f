package app

import (
	"io/fs"
	"sync"

	"osmose/internal/accounts"
	"osmose/internal/accounts/addresses"
	"osmose/internal/admin"
	"osmose/internal/listeners/live"
	"osmose/internal/listeners/notifications"
	"osmose/internal/networks"
	"osmose/internal/platform/clamd"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ical"
	"osmose/internal/platform/recurrence"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/index"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/writing"
	"osmose/internal/services/blog"
	"osmose/internal/services/calendar"
	"osmose/internal/services/discussions"
	"osmose/internal/services/documents"
	"osmose/internal/services/faq"
	"osmose/internal/services/home"
	"osmose/internal/services/search"
	"osmose/internal/spaces"
	front "osmose/web"
)

// texts returns the texts of all rooms. They are the program's own: read once, however many installations a process opens.
func (a *App) texts() (*i18n.Bundle, error) {
	read, err := readTexts()
	if err != nil {
		return nil, err
	}
	bundle := *read
	bundle.Strict = a.options.Strict
	return &bundle, nil
}

var readTexts = sync.OnceValues(func() (*i18n.Bundle, error) {
	bundle := i18n.New("fr")
	rooms := []fs.FS{
		web.Texts, ui.Texts, filetypes.Texts, clamd.Texts, ical.Texts, recurrence.Texts, addresses.Texts, accounts.Texts, networks.Texts, spaces.Texts, publications.Texts, reactions.Texts, moderation.Texts, attachments.Texts, comments.Texts, index.Texts,
		writing.Texts, pages.Texts, blog.Texts, calendar.Texts, documents.Texts, discussions.Texts, faq.Texts, home.Texts, search.Texts, notifications.Texts, live.Texts, admin.Texts, chromeTexts,
	}
	for _, room := range rooms {
		if err := bundle.Load(room); err != nil {
			return nil, err
		}
	}
	return bundle, bundle.Finish()
})

// assets joins the styles and scripts of every room, the lower floors first.
func assets() (*web.Assets, error) {
	return web.NewAssets(front.Files(), ui.Assets, accounts.Assets, pages.Assets, blog.Assets, calendar.Assets, documents.Assets, discussions.Assets, faq.Assets, home.Assets, search.Assets)
}

// route registers every address behind its door.
func (a *App) route(texts *i18n.Bundle) (*web.Router, error) {
	static, err := assets()
	if err != nil {
		return nil, err
	}
	rt, err := web.New(web.Config{
		BaseURL: a.options.BaseURL, Service: a.options.Service, Log: a.options.Log, Texts: texts, Assets: static,
		Identify: a.identify, SignedIn: accounts.IsSignedIn, Who: accounts.Who, Language: accounts.Language,
		Chrome: a.chrome, PutFlash: a.Accounts.PutFlash, SignInPage: a.Accounts.SignInPage,
		Ready: a.DB.Ping, Inspect: a.antivirus.Inspect, MetricsToken: a.options.MetricsToken, Metrics: a.metrics(),
	})
	if err != nil {
		return nil, err
	}
	a.Accounts.Routes(rt)
	a.Home.Routes(rt)
	a.Spaces.Routes(rt)
	a.Publications.Routes(rt, a.Spaces)
	a.Pages.Routes(rt)
	a.Blog.Routes(rt, a.Spaces, a.Pages)
	a.Calendar.Routes(rt, a.Spaces, a.Pages)
	a.Documents.Routes(rt, a.Spaces, a.Pages)
	a.Writing.Routes(rt, a.Spaces)
	a.Discussions.Routes(rt, a.Spaces, a.Pages)
	a.FAQ.Routes(rt, a.Spaces, a.Pages)
	a.Search.Routes(rt)
	a.Notifications.Routes(rt)
	a.Live.Routes(rt)
	a.Admin.Routes(rt)
	if a.options.Demo {
		a.demoRoutes(rt)
	}
	return rt, nil
}

// identify notes up to where live changes are known before anything is read, then finds out who asks.
func (a *App) identify(x *web.Exchange) error {
	a.Live.Begin(x)
	return a.Accounts.Identify(x)
}
