package admin

import (
	"strings"

	"osmose/internal/accounts/addresses"
	"osmose/internal/networks"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

const addressesPath = Path + "/adresses"

// newest is above every id.
const newest = ids.ID(1<<63 - 1)

// addressesPage is what « Adresses » shows.
type addressesPage struct {
	form       *web.Form
	words      []addresses.Word
	exceptions []addresses.Exception
	more       string
	// tried is the address that was tried, empty for none, and judged what the rule says of it.
	tried, contact string
	judged         addresses.Verdict
	// edits tells whether the lists may be changed.
	edits bool
}

// list returns one of the lists.
func (p addressesPage) list(kind addresses.Kind) []string {
	var words []string
	for _, w := range p.words {
		if w.Kind == kind {
			words = append(words, w.Word)
		}
	}
	return words
}

func (r *Room) showAddresses(x *web.Exchange, o networks.Office) error {
	return r.renderAddresses(x, o, 200, web.Filled(nil))
}

func (r *Room) renderAddresses(x *web.Exchange, o networks.Office, status int, form *web.Form) error {
	view := addressesPage{form: form, tried: x.Query("essai"), contact: r.Contact, edits: o.Platform()}
	before, err := ids.Parse(x.Query("apres"))
	if err != nil {
		before = newest
	}
	err = db.Together(r.DB.Read(x.Context()), o.Header,
		func(q db.Querier) (err error) { view.words, err = addresses.Words(q); return err },
		func(q db.Querier) (err error) { view.exceptions, err = addresses.Exceptions(q, before); return err },
		func(q db.Querier) (err error) {
			if view.tried != "" {
				_, view.judged, err = addresses.Check(q, view.tried)
			}
			return err
		})
	if err != nil {
		return err
	}
	if len(view.exceptions) > addresses.ExceptionsPage {
		view.exceptions = view.exceptions[:addresses.ExceptionsPage]
		view.more = web.NextURL(x.R, "apres", view.exceptions[addresses.ExceptionsPage-1].ID.String())
	}
	return x.RenderStatus(status, web.Page{Title: title(x.Context(), "admin.addresses.title"), Body: addressesView(view)})
}

// change runs a verb of the administration and shows « Adresses » again, with what was typed when the verb refuses it.
func (r *Room) change(x *web.Exchange, o networks.Office, form *web.Form, done string, verb func(tx *db.Tx) error) error {
	sent, err := form.Send(func() error { return r.DB.Write(x.Context(), verb) })
	if err != nil {
		return err
	}
	if !sent {
		return r.renderAddresses(x, o, 422, form)
	}
	x.Flash(ui.Success, done, fault.Args{})
	return x.SeeOther(addressesPath)
}

func (r *Room) addWord(x *web.Exchange, o networks.Office) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	kind, word := addresses.Kind(form.Line("kind", 20)), form.Line("word", addresses.MaxWord)
	form.Required("word")
	return r.change(x, o, form, "admin.addresses.added", func(tx *db.Tx) error {
		if err := o.ConfirmPlatform(tx); err != nil {
			return err
		}
		return addresses.Add(tx, o.Person(), kind, word)
	})
}

func (r *Room) removeWord(x *web.Exchange, o networks.Office) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	kind, word, is := strings.Cut(form.Line("removed", addresses.MaxWord+20), " ")
	form.Required("removed")
	if !is {
		form.Note("removed", "form.choice", nil)
	}
	return r.change(x, o, form, "admin.addresses.taken", func(tx *db.Tx) error {
		if err := o.ConfirmPlatform(tx); err != nil {
			return err
		}
		return addresses.Remove(tx, addresses.Kind(kind), word)
	})
}

func (r *Room) except(x *web.Exchange, o networks.Office) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	email, reason := form.Line("email", addresses.Max), form.Text("reason", addresses.MaxReason)
	form.Required("email", "reason")
	return r.change(x, o, form, "admin.addresses.excepted", func(tx *db.Tx) error {
		if err := o.Confirm(tx); err != nil {
			return err
		}
		return addresses.Except(tx, o.Person(), email, reason)
	})
}

func (r *Room) unexcept(x *web.Exchange, o networks.Office) error {
	id, err := x.ID("exception")
	if err != nil {
		return err
	}
	return r.change(x, o, web.Filled(nil), "admin.addresses.unexcepted", func(tx *db.Tx) error {
		if err := o.Confirm(tx); err != nil {
			return err
		}
		return addresses.Unexcept(tx, id)
	})
}
