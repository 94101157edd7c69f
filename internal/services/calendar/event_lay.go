package calendar

import (
	"slices"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/recurrence"
)

// Dates of a series are laid out so far ahead, so many at most; more once layAgain has passed.
const (
	horizon  = 3 * 366 * 24 * time.Hour
	mostLaid = 500
	layAgain = 30 * 24 * time.Hour
)

// laid is what lay reads of an event.
type laid struct {
	Type string `db:"type"`
	Timing
}

// lay has the dates of an event stand as its rule has them. A date that was moved or called off stays so while the rule has its
// day; one that the rule has no more goes, with what was answered to it.
func (r *Room) lay(tx *db.Tx, space, id ids.ID) error {
	e, err := db.Find[laid](tx, `
		SELECT e.type, e.zone, e.all_day, e.begins, e.minutes, e.rule
		FROM events e
		WHERE e.id = $1 AND e.space_id = $2`, id, space)
	if err != nil {
		return err
	}
	series, err := e.Series()
	if err != nil {
		return err
	}
	from := series.Start.In(series.Zone).Add(-time.Second)
	// What was long ago is laid out too, from its beginning, and what comes has the room that it leaves.
	until := later(tx.Now.Time(), from).Add(horizon)
	dates := series.Between(from, until, mostLaid)
	standing, err := db.All[string](tx, `SELECT day FROM event_dates WHERE event_id = $1 AND space_id = $2 ORDER BY day LIMIT 5000`, id, space)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, d := range dates {
		wanted[dayOf(d.Of)] = true
		if err := putDate(tx, space, id, e.Type, d); err != nil {
			return err
		}
	}
	for _, day := range standing {
		if wanted[day] || beyond(dates, day) && continues(series, day) {
			continue
		}
		if err := dropDate(tx, space, id, day); err != nil {
			return err
		}
	}
	return r.layLater(tx, space, id, series, dates, until)
}

// putDate lays one date out, unless it stands already and was moved.
func putDate(tx *db.Tx, space, id ids.ID, kindOf string, d recurrence.Occurrence) error {
	_, err := tx.Exec(`
		INSERT INTO event_dates (event_id, day, space_id, type, starts_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (event_id, day) DO UPDATE
		SET type = excluded.type,
			starts_at = CASE WHEN event_dates.moved THEN event_dates.starts_at ELSE excluded.starts_at END,
			ends_at = CASE WHEN event_dates.moved THEN event_dates.ends_at ELSE excluded.ends_at END,
			reminded_at = CASE WHEN event_dates.moved OR event_dates.starts_at = excluded.starts_at THEN event_dates.reminded_at ELSE 0 END`,
		id, dayOf(d.Of), space, kindOf, clock.Of(d.Start), clock.Of(d.End))
	return err
}

func dropDate(tx *db.Tx, space, id ids.ID, day string) error {
	if _, err := tx.Exec(`DELETE FROM event_answers WHERE event_id = $1 AND space_id = $2 AND day = $3`, id, space, day); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM event_dates WHERE event_id = $1 AND space_id = $2 AND day = $3`, id, space, day)
	return err
}

// beyond says whether a day comes after those that were laid out now: earlier work laid it.
func beyond(dates []recurrence.Occurrence, day string) bool {
	return len(dates) == mostLaid && day > dayOf(dates[len(dates)-1].Of)
}

// continues says whether the rule has a date on a day.
func continues(s recurrence.Series, day string) bool {
	w, err := wallOf(s, day)
	return err == nil && s.Occurs(w)
}

// layLater notes when further dates are to be laid out, if there are any.
func (r *Room) layLater(tx *db.Tx, space, id ids.ID, series recurrence.Series, dates []recurrence.Occurrence, until time.Time) error {
	at := clock.Instant(0)
	if series.Rule.Repeats() && (len(dates) == mostLaid || series.Ends().After(until)) {
		at = tx.Now.Add(layAgain)
	}
	_, err := tx.Exec(`UPDATE events SET lay_at = $3 WHERE id = $1 AND space_id = $2`, id, space, at)
	return err
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// extendedAtOnce is how many series one turn goes on with; overlap is how many dates may go on still when another begins, of a series
// of each day.
const (
	extendedAtOnce = 100
	overlap        = int(longest/(24*time.Hour)) + 1
)

// Extend lays out further dates of series that go on, a few at a time: as many as stand ahead no more.
func (r *Room) Extend(tx *db.Tx) error {
	list, err := db.All[struct {
		ID    ids.ID `db:"id"`
		Space ids.ID `db:"space_id"`
		laid
	}](tx, `
		SELECT e.id, e.space_id, e.type, e.zone, e.all_day, e.begins, e.minutes, e.rule
		FROM events e
		WHERE e.lay_at > 0 AND e.lay_at <= $1
		ORDER BY e.lay_at
		LIMIT $2`, tx.Now, extendedAtOnce)
	if err != nil {
		return err
	}
	for _, e := range list {
		series, err := e.Series()
		if err != nil {
			return err
		}
		stands, err := db.One[struct {
			Last  string `db:"last"`
			Ahead int    `db:"ahead"`
		}](tx, `
			SELECT COALESCE(MAX(d.day), '') AS last, COUNT(CASE WHEN d.starts_at > $3 THEN 1 END) AS ahead
			FROM event_dates d
			WHERE d.event_id = $1 AND d.space_id = $2`, e.ID, e.Space, tx.Now)
		if err != nil {
			return err
		}
		from := tx.Now.Time()
		if last, err := wallOf(series, stands.Last); err == nil {
			from = last.In(series.Zone).Add(time.Second)
		}
		until := tx.Now.Time().Add(horizon)
		dates := series.Between(from, until, mostLaid-stands.Ahead+overlap)
		dates = slices.DeleteFunc(dates, func(d recurrence.Occurrence) bool { return dayOf(d.Of) <= stands.Last })
		dates = dates[:min(len(dates), max(0, mostLaid-stands.Ahead))]
		for _, d := range dates {
			if err := putDate(tx, e.Space, e.ID, e.Type, d); err != nil {
				return err
			}
		}
		at := clock.Instant(0)
		if series.Ends().After(until) || stands.Ahead+len(dates) >= mostLaid {
			at = tx.Now.Add(layAgain)
		}
		if _, err := tx.Exec(`UPDATE events SET lay_at = $3 WHERE id = $1 AND space_id = $2`, e.ID, e.Space, at); err != nil {
			return err
		}
	}
	return nil
}
