// Package admin holds the pages of those who run the platform: administrators of the platform, and of one network, who see
// what concerns theirs. For everybody else these pages do not exist. They call the verbs of the rooms below, which check the
// key of the administration again in their transaction; nothing here opens a space.
package admin

import (
	"context"
	"embed"

	"osmose/internal/networks"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// Texts are the sentences of this room.
//
//go:embed texts.*.toml
var Texts embed.FS

// Path is the address of the administration.
const Path = "/admin"

// Deps are what the room is built on.
type Deps struct {
	DB    *db.DB
	Clock clock.Clock
	// Contact is the address that explanations name where no network has a better one.
	Contact string
}

// Room is the administration of one installation.
type Room struct{ Deps }

// New builds the room.
func New(deps Deps) *Room { return &Room{deps} }

// Routes registers the pages.
func (r *Room) Routes(rt *web.Router) {
	web.Handle(rt, "GET /admin", networks.AtOffice, r.showHome)
	web.Handle(rt, "GET /admin/adresses", networks.AtOffice, r.showAddresses)
	web.Handle(rt, "POST /admin/adresses/ajout", networks.AtOffice, r.addWord)
	web.Handle(rt, "POST /admin/adresses/retrait", networks.AtOffice, r.removeWord)
	web.Handle(rt, "POST /admin/adresses/exceptions", networks.AtOffice, r.except)
	web.Handle(rt, "POST /admin/adresses/exceptions/{exception}/retrait", networks.AtOffice, r.unexcept)
}

// labels are the keys of the fields' labels, for the summary of what is wrong.
var labels = map[string]string{
	"word": "admin.addresses.word", "removed": "admin.addresses.removed", "email": "admin.addresses.email", "reason": "admin.addresses.reason",
}

// title is that of a page of the administration.
func title(ctx context.Context, key string) []string {
	return []string{i18n.T(ctx, key), i18n.T(ctx, "admin.title")}
}

func (r *Room) showHome(x *web.Exchange, o networks.Office) error {
	if err := o.Header(r.DB.Read(x.Context())); err != nil {
		return err
	}
	return x.Render(web.Page{Title: []string{i18n.T(x.Context(), "admin.title")}, Body: homeView()})
}

// tabs lead to the pages of the administration.
func tabs(ctx context.Context, current string) []ui.NavLink {
	return []ui.NavLink{
		{Label: i18n.T(ctx, "admin.addresses.title"), URL: addressesPath, Current: current == addressesPath},
	}
}
