package spaces

import (
	"embed"
	"io/fs"

	"osmose/internal/accounts"
	"osmose/internal/platform/web"
)

// Texts are the sentences of this room.
//
//go:embed texts.*.toml
var Texts embed.FS

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of spaces.
func Migrations() fs.FS { return migrations }

// Routes registers the pages of this room.
func (r *Room) Routes(rt *web.Router) {
	web.Handle(rt, "GET /espaces", accounts.SignedIn, r.showMine)
	web.Handle(rt, "GET "+CountsPath, accounts.SignedIn, r.showCounts)
	web.Handle(rt, "POST /espaces/{space}/adhesion", r.AtFront, r.join)
	web.Handle(rt, "POST /espaces/{space}/depart", r.InSpace(Reader), r.leave)
	web.Handle(rt, "GET /espaces/{space}/membres", r.InSpace(Reader), r.showMembers)
	web.Handle(rt, "POST /espaces/{space}/membres/{person}/role", r.InSpace(Animator), r.changeRole)
	web.Handle(rt, "POST /espaces/{space}/membres/{person}/retrait", r.InSpace(Animator), r.remove)
	web.Handle(rt, "POST /espaces/{space}/demandes/{person}/acceptation", r.InSpace(Animator), r.answer(true))
	web.Handle(rt, "POST /espaces/{space}/demandes/{person}/refus", r.InSpace(Animator), r.answer(false))
	web.Handle(rt, "GET /espaces/{space}/reglages", r.InSpace(Animator), r.showSettings)
	web.Handle(rt, "POST /espaces/{space}/reglages", r.InSpace(Animator), r.saveSettings)
}

// labels are the keys of the labels of the fields of this room's forms, for the summary of what is wrong.
var labels = map[string]string{
	"title": "spaces.field.title", "description": "spaces.field.summary", "welcome": "spaces.field.welcome",
	"message": "spaces.field.message",
}
