package spaces

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// assembly is what « Membres » shows.
type assembly struct {
	Member   Member
	Fellows  []Fellow
	Requests []Request
	More     string
	Manages  bool
}

func (r *Room) showMembers(x *web.Exchange, m Member) error {
	view := assembly{Member: m, Manages: m.May(ManageMembers)}
	err := db.Together(r.db.Read(x.Context()), accounts.Of(x).Header,
		func(q db.Querier) (err error) {
			view.Fellows, err = r.Fellows(q, m, db.ParsePlace(x.Query("apres")))
			return err
		},
		func(q db.Querier) (err error) { view.Requests, err = r.Requests(q, m); return err })
	if err != nil {
		return err
	}
	if len(view.Fellows) > PageSize {
		view.Fellows = view.Fellows[:PageSize]
		view.More = web.NextURL(x.R, "apres", view.Fellows[PageSize-1].Place().String())
	}
	return r.Render(x, m, Sheet{
		Service: "members",
		Title:   []string{i18n.T(x.Context(), "spaces.members")},
		Body:    membersView(view),
	})
}

func (r *Room) changeRole(x *web.Exchange, m Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	role := Role(form.Line("role", 20))
	return r.manageOne(x, m, "spaces.flash.role", func(tx *db.Tx, person ids.ID) error {
		return r.ChangeRole(tx, m, person, role)
	})
}

func (r *Room) remove(x *web.Exchange, m Member) error {
	return r.manageOne(x, m, "spaces.flash.removed", func(tx *db.Tx, person ids.ID) error {
		return r.Remove(tx, m, person)
	})
}

func (r *Room) answer(accepted bool) web.Handler[Member] {
	key := "spaces.flash.declined"
	if accepted {
		key = "spaces.flash.accepted"
	}
	return func(x *web.Exchange, m Member) error {
		return r.manageOne(x, m, key, func(tx *db.Tx, person ids.ID) error {
			return r.Answer(tx, m, person, accepted)
		})
	}
}

// manageOne runs a verb on the person of the address, then shows the members again.
func (r *Room) manageOne(x *web.Exchange, m Member, flash string, verb func(tx *db.Tx, person ids.ID) error) error {
	person, err := x.ID("person")
	if err != nil {
		return err
	}
	if err := r.db.Write(x.Context(), func(tx *db.Tx) error { return verb(tx, person) }); err != nil {
		return err
	}
	x.Flash(ui.Success, flash, fault.Args{})
	if person == m.PersonID() { // one's own role changed: the list may be closed from now on
		return x.SeeOther(m.Path())
	}
	return x.SeeOther(m.Path() + "/membres")
}
