package calendar

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"

	"github.com/a-h/templ"
)

// sub shows a page under that of an event.
func (r *Room) sub(x *web.Exchange, at seat, status int, title string, body templ.Component) error {
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), title), at.event.Title, i18n.T(x.Context(), "calendar.service")},
		Trail:   append(r.trail(x, at.m), ui.NavLink{Label: at.event.Title, URL: at.here()}),
		Body:    body,
	})
}

// showMove shows the form that moves one date of a series; what takes place once has one form alone.
func (r *Room) showMove(x *web.Exchange, at seat) error {
	if !at.event.Repeats() {
		return web.Redirect(at.path() + "/modifier")
	}
	form := web.Filled(nil)
	fillTiming(form, standsAt(at.event, at.date))
	if at.date.Place != at.event.Place {
		form.Set("venue", at.date.Place)
	}
	if at.date.Link != at.event.Link {
		form.Set("link", at.date.Link)
	}
	return r.sub(x, at, 200, "calendar.move.title", moveView(at, form))
}

func (r *Room) move(x *web.Exchange, at seat) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	if !at.event.Repeats() {
		return fault.ErrNotFound
	}
	form.Set("zone", at.event.Zone)
	form.Unset("zone_other")
	form.Unset("repeat")
	to := Moved{Timing: readTiming(form), Place: form.Line("venue", maxPlace), Link: form.Line("link", maxLink)}
	sent, err := form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.Move(tx, at.m, at.event.ID, at.date.Day, to) })
	})
	if err != nil {
		return err
	}
	if !sent {
		return r.sub(x, at, 422, "calendar.move.title", moveView(at, form))
	}
	x.Flash(ui.Success, "calendar.done.moved", nil)
	return x.SeeOther(at.here())
}

func (r *Room) showCallOff(x *web.Exchange, at seat) error {
	if at.date.IsOff() {
		return web.Redirect(at.here())
	}
	return r.sub(x, at, 200, "calendar.call_off.title", callOffView(at, web.Filled(nil)))
}

func (r *Room) callOff(x *web.Exchange, at seat) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	reason, scope := form.Line("reason", maxReason), Scope(form.Line("scope", 10))
	if scope != Following && scope != AllDates {
		scope = OneDate
	}
	sent, err := form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) error {
			return r.CallOff(tx, at.m, at.event.ID, at.date.Day, scope, reason)
		})
	})
	if err != nil {
		return err
	}
	if !sent {
		return r.sub(x, at, 422, "calendar.call_off.title", callOffView(at, form))
	}
	x.Flash(ui.Success, "calendar.done.called_off", nil)
	return x.SeeOther(at.here())
}

func (r *Room) reinstate(x *web.Exchange, at seat) error {
	err := r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.Reinstate(tx, at.m, at.event.ID, at.date.Day) })
	if err != nil {
		return err
	}
	x.Flash(ui.Success, "calendar.done.reinstated", nil)
	return x.SeeOther(at.here())
}
