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

// cards is what « Mes espaces » shows.
type cards struct {
	Mine    []Mine
	Unread  map[ids.ID]int
	Visible []Visible
	More    string
}

func (r *Room) showMine(x *web.Exchange, s *accounts.Session) error {
	q := r.db.Read(x.Context())
	person := s.Person().ID
	mine, err := r.Mine(q, ReachOf(person))
	if err != nil {
		return err
	}
	unread, err := r.unread(q, person)
	if err != nil {
		return err
	}
	visible, err := r.Visible(q, person, db.ParsePlace(x.Query("apres")))
	if err != nil {
		return err
	}
	view := cards{Mine: mine, Unread: unread, Visible: visible}
	if len(visible) > PageSize {
		view.Visible = visible[:PageSize]
		view.More = web.NextURL(x.R, "apres", view.Visible[PageSize-1].Place().String())
	}
	return x.Render(web.Page{
		Title: []string{i18n.T(x.Context(), "spaces.mine")},
		Nav:   "spaces",
		Body:  mineView(view),
		Wide:  true,
	})
}

// RenderCard shows a visible space to whoever is not a member: its card, and how to become one.
func (r *Room) RenderCard(x *web.Exchange, look Look) error {
	return r.renderCard(x, look, web.Filled(nil), 200)
}

func (r *Room) renderCard(x *web.Exchange, look Look, form *web.Form, status int) error {
	asked, err := r.Asked(r.db.Read(x.Context()), look)
	if err != nil {
		return err
	}
	return x.RenderStatus(status, web.Page{
		Title: []string{look.Card().Title},
		Nav:   "spaces",
		Body:  cardView(look, asked, form),
	})
}

// join lets a person into an open space, or leaves their request.
func (r *Room) join(x *web.Exchange, v Visitor) error {
	if v.IsMember() {
		return x.SeeOther(v.Member.Path())
	}
	form, err := x.Form()
	if err != nil {
		return err
	}
	message := form.Text("message", MaxRequest)
	asks := v.Look.Card().Policy == OnRequest
	sent, err := form.Send(func() error {
		return r.db.Write(x.Context(), func(tx *db.Tx) error {
			if asks {
				return r.Ask(tx, v.Look, message)
			}
			return r.Join(tx, v.Look)
		})
	})
	if err != nil {
		return err
	}
	if !sent {
		return r.renderCard(x, v.Look, form, 422)
	}
	key := "spaces.flash.joined"
	if asks {
		key = "spaces.flash.asked"
	}
	x.Flash(ui.Success, key, fault.Args{"Title": v.Look.Card().Title})
	return x.SeeOther(v.Look.Path())
}

func (r *Room) leave(x *web.Exchange, m Member) error {
	err := r.db.Write(x.Context(), func(tx *db.Tx) error { return r.Leave(tx, m) })
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "spaces.flash.left", fault.Args{"Title": m.Title()})
	return x.SeeOther("/espaces")
}
