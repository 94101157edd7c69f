package app

import (
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/mail"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// demoRoutes are the addresses of the demo alone: its people are invented, and so is what they receive.
func (a *App) demoRoutes(rt *web.Router) {
	web.Handle(rt, "GET /galerie", web.Public, showGallery)
	if a.Mails == nil {
		return
	}
	web.Handle(rt, "GET /demo/mails", web.Public, a.showMails)
	web.Handle(rt, "GET /demo/mails/{id}", web.Public, a.showMail)
}

func showGallery(x *web.Exchange, _ struct{}) error {
	return x.Render(web.Page{Title: []string{i18n.T(x.Context(), "chrome.gallery")}, Body: ui.Gallery()})
}

func (a *App) showMails(x *web.Exchange, _ struct{}) error {
	list, err := a.Mails.List(ids.ID(1<<63-1), 50)
	if err != nil {
		return err
	}
	return x.Render(web.Page{Title: []string{i18n.T(x.Context(), "demo.mails")}, Body: mailsView(list)})
}

func (a *App) showMail(x *web.Exchange, _ struct{}) error {
	id, err := x.ID("id")
	if err != nil {
		return err
	}
	received, err := a.Mails.Read(id)
	if err != nil {
		return err
	}
	return x.Render(web.Page{Title: []string{received.Subject, i18n.T(x.Context(), "demo.mails")}, Body: mailView(received)})
}

func mailURL(m mail.Received) string { return "/demo/mails/" + m.ID.String() }
