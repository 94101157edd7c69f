package accounts

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
)

// Person is somebody with an account. Those who share a space with them see their name, organisation, service, function
// and photo; nobody but themselves and the administrators sees their address. Only they change their profile.
type Person struct {
	ID           ids.ID `db:"id"`
	Email        string `db:"email"`
	Given        string `db:"given_name"`
	Family       string `db:"family_name"`
	Organisation string `db:"organisation"`
	Service      string `db:"service"`
	Function     string `db:"function"`
	// Photo is the hash of the small picture; empty means initials.
	Photo string `db:"photo"`
	// Language is "fr", "en" or "", which follows the browser.
	Language string `db:"language"`
	// Theme is "auto", "light" or "dark".
	Theme         string `db:"theme"`
	PlatformAdmin bool   `db:"platform_admin"`
	// Administers says that the person administers something above this floor, a network; who says so is there (Administrator).
	Administers bool `db:"administers"`
}

// personColumns are the columns of a Person, people being called p.
const personColumns = `p.id, p.email, p.given_name, p.family_name, p.organisation, p.service, p.function, p.photo,
	p.language, p.theme, p.platform_admin, p.administers`

// Name returns « Karim Benali ».
func (p Person) Name() string { return p.Given + " " + p.Family }

// Initials returns « KB », shown until there is a photo.
func (p Person) Initials() string { return richtext.Initials(p.Given, p.Family) }

// URL is the address of the person's page.
func (p Person) URL() string { return profileURL(p.ID) }

// PhotoURL is the address of the small picture, or "".
func (p Person) PhotoURL() string { return photoURL(p.ID, p.Photo) }

// Complete says whether the mandatory lines of the profile are filled (S22).
func (p Person) Complete() bool { return p.Organisation != "" && p.Service != "" && p.Function != "" }

func profileURL(id ids.ID) string {
	if id == 0 {
		return ""
	}
	return "/personnes/" + id.String()
}

func photoURL(id ids.ID, photo string) string {
	if id == 0 || photo == "" {
		return ""
	}
	return "/personnes/" + id.String() + "/photo"
}

// Avatar returns the person's photo, or initials.
func (p Person) Avatar() ui.Avatar {
	return ui.Avatar{Name: p.Name(), Initials: p.Initials(), PhotoURL: p.PhotoURL()}
}

// Administrator notes whether a person administers anything above this floor: a longer password and the pages of administration
// follow from it, without a query. It is for whoever keeps the list of administrators, in the same transaction.
func Administrator(tx *db.Tx, person ids.ID, is bool) error {
	_, err := tx.Exec(`UPDATE people SET administers = $2 WHERE id = $1`, person, is)
	return err
}
