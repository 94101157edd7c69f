package notifications

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/moderation"
	"osmose/internal/spaces"
)

// Listen subscribes to the facts that concern people.
func (r *Room) Listen(recorder *events.Recorder) {
	events.Listen(recorder, "notifications", r.heardComment)
	events.Listen(recorder, "notifications", r.heardMention)
	events.Listen(recorder, "notifications", r.heardAppearance)
	events.Listen(recorder, "notifications", r.heardRequest)
	events.Listen(recorder, "notifications", r.heardReport)
	events.Listen(recorder, "notifications", r.heardAnswer)
	events.Listen(recorder, "notifications", r.heardReadMuch)
	events.Listen(recorder, "notifications", r.heardProposed)
	events.Listen(recorder, "notifications", r.heardDrawn)
	events.Listen(recorder, "notifications", r.heardRenewed)
	r.listenHours(recorder)
}

// again is what a new fact does to a row that stands: an unread one counts up and still leads to the first unread
// text, a read one starts anew.
const again = `
	ON CONFLICT (person_id, subject) DO UPDATE
	SET count = CASE WHEN notifications.read_at > 0 THEN 1 ELSE notifications.count + 1 END,
		text_id = CASE WHEN notifications.read_at > 0 THEN excluded.text_id ELSE notifications.text_id END,
		reason = excluded.reason, actor_id = excluded.actor_id, last_at = excluded.last_at, read_at = 0
	RETURNING person_id`

// heardComment tells those who follow the publication, its author and the repliers among them; those whom the comment
// mentions are told of that instead.
func (r *Room) heardComment(tx *db.Tx, e comments.Added) error {
	told, err := db.All[ids.ID](tx, `
		INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, text_id, actor_id, last_at)
		SELECT f.person_id, $4, f.space_id, f.publication_id,
			CASE WHEN l.author_id = f.person_id THEN 'reply' ELSE 'followed' END, x.id, x.author_id, x.created_at
		FROM texts x
		JOIN live_publications l ON l.id = x.publication_id AND l.space_id = x.space_id
		JOIN follows f ON f.publication_id = l.id AND f.space_id = l.space_id
		JOIN memberships m ON m.space_id = f.space_id AND m.person_id = f.person_id
		WHERE x.id = $1 AND x.space_id = $2 AND x.deleted_at = 0 AND f.person_id <> $3 AND NOT f.stopped
			AND NOT EXISTS (SELECT 1 FROM mentions n WHERE n.text_id = x.id AND n.person_id = f.person_id AND n.space_id = $2)`+again,
		e.Text, e.Space, e.Author, "publication:"+e.Publication.String())
	if err != nil {
		return err
	}
	// Whoever writes has seen what stands above.
	r.rings(tx, append(told, e.Author))
	_, err = readUnder(tx, e.Author, e.Publication, tx.Now)
	return err
}

// heardProposed tells the animators, once, of what waits for them to publish it.
func (r *Room) heardProposed(tx *db.Tx, e publications.Proposed) error {
	told, err := db.All[ids.ID](tx, `
		INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, actor_id, last_at)
		SELECT m.person_id, $3, d.space_id, d.id, 'proposed', d.author_id, $4
		FROM proposed_publications d
		JOIN memberships m ON m.space_id = d.space_id AND m.role = 'animator' AND m.person_id <> d.author_id
		WHERE d.id = $1 AND d.space_id = $2
		ON CONFLICT (person_id, subject) DO NOTHING
		RETURNING person_id`, e.Publication, e.Space, proposed(e.Publication), tx.Now)
	r.rings(tx, told)
	return err
}

// proposed is the subject of what waits to be published. Its life as a publication has another.
func proposed(publication ids.ID) string { return "proposed:" + publication.String() }

