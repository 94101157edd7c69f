package notifications

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/publications/mentions"
)

// heardMention tells whom a text mentions, if it can be read, once for each person and text however often it is edited.
// What was said before of a reply in it gives way.
func (r *Room) heardMention(tx *db.Tx, e mentions.Made) error {
	if err := r.tellMentioned(tx, "x.id = $1", e.Text, e.Space); err != nil {
		return err
	}
	silenced, err := db.All[ids.ID](tx, `
		DELETE FROM notifications
		WHERE publication_id = $1 AND space_id = $2 AND text_id = $3 AND reason IN ('reply', 'followed') AND read_at = 0 AND count = 1
			AND EXISTS (SELECT 1 FROM mentions n WHERE n.text_id = $3 AND n.person_id = notifications.person_id)
		RETURNING person_id`,
		e.Publication, e.Space, e.Text)
	r.rings(tx, silenced)
	return err
}

// heardAppearance tells whom a publication mentioned before others could read it.
func (r *Room) heardAppearance(tx *db.Tx, e publications.Appeared) error {
	return r.tellMentioned(tx, "x.publication_id = $1", e.Publication, e.Space)
}

// tellMentioned writes a row of its own for each person whom live texts of a space mention, the author aside.
func (r *Room) tellMentioned(tx *db.Tx, which string, id, space ids.ID) error {
	told, err := db.All[ids.ID](tx, `
		INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, text_id, actor_id, last_at)
		SELECT n.person_id, 'mention:' || CAST(x.id AS TEXT), x.space_id, l.id, 'mention', x.id, x.author_id,
			CASE WHEN x.changed_at < l.published_at THEN l.published_at ELSE x.changed_at END
		FROM texts x
		JOIN mentions n ON n.text_id = x.id AND n.space_id = x.space_id
		JOIN live_publications l ON l.id = x.publication_id AND l.space_id = x.space_id
		JOIN memberships m ON m.space_id = n.space_id AND m.person_id = n.person_id
		WHERE `+which+` AND x.space_id = $2 AND x.deleted_at = 0 AND n.person_id <> COALESCE(x.author_id, 0)
		ON CONFLICT (person_id, subject) DO NOTHING
		RETURNING person_id`, id, space)
	r.rings(tx, told)
	return err
}
