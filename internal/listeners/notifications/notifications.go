// Package notifications tells people what concerns them: a mention of their name, a reply to what they wrote or follow, a
// request or a report that waits for an animator, an answer to their request. There is one row for a person and a subject,
// with a count; the subject of a mention is its text. News in general is no notification.
//
// Rows are written when the fact is heard and shown only to whoever may still see the subject: the right is asked for
// again in the query that shows or counts them.
package notifications

import (
	"log/slog"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/mail"
	"osmose/internal/platform/marks"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/spaces"
)

// PageSize is the number of notifications on a page.
const PageSize = 20

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Clock        clock.Clock
	Queue        *jobs.Queue
	Mail         mail.Sender
	BaseURL      string
	Service      string
	Texts        *i18n.Bundle
	Publications *publications.Room
	Log          *slog.Logger
	// Rang is told whose bell counts otherwise than before; it does not wait.
	Rang func(people []ids.ID)
}

// Room is everybody's notifications.
type Room struct {
	Deps
	marks *marks.Marks
}

// New builds the room.
func New(deps Deps) *Room {
	r := &Room{Deps: deps}
	r.marks = marks.New(deps.DB, r.writeMark)
	r.handleMail()
	return r
}

// Notification is one row as its person sees it.
type Notification struct {
	Subject     string        `db:"subject"`
	Reason      string        `db:"reason"`
	Count       int           `db:"count"`
	TextID      ids.ID        `db:"text_id"`
	LastAt      clock.Instant `db:"last_at"`
	ReadAt      clock.Instant `db:"read_at"`
	SpaceID     ids.ID        `db:"space_id"`
	Space       string        `db:"space"`
	Publication ids.ID        `db:"publication_id"`
	Kind        string        `db:"kind"`
	Title       string        `db:"title"`
	accounts.Byline
}

// visible is the condition that the person of n may still see its subject: they belong to the space (and animate it,
// for what waits for animators), or the space shows itself to all; the publication is live, or waits still; and a text that
// mentioned them does still, and is not hidden.
const visible = `n.person_id = $1
	AND (m.role = 'animator' OR (m.role IS NOT NULL AND n.reason NOT IN ('report', 'request', 'proposed')) OR (n.reason = 'declined' AND s.policy <> 'secret'))
	AND (n.publication_id IS NULL OR CASE n.reason WHEN 'proposed' THEN d.id ELSE l.id END IS NOT NULL)
	AND (n.reason <> 'mention' OR (stands.text_id IS NOT NULL AND h.text_id IS NULL))`

// joins find what a row is about: a mention is read where its text stands now.
const joins = `
	JOIN spaces s ON s.id = n.space_id
	LEFT JOIN memberships m ON m.space_id = n.space_id AND m.person_id = n.person_id
	LEFT JOIN texts x ON x.id = n.text_id AND x.space_id = n.space_id AND n.reason = 'mention'
	LEFT JOIN mentions stands ON stands.text_id = x.id AND stands.person_id = n.person_id
	LEFT JOIN hidings h ON h.text_id = x.id
	LEFT JOIN live_publications l ON l.id = COALESCE(x.publication_id, n.publication_id) AND l.space_id = n.space_id
	LEFT JOIN proposed_publications d ON n.reason = 'proposed' AND d.id = n.publication_id AND d.space_id = n.space_id`

// List returns a person's notifications, the last first, after a moment and subject, PageSize+1 at most.
func (r *Room) List(q db.Querier, person ids.ID, before clock.Instant, subject string) ([]Notification, error) {
	return db.All[Notification](q, `
		SELECT n.subject, n.reason, n.count, CASE WHEN x.role = 'body' THEN 0 ELSE n.text_id END AS text_id, n.last_at, n.read_at,
			n.space_id, s.title AS space, COALESCE(x.publication_id, n.publication_id, 0) AS publication_id,
			COALESCE(l.kind, d.kind, '') AS kind, COALESCE(l.title, d.title, '') AS title,
			`+accounts.BylineColumns+`
		FROM notifications n`+joins+`
		LEFT JOIN people p ON p.id = n.actor_id
		WHERE `+visible+` AND (n.last_at, n.subject) < ($2, $3)
		ORDER BY n.last_at DESC, n.subject DESC
		LIMIT $4`, person, before, subject, PageSize+1)
}

// Unread counts what the bell shows, 100 at most. The publication that the person is opening right now, if any, counts
// as read.
func (r *Room) Unread(q db.Querier, person, opening ids.ID) (int, error) {
	return db.One[int](q, `
		SELECT COUNT(*)
		FROM (
			SELECT 1
			FROM notifications n`+joins+`
			WHERE n.read_at = 0 AND `+visible+` AND (n.publication_id IS NULL OR COALESCE(x.publication_id, n.publication_id) <> $2)
			ORDER BY n.last_at DESC
			LIMIT 100) unread`, person, opening)
}

// ReadAll marks everything of a person as read.
func (r *Room) ReadAll(tx *db.Tx, person ids.ID) error {
	r.rings(tx, []ids.ID{person})
	_, err := tx.Exec(`UPDATE notifications SET read_at = $2 WHERE person_id = $1 AND read_at = 0`, person, tx.Now)
	return err
}

// rings tells, after the commit, whose bell counts otherwise.
func (r *Room) rings(tx *db.Tx, people []ids.ID) {
	if len(people) > 0 {
		tx.AfterCommit(func() { r.Rang(people) })
	}
}

// ReadBefore marks what is older than a moment as read, for everybody: the demo begins with a past.
func (r *Room) ReadBefore(tx *db.Tx, at clock.Instant) error {
	_, err := tx.Exec(`UPDATE notifications SET read_at = last_at WHERE last_at < $1 AND read_at = 0`, at)
	return err
}

// path returns where a notification leads.
func (r *Room) path(n Notification) string {
	space := spaces.Path(n.SpaceID, n.Space)
	switch n.Reason {
	case "request":
		return space + "/membres"
	case "report":
		return space + "/moderation"
	case "accepted", "declined":
		return space
	}
	item := publications.Item{ID: n.Publication, SpaceID: n.SpaceID, Space: n.Space, Kind: n.Kind, Title: n.Title}
	return comments.Address(r.Publications.Path(item), n.TextID)
}
