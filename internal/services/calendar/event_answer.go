package calendar

import (
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

// Answer is what a person answers to an event, or to one of its dates.
type Answer string

// The answers. Nobody chooses Waiting: it is what Yes becomes where no place is left.
const (
	NoAnswer Answer = ""
	Yes      Answer = "yes"
	Maybe    Answer = "maybe"
	No       Answer = "no"
	Waiting  Answer = "waiting"
)

// maxLead is how long before the start answers may close, in minutes.
const maxLead = 31 * 24 * 60

// leads are the choices of a form, in minutes.
var leads = []int{0, 60, 24 * 60, 2 * 24 * 60, 7 * 24 * 60, 14 * 24 * 60}

// Closes returns when answers to the date close.
func (d Date) Closes() clock.Instant { return d.StartsAt.Add(-time.Duration(d.Lead) * time.Minute) }

// Answers says whether the date takes answers at a moment.
func (d Date) Answers(now clock.Instant) bool {
	return d.Asks != AsksNothing && !d.IsOff() && now < d.Closes()
}

// Full says whether no place is left.
func (d Date) Full() bool { return d.Capacity > 0 && d.Going >= d.Capacity }

// answeredDay is the day under which answers to a date are kept.
func (d Date) answeredDay() string {
	if d.Asks == AsksEach {
		return d.Day
	}
	return ""
}

// Answer notes what m answers to a date, or to the event where one answer stands for all its dates; NoAnswer takes it back. A Yes
// where no place is left waits, and the first who waits gets the place that somebody gives back. Whoever may come follows the event.
// It returns what was noted. Errors: a Refusal when answers are closed, fault.ErrNotFound, fault.Invalid on « say ».
func (r *Room) Answer(tx *db.Tx, m spaces.Member, event ids.ID, day string, say Answer) (Answer, error) {
	if !m.May(MayAnswer) {
		return "", fault.Refuse("calendar.answer_refused")
	}
	if _, err := hold(tx, m, event); err != nil {
		return "", err
	}
	d, err := FindDate(tx, m, event, day)
	if err != nil {
		return "", err
	}
	switch {
	case d.Asks == AsksNothing || d.IsOff():
		return "", fault.Refuse("calendar.answers_none")
	case !d.Answers(tx.Now):
		return "", fault.Refuse("calendar.answers_closed")
	case say != Yes && say != Maybe && say != No && say != NoAnswer:
		wrong := &fault.Invalid{}
		wrong.Add("say", "form.choice", nil)
		return "", wrong
	}
	if d.Mine == say || d.Mine == Waiting && say == Yes {
		return d.Mine, nil
	}
	if d.Mine == Yes {
		if err := takePlaces(tx, m.SpaceID(), d, -1); err != nil {
			return "", err
		}
	}
	if say == Yes {
		if d.Full() {
			say = Waiting
		} else if err := takePlaces(tx, m.SpaceID(), d, 1); err != nil {
			return "", err
		}
	}
	if err := r.putAnswer(tx, m.SpaceID(), d, m.PersonID(), say); err != nil {
		return "", err
	}
	if d.Mine == Yes {
		if err := r.fillDay(tx, m.SpaceID(), event, d.answeredDay()); err != nil {
			return "", err
		}
	}
	if err := r.Publications.Tell(tx, m, event); err != nil || say == No || say == NoAnswer {
		return say, err
	}
	return say, follows.Begin(tx, m.SpaceID(), event, m.PersonID())
}

func (r *Room) putAnswer(tx *db.Tx, space ids.ID, d Date, person ids.ID, say Answer) error {
	if say == NoAnswer {
		_, err := tx.Exec(`DELETE FROM event_answers WHERE event_id = $1 AND space_id = $2 AND day = $3 AND person_id = $4`,
			d.Event, space, d.answeredDay(), person)
		return err
	}
	_, err := tx.Exec(`
		INSERT INTO event_answers (event_id, day, person_id, space_id, say, said_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (event_id, day, person_id) DO UPDATE SET say = excluded.say, said_at = excluded.said_at`,
		d.Event, d.answeredDay(), person, space, string(say), tx.Now)
	return err
}

// takePlaces counts who comes. The event is held, so that two never count the last place.
func takePlaces(tx *db.Tx, space ids.ID, d Date, by int) error {
	if d.Asks == AsksEach {
		_, err := tx.Exec(`UPDATE event_dates SET going = going + $4 WHERE event_id = $1 AND space_id = $2 AND day = $3`, d.Event, space, d.Day, by)
		return err
	}
	_, err := tx.Exec(`UPDATE events SET going = going + $3 WHERE id = $1 AND space_id = $2`, d.Event, space, by)
	return err
}

// Answered is what a person answered, for the list of names.
type Answered struct {
	Say    Answer        `db:"say"`
	SaidAt clock.Instant `db:"said_at"`
	Count  int           `db:"n"` // how many answered the same
	accounts.Byline
}

// mostAnswers is how many names a page shows of each answer; Tally counts the rest.
const mostAnswers = 100

// Tally counts the answers to a date.
type Tally struct{ Yes, Maybe, No, Waiting int }

// Answers returns how many answered what to a date, and who: the first of each answer, in the order in which they said so.
func Answers(q db.Querier, m spaces.Member, d Date) (t Tally, list []Answered, err error) {
	list, err = db.All[Answered](q, `
		SELECT n.say, n.said_at, n.n, `+accounts.BylineColumns+`
		FROM (
			SELECT a.say, a.said_at, a.person_id, COUNT(*) OVER (PARTITION BY a.say) AS n,
				ROW_NUMBER() OVER (PARTITION BY a.say ORDER BY a.said_at, a.person_id) AS rank
			FROM event_answers a
			WHERE a.event_id = $1 AND a.space_id = $2 AND a.day = $3) n
		JOIN people p ON p.id = n.person_id
		WHERE n.rank <= $4
		ORDER BY n.say DESC, n.rank
		LIMIT 400`, d.Event, m.SpaceID(), d.answeredDay(), mostAnswers)
	for _, a := range list {
		*t.of(a.Say) = a.Count
	}
	return t, list, err
}

func (t *Tally) of(say Answer) *int {
	switch say {
	case Yes:
		return &t.Yes
	case Maybe:
		return &t.Maybe
	case Waiting:
		return &t.Waiting
	}
	return &t.No
}
