package calendar

import (
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/recurrence"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

// Part changes a date of a series and those that follow: the series ends before it, and an event of its own goes on from there as d
// says. Answers to the dates that both have go with them, and so does whoever follows. The first date of all is no part: Rewrite
// changes it. It returns the event that goes on. Errors: a Refusal; fault.ErrNotFound; fault.Invalid; fault.Conflict when the series
// has changed since version was read.
func (r *Room) Part(tx *db.Tx, m spaces.Member, event ids.ID, day string, version int64, d Draft) (ids.ID, error) {
	e, err := r.begin(tx, m, event)
	if err != nil {
		return 0, err
	}
	if e.Version != version {
		return 0, &fault.Conflict{Current: e.Version}
	}
	before, err := endedBefore(e, day)
	if err != nil {
		return 0, err
	}
	if before.Begins == "" { // nothing stands before it: the whole series changes
		return event, r.rewrite(tx, m, e, d)
	}
	if err := d.check(tx, m.SpaceID(), e.Key); err != nil {
		return 0, err
	}
	body, err := r.Texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return 0, err
	}
	id, err := r.Publications.Publish(tx, m, d.manuscript(body))
	if err != nil {
		return 0, err
	}
	if err := r.furnish(tx, m.SpaceID(), id, m.PersonID(), event, d, body, tx.Now); err != nil {
		return 0, err
	}
	if err := r.carry(tx, m, e, d, id, day); err != nil {
		return 0, err
	}
	if err := r.fill(tx, m.SpaceID(), id); err != nil { // there may be more places than before
		return 0, err
	}
	if _, err := tx.Exec(`UPDATE events SET rule = $3 WHERE id = $1 AND space_id = $2`, event, m.SpaceID(), before.Rule); err != nil {
		return 0, err
	}
	if err := r.lay(tx, m.SpaceID(), event); err != nil {
		return 0, err
	}
	if err := r.end(tx, m, event); err != nil {
		return 0, err
	}
	if err := follows.Carry(tx, m.SpaceID(), event, id); err != nil {
		return 0, err
	}
	return id, r.Publications.TellShifted(tx, m, id)
}

// endedBefore returns the timing of a series that ends before one of its dates; the zero value where nothing stands before it.
func endedBefore(e Event, day string) (Timing, error) {
	series, err := e.Series()
	if err != nil {
		return Timing{}, err
	}
	at, err := wallOf(series, day)
	if err != nil {
		return Timing{}, err
	}
	if at == series.Start {
		return Timing{}, nil
	}
	before, _, err := series.Cut(at)
	if err != nil {
		return Timing{}, err
	}
	t := e.Timing
	t.Rule = before.Rule.String()
	return t, nil
}

// carry hands the answers to the dates from a day on to the event that goes on, for the dates that it has too.
func (r *Room) carry(tx *db.Tx, m spaces.Member, e Event, d Draft, to ids.ID, day string) error {
	if e.Asks != d.Asks || e.Asks == AsksNothing {
		return nil
	}
	from, condition := day, "a.day >= $4 AND EXISTS (SELECT 1 FROM event_dates d WHERE d.event_id = $3 AND d.day = a.day)"
	if e.Asks == AsksOnce { // whoever comes to all dates comes to these
		from, condition = "", "a.day = $4"
	}
	_, err := tx.Exec(`
		INSERT INTO event_answers (event_id, day, person_id, space_id, say, said_at)
		SELECT CAST($3 AS BIGINT), a.day, a.person_id, a.space_id, a.say, a.said_at
		FROM event_answers a
		WHERE a.event_id = $1 AND a.space_id = $2 AND `+condition, e.ID, m.SpaceID(), to, from)
	if err != nil {
		return err
	}
	if e.Asks == AsksOnce {
		return count(tx, m.SpaceID(), to, "")
	}
	_, err = tx.Exec(`
		UPDATE event_dates
		SET going = (SELECT COUNT(*) FROM event_answers a WHERE a.event_id = event_dates.event_id AND a.day = event_dates.day AND a.say = 'yes')
		WHERE event_id = $1 AND space_id = $2`, to, m.SpaceID())
	return err
}

// onward is the timing of a series from one of its dates on, as the form that parts it begins.
func onward(e Event, d Date) (Timing, error) {
	series, err := e.Series()
	if err != nil {
		return Timing{}, err
	}
	at, err := wallOf(series, d.Day)
	if err != nil {
		return Timing{}, err
	}
	_, after, err := series.Cut(at)
	t := e.Timing
	switch {
	case err == nil:
		t.Begins, t.Rule = after.Start.String(), after.Rule.String()
	case asRefusal(err) == nil && !errors.Is(err, fault.ErrNotFound):
		return t, err
	}
	return t, nil
}

// standsAt is the timing of one date as it takes place, for the form that moves it.
func standsAt(e Event, d Date) Timing {
	zone := zoneOf(e.Zone)
	begins, ends := recurrence.At(d.StartsAt.Time().In(zone)), recurrence.At(d.EndsAt.Time().In(zone))
	return Timing{Zone: e.Zone, AllDay: e.AllDay, Begins: begins.String(), Minutes: int(ends.Sub(begins).Minutes())}
}

// endOf returns the end of a timing on its wall; of whole days, the last of them.
func endOf(t Timing) recurrence.Wall {
	begins, err := recurrence.ParseWall(t.Begins)
	if err != nil {
		return recurrence.Wall{}
	}
	minutes := t.Minutes
	if t.AllDay {
		minutes -= 24 * 60
	}
	return begins.Add(minutesOf(minutes))
}
