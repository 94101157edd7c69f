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
	person := s.Person().ID
	var view cards
	err := db.Together(r.db.Read(x.Context()), s.Header,
		func(q db.Querier) (err error) { view.Mine, err = r.Mine(q, ReachOf(person)); return err },
		func(q db.Querier) (err error) { view.Unread, err = r.unread(q, person); return err },
		func(q db.Querier) (err error) {
			view.Visible, err = r.Visible(q, person, db.ParsePlace(x.Query("apres")))
			return err
		})
	if err != nil {
		return err
	}
	if len(view.Visible) > PageSize {
		view.Visible = view.Visible[:PageSize]
		view.More = web.NextURL(x.R, "apres", view.Visible[PageSize-1].Place().String())
	}
	return x.Render(web.Page{
		Title: []string{i18n.T(x.Context(), "spaces.mine")},
		Nav:   "spaces",
		Body:  mineView(view),
		Wide:  true,
	})
}

// CountsPath is where our script asks for the counts of « Mes espaces ».
const CountsPath = "/espaces/compteurs"

// count is what one space's counter shows, in figures and in words.
type count struct {
	N    int    `json:"n"`
	Text string `json:"s"`
}

// showCounts answers our script with what moved in each of the person's spaces since they last opened it; spaces where nothing
// moved are absent.
func (r *Room) showCounts(x *web.Exchange, s *accounts.Session) error {
	unread, err := r.unread(r.db.Read(x.Context()), s.Person().ID)
	if err != nil {
		return err
	}
	counts := make(map[ids.ID]count, len(unread))
	for space, n := range unread {
		counts[space] = count{n, i18n.N(x.Context(), "spaces.unread", n)}
	}
	return x.JSON(counts)
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
