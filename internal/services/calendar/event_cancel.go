package calendar

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
)

// Scope is which dates of a series a change concerns.
type Scope string

// The scopes.
const (
	OneDate   Scope = "date"
	Following Scope = "suite"
	AllDates  Scope = "tout"
)

// CallOff says that an event, one of its dates, or one and those that follow don't take place, with the reason; they stay, shown as
// called off, and take no answers. Those who answered or follow are told. Errors: a Refusal, fault.ErrNotFound, fault.Invalid on
// « reason ».
func (r *Room) CallOff(tx *db.Tx, m spaces.Member, event ids.ID, day string, scope Scope, reason string) error {
	e, err := r.begin(tx, m, event)
	if err != nil {
		return err
	}
	wrong := &fault.Invalid{}
	if reason == "" {
		wrong.Add("reason", "calendar.reason_required", nil)
	}
	wrong.Limit("reason", reason, maxReason)
	if err := wrong.Err(); err != nil {
		return err
	}
	if !e.Repeats() {
		scope = AllDates
	}
	switch scope {
	case AllDates:
		_, err = tx.Exec(`UPDATE events SET cancelled_at = $3, cancelled_reason = $4 WHERE id = $1 AND space_id = $2`,
			event, m.SpaceID(), tx.Now, reason)
	case Following:
		if err := r.endAfter(tx, m, e, day); err != nil {
			return err
		}
		_, err = tx.Exec(`
			UPDATE event_dates
			SET cancelled_at = $4, cancelled_reason = $5
			WHERE event_id = $1 AND space_id = $2 AND day >= $3`, event, m.SpaceID(), day, tx.Now, reason)
	default:
		if _, err := FindDate(tx, m, event, day); err != nil {
			return err
		}
		_, err = tx.Exec(`
			UPDATE event_dates
			SET cancelled_at = $4, cancelled_reason = $5
			WHERE event_id = $1 AND space_id = $2 AND day = $3`, event, m.SpaceID(), day, tx.Now, reason)
	}
	if err != nil {
		return err
	}
	if err := r.end(tx, m, event); err != nil {
		return err
	}
	return r.Publications.TellCalledOff(tx, m, event)
}

// endAfter ends the rule at the last date that is laid out: what is called off from a day on must not go on beyond.
func (r *Room) endAfter(tx *db.Tx, m spaces.Member, e Event, day string) error {
	if _, err := FindDate(tx, m, e.ID, day); err != nil {
		return err
	}
	series, err := e.Series()
	if err != nil || !series.Rule.IsEndless() {
		return err
	}
	last, err := db.One[string](tx, `SELECT MAX(day) FROM event_dates WHERE event_id = $1 AND space_id = $2`, e.ID, m.SpaceID())
	if err != nil {
		return err
	}
	w, err := wallOf(series, last)
	if err != nil {
		return err
	}
	series.Rule.Until.Wall, series.Rule.Until.Day = w.Midnight(), true
	_, err = tx.Exec(`UPDATE events SET rule = $3, lay_at = 0 WHERE id = $1 AND space_id = $2`, e.ID, m.SpaceID(), series.Rule.String())
	return err
}

// Reinstate takes back that an event, or one of its dates, was called off. Errors: a Refusal, fault.ErrNotFound.
func (r *Room) Reinstate(tx *db.Tx, m spaces.Member, event ids.ID, day string) error {
	e, err := r.begin(tx, m, event)
	if err != nil {
		return err
	}
	if e.IsOff() {
		_, err = tx.Exec(`UPDATE events SET cancelled_at = 0, cancelled_reason = '' WHERE id = $1 AND space_id = $2`, event, m.SpaceID())
	} else {
		_, err = tx.Exec(`
			UPDATE event_dates
			SET cancelled_at = 0, cancelled_reason = ''
			WHERE event_id = $1 AND space_id = $2 AND day = $3`, event, m.SpaceID(), day)
	}
	if err != nil {
		return err
	}
	if err := r.end(tx, m, event); err != nil {
		return err
	}
	return r.Publications.TellShifted(tx, m, event)
}

// Moved is one date of a series as it takes place apart from the others.
type Moved struct {
	Timing      // its own: once
	Place, Link string
}

// Move changes one date of a series: its hour, its place, its link; an empty place or link is that of the series. Those who answered or
// follow are told. Errors: a Refusal, fault.ErrNotFound, fault.Invalid.
func (r *Room) Move(tx *db.Tx, m spaces.Member, event ids.ID, day string, to Moved) error {
	if _, err := r.begin(tx, m, event); err != nil {
		return err
	}
	if _, err := FindDate(tx, m, event, day); err != nil {
		return err
	}
	to.Rule = ""
	wrong := &fault.Invalid{}
	wrong.Limit("venue", to.Place, maxPlace)
	checkLink(wrong, to.Link)
	if err := wrong.Err(); err != nil {
		return err
	}
	if err := to.Timing.check(); err != nil {
		return err
	}
	series, err := to.Series()
	if err != nil {
		return err
	}
	begins, ends := series.Start.In(series.Zone), series.Start.Add(series.Length).In(series.Zone)
	_, err = tx.Exec(`
		UPDATE event_dates
		SET moved = TRUE, starts_at = $4, ends_at = $5, place = $6, link = $7, reminded_at = 0
		WHERE event_id = $1 AND space_id = $2 AND day = $3`,
		event, m.SpaceID(), day, begins.UnixMilli(), ends.UnixMilli(), to.Place, to.Link)
	if err != nil {
		return err
	}
	if err := r.end(tx, m, event); err != nil {
		return err
	}
	return r.Publications.TellShifted(tx, m, event)
}

// begin holds an event that m may change.
func (r *Room) begin(tx *db.Tx, m spaces.Member, event ids.ID) (Event, error) {
	e, err := hold(tx, m, event)
	if err == nil {
		err = mayChange(m, e)
	}
	return e, err
}

// end notes that calendars must know of a change, and that the page has another state.
func (r *Room) end(tx *db.Tx, m spaces.Member, event ids.ID) error {
	_, err := tx.Exec(`
		UPDATE events
		SET version = version + 1, sequence = sequence + 1, changed_at = $3
		WHERE id = $1 AND space_id = $2`, event, m.SpaceID(), tx.Now)
	if err != nil {
		return err
	}
	if err := r.note(tx, m.SpaceID(), event); err != nil {
		return err
	}
	return r.Publications.Tell(tx, m, event)
}