// heardDrawn tells, once, those whose exchange became a publication: who asked, who gave the answer, and who follows where
// it was given. Whoever published it knows.
func (r *Room) heardDrawn(tx *db.Tx, e publications.Drawn) error {
	told, err := db.All[ids.ID](tx, `
		INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, actor_id, last_at)
		SELECT m.person_id, $5, made.space_id, made.id,
			CASE WHEN x.author_id = m.person_id THEN 'drawn_own' WHEN asked.author_id = m.person_id THEN 'drawn_asked' ELSE 'drawn' END,
			actor.id, $6
		FROM live_publications made
		JOIN live_publications asked ON asked.id = $3 AND asked.space_id = made.space_id
		JOIN texts x ON x.id = $4 AND x.space_id = made.space_id
		JOIN people actor ON actor.id = $7
		JOIN (
			SELECT f.person_id FROM follows f WHERE f.publication_id = $3 AND f.space_id = $2 AND NOT f.stopped
			UNION
			SELECT l.author_id FROM live_publications l WHERE l.id = $3 AND l.space_id = $2
			UNION
			SELECT t.author_id FROM texts t WHERE t.id = $4 AND t.space_id = $2) who ON who.person_id <> $7
		JOIN memberships m ON m.space_id = made.space_id AND m.person_id = who.person_id
		WHERE made.id = $1 AND made.space_id = $2
		ON CONFLICT (person_id, subject) DO NOTHING
		RETURNING person_id`,
		e.Publication, e.Space, e.Source, e.Text, "publication:"+e.Publication.String(), tx.Now, e.Person)
	r.rings(tx, told)
	return err
}

// heardRenewed tells the author of a publication, and those who follow it, of its new version. Whoever brought it knows.
func (r *Room) heardRenewed(tx *db.Tx, e publications.Renewed) error {
	told, err := db.All[ids.ID](tx, `
		INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, actor_id, last_at)
		SELECT f.person_id, $4, f.space_id, f.publication_id, CASE WHEN l.author_id = f.person_id THEN 'renewed_own' ELSE 'renewed' END, actor.id, $5
		FROM live_publications l
		JOIN people actor ON actor.id = $3
		JOIN follows f ON f.publication_id = l.id AND f.space_id = l.space_id
		JOIN memberships m ON m.space_id = f.space_id AND m.person_id = f.person_id
		WHERE l.id = $1 AND l.space_id = $2 AND f.person_id <> $3 AND NOT f.stopped`+again,
		e.Publication, e.Space, e.Person, "version:"+e.Publication.String(), tx.Now)
	r.rings(tx, told)
	return err
}

func (r *Room) heardRequest(tx *db.Tx, e spaces.Requested) error {
	return r.tellAnimators(tx, e.Space, e.Person, "request")
}

func (r *Room) heardReport(tx *db.Tx, e moderation.Reported) error {
	return r.tellAnimators(tx, e.Space, e.Reporter, "report")
}

func (r *Room) tellAnimators(tx *db.Tx, space, actor ids.ID, reason string) error {
	told, err := db.All[ids.ID](tx, `
		INSERT INTO notifications (person_id, subject, space_id, reason, actor_id, last_at)
		SELECT m.person_id, $4, m.space_id, $3, p.id, $5
		FROM memberships m
		JOIN people p ON p.id = $2
		WHERE m.space_id = $1 AND m.role = 'animator' AND m.person_id <> $2`+again,
		space, actor, reason, reason+":"+space.String(), tx.Now)
	r.rings(tx, told)
	return err
}

// heardAnswer tells whoever had asked, here and by mail.
func (r *Room) heardAnswer(tx *db.Tx, e spaces.Answered) error {
	reason := "declined"
	if e.Accepted {
		reason = "accepted"
	}
	told, err := db.All[ids.ID](tx, `
		INSERT INTO notifications (person_id, subject, space_id, reason, last_at)
		SELECT p.id, $3, s.id, $4, $5
		FROM people p
		JOIN spaces s ON s.id = $2
		WHERE p.id = $1`+again,
		e.Person, e.Space, "answer:"+e.Space.String(), reason, tx.Now)
	if err != nil {
		return err
	}
	r.rings(tx, told)
	return r.Queue.Put(tx, answerMail, answer{e, ids.New(tx.Now)})
}
