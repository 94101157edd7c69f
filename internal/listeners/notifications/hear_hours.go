package notifications

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
)

// listenHours subscribes to what concerns when publications announce that something takes place.
func (r *Room) listenHours(recorder *events.Recorder) {
	events.Listen(recorder, "notifications", r.heardShifted)
	events.Listen(recorder, "notifications", r.heardCalledOff)
	events.Listen(recorder, "notifications", r.heardSeated)
	events.Listen(recorder, "notifications", r.heardNears)
}

// heardShifted tells those who follow, all who may come among them, that it takes place otherwise.
func (r *Room) heardShifted(tx *db.Tx, e publications.Shifted) error {
	return r.tellFollowers(tx, e.Space, e.Publication, e.Person, "shifted")
}

// heardCalledOff tells them that it does not take place: what was said before of another hour gives way.
func (r *Room) heardCalledOff(tx *db.Tx, e publications.CalledOff) error {
	return r.tellFollowers(tx, e.Space, e.Publication, e.Person, "called_off")
}

// tellFollowers keeps one row a person of what became of the hours of a publication, the last reason of all. Whoever did it knows.
func (r *Room) tellFollowers(tx *db.Tx, space, publication, actor ids.ID, reason string) error {
	told, err := db.All[ids.ID](tx, `
		INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, actor_id, last_at)
		SELECT f.person_id, $4, f.space_id, f.publication_id, $5, actor.id, $6
		FROM live_publications l
		JOIN people actor ON actor.id = $3
		JOIN follows f ON f.publication_id = l.id AND f.space_id = l.space_id
		JOIN memberships m ON m.space_id = f.space_id AND m.person_id = f.person_id
		WHERE l.id = $1 AND l.space_id = $2 AND f.person_id <> $3 AND NOT f.stopped
		ON CONFLICT (person_id, subject) DO UPDATE
		SET reason = excluded.reason, actor_id = excluded.actor_id, last_at = excluded.last_at, read_at = 0
		RETURNING person_id`, publication, space, actor, "hours:"+publication.String(), reason, tx.Now)
	r.rings(tx, told)
	return err
}

// heardSeated tells whoever waited that they have a place.
func (r *Room) heardSeated(tx *db.Tx, e publications.Seated) error {
	return r.tellOne(tx, e.Space, e.Publication, e.Person, "seated", e.Day)
}

// heardNears reminds whoever comes.
func (r *Room) heardNears(tx *db.Tx, e publications.Nears) error {
	return r.tellOne(tx, e.Space, e.Publication, e.Person, "nears", e.Day)
}

// tellOne tells a person something of a date of a publication, once until they have read it.
func (r *Room) tellOne(tx *db.Tx, space, publication, person ids.ID, reason, day string) error {
	told, err := db.All[ids.ID](tx, `
		INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, last_at)
		SELECT m.person_id, $4, l.space_id, l.id, $5, $6
		FROM live_publications l
		JOIN memberships m ON m.space_id = l.space_id AND m.person_id = $3
		WHERE l.id = $1 AND l.space_id = $2
		ON CONFLICT (person_id, subject) DO UPDATE SET last_at = excluded.last_at, read_at = 0
		RETURNING person_id`, publication, space, person, reason+":"+publication.String()+":"+day, reason, tx.Now)
	r.rings(tx, told)
	return err
}
