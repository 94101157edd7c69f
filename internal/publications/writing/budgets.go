package writing

import (
	"context"
	"errors"
	"time"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// What one person may ask for in a minute: suggestions at fifteen keys a second, ten changes of format and two drafts a
// second. The editor asks for far less; a loop meets the limit within a minute.
const (
	completions = 900
	conversions = 600
	savings     = 120
)

// SpendCompletion takes one suggestion from the budget of whoever types. Errors: *fault.TooMany.
func (r *Room) SpendCompletion(ctx context.Context, m spaces.Member) error {
	return r.spend(ctx, m, "writing.completion", completions)
}

// spendText takes one text from the budget of whoever sends a form, and notes in it when nothing is left: the text stays in the
// form. Errors: those of the database.
func (r *Room) spendText(ctx context.Context, m spaces.Member, form *web.Form) error {
	err := r.spend(ctx, m, "writing.text", r.mostWritten)
	var spent *fault.TooMany
	if errors.As(err, &spent) {
		form.Note(bodyField, spent.Key, fault.Args{"After": spent.After})
		return nil
	}
	return err
}

func (r *Room) spend(ctx context.Context, m spaces.Member, name string, limit int) error {
	return r.budgets.SpendInLots(ctx, name, m.PersonID().String(), limit, time.Minute)
}
