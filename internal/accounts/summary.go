package accounts

import (
	"context"
	"strings"

	"osmose/internal/platform/i18n"
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

// summary lists what is wrong with forms, for the top of the page. « Remplissez ce champ » is clear beside a field and
// riddling away from it: what every form may say is preceded by the label.
func summary(ctx context.Context, forms ...*web.Form) []ui.FieldError {
	var lines []ui.FieldError
	for _, form := range forms {
		problems := form.Problems()
		if problems == nil {
			continue
		}
		for _, p := range problems.Fields {
			text := i18n.T(ctx, p.Key, p.Args)
			if strings.HasPrefix(p.Key, "form.") {
				text = i18n.T(ctx, "accounts.summary", i18n.Args{"Field": i18n.T(ctx, labels[p.Name]), "Problem": text})
			}
			lines = append(lines, ui.FieldError{ID: ui.FieldID(p.Name), Text: text})
		}
	}
	return lines
}
