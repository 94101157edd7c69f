package accounts

import (
	"context"

	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
)

// Byline is what a list shows of the author of a thing. The zero value stands for an account that was deleted.
type Byline struct {
	ID           ids.ID `db:"person_id"`
	Given        string `db:"given_name"`
	Family       string `db:"family_name"`
	Organisation string `db:"organisation"`
	Photo        string `db:"photo"`
}

// BylineColumns are the columns of a Byline for a query that says LEFT JOIN people p ON p.id = ….author_id.
const BylineColumns = `COALESCE(p.id, 0) AS person_id, COALESCE(p.given_name, '') AS given_name,
	COALESCE(p.family_name, '') AS family_name, COALESCE(p.organisation, '') AS organisation,
	COALESCE(p.photo, '') AS photo`

// Display returns « Karim Benali », or « Ancien membre » in the language of ctx when the account was deleted.
func (b Byline) Display(ctx context.Context) string {
	if b.ID == 0 {
		return i18n.T(ctx, "accounts.former")
	}
	return b.Given + " " + b.Family
}

// Initials returns « KB », or "" for a deleted account.
func (b Byline) Initials() string {
	if b.ID == 0 {
		return ""
	}
	return richtext.Initials(b.Given, b.Family)
}

// URL is the address of the author's page, or "" for a deleted account.
func (b Byline) URL() string { return profileURL(b.ID) }

// PhotoURL is the address of the author's small picture, or "".
func (b Byline) PhotoURL() string { return photoURL(b.ID, b.Photo) }

// Avatar returns the author's photo, or initials.
func (b Byline) Avatar(ctx context.Context) ui.Avatar {
	return ui.Avatar{Name: b.Display(ctx), Initials: b.Initials(), PhotoURL: b.PhotoURL()}
}

// View returns what a page shows of the author; the caller adds the time and badges.
func (b Byline) View(ctx context.Context) ui.Byline {
	return ui.Byline{Name: b.Display(ctx), URL: b.URL(), Organisation: b.Organisation, Avatar: b.Avatar(ctx)}
}
