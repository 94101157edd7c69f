package accounts

import (
	"context"

	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// labels are the keys of the fields' labels, by name.
var labels = map[string]string{
	"email": "accounts.email", "password": "accounts.password_label", "new-password": "accounts.password.fresh",
	"new-password-again": "accounts.password.again", "given": "accounts.given", "family": "accounts.family",
	"organisation": "accounts.organisation", "service": "accounts.service", "function": "accounts.function",
	"presentation": "accounts.presentation", "language": "accounts.language", "theme": "accounts.theme",
	"photo": "accounts.photo.title",
}

// summary lists what is wrong with the forms of a page, for its top.
func summary(ctx context.Context, forms ...*web.Form) []ui.FieldError {
	var lines []ui.FieldError
	for _, form := range forms {
		lines = append(lines, form.Errors(ctx, labels)...)
	}
	return lines
}
