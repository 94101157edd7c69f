-- +goose Up
-- The same rows, with four reasons more: what takes place otherwise, or not, or soon, and a place for whoever waited.
DROP INDEX notifications_bell;
DROP INDEX notifications_list;
DROP INDEX notifications_publication;
DROP INDEX notifications_actor;
DROP INDEX notifications_space;
ALTER TABLE notifications RENAME TO notifications_before;

CREATE TABLE notifications (
	person_id      BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	subject        TEXT NOT NULL,
	space_id       BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	publication_id BIGINT,
	reason         TEXT NOT NULL CHECK (reason IN ('reply', 'followed', 'mention', 'report', 'request', 'accepted', 'declined',
		'proposed', 'drawn_asked', 'drawn_own', 'drawn', 'renewed', 'renewed_own',
		'shifted', 'called_off', 'seated', 'nears')),
	count          BIGINT NOT NULL DEFAULT 1,
	text_id        BIGINT NOT NULL DEFAULT 0,
	actor_id       BIGINT REFERENCES people (id) ON DELETE SET NULL,
	last_at        BIGINT NOT NULL,
	read_at        BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (person_id, subject),
	FOREIGN KEY (publication_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, count, text_id, actor_id, last_at, read_at)
SELECT person_id, subject, space_id, publication_id, reason, count, text_id, actor_id, last_at, read_at
FROM notifications_before;
DROP TABLE notifications_before;

CREATE INDEX notifications_bell ON notifications (person_id, read_at, last_at);
CREATE INDEX notifications_list ON notifications (person_id, last_at, subject);
CREATE INDEX notifications_publication ON notifications (publication_id, space_id);
CREATE INDEX notifications_actor ON notifications (actor_id);
CREATE INDEX notifications_space ON notifications (space_id);
