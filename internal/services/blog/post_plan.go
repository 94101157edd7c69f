package blog

import (
	"errors"
	"strings"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/spaces"
)

// farthest is how long ahead a post may be planned.
const farthest = 366 * 24 * time.Hour

// dueJob makes a post appear at its hour.
const dueJob = "blog.due"

// due is the body of that job. The hour stands in the post alone: a post that was planned anew has another job.
type due struct {
	Space ids.ID `json:"space"`
	Post  ids.ID `json:"post"`
}

func (r *Room) handleDue() { jobs.Inside(r.Queue, dueJob, r.appear) }

// appear publishes a post whose hour has come, if its author may write in the space still; else it is a draft again, and
// nobody was told of it. A post that waits no more, or for another hour, is left alone: the job may run twice.
func (r *Room) appear(tx *db.Tx, d due) error {
	hour, err := db.One[clock.Instant](tx, `SELECT due_at FROM posts WHERE id = $1 AND space_id = $2`, d.Post, d.Space)
	if errors.Is(err, db.ErrNoRows) || err == nil && (hour == 0 || hour > tx.Now) {
		return nil
	}
	if err != nil {
		return err
	}
	custody := spaces.TakeCustody(d.Space, "a post appears at the hour that its author chose")
	author, err := r.Publications.AuthorOfWaiting(tx, custody, d.Post)
	if errors.Is(err, fault.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	m, err := r.spaces.EnterFor(tx, custody, author)
	switch {
	case errors.Is(err, fault.ErrNotFound) || err == nil && !m.May(MayWrite):
		if err := r.Publications.Shelve(tx, custody, d.Post); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE posts SET due_at = 0, version = version + 1 WHERE id = $1 AND space_id = $2`, d.Post, d.Space)
		return err
	case err != nil:
		return err
	}
	return r.release(tx, m, d.Post)
}

// checkHour wants an hour to come.
func checkHour(now, at clock.Instant) error {
	wrong := &fault.Invalid{}
	switch {
	case at == 0:
		wrong.Add("date", "blog.date_required", nil)
	case at <= now:
		wrong.Add("date", "blog.date_past", nil)
	case at.Sub(now) > farthest:
		wrong.Add("date", "blog.date_far", nil)
	}
	return wrong.Err()
}

// readHour reads a day and an hour as people in Paris mean them; ok is false for what is none. Browsers send « 2026-11-20 »
// and « 08:30 »; people who get no calendar from theirs type « 20/11/2026 » and « 8 h 30 ».
func readHour(day, hour string) (at clock.Instant, ok bool) {
	hour = strings.ReplaceAll(strings.Map(withoutSpaces, hour), "h", ":")
	if hour == "" {
		hour = "8:00"
	}
	if strings.HasSuffix(hour, ":") {
		hour += "00"
	}
	for _, layout := range []string{"2006-01-02 15:04", "2/1/2006 15:04", "2006-01-02 15:04:05"} {
		if t, err := time.ParseInLocation(layout, day+" "+hour, i18n.Paris); err == nil {
			return clock.Of(t), true
		}
	}
	return 0, false
}

func withoutSpaces(r rune) rune {
	if r == ' ' || r == '\u00a0' || r == '\u202f' {
		return -1
	}
	return r
}

// writeHour writes an hour as the inputs of a form hold it.
func writeHour(at clock.Instant) (day, hour string) {
	if at == 0 {
		return "", ""
	}
	t := at.Time().In(i18n.Paris)
	return t.Format("2006-01-02"), t.Format("15:04")
}
