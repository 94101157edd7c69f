-- +goose Up
-- One row for a person and a subject: a publication, or what waits for them in a space.
CREATE TABLE notifications (
	person_id      BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	subject        TEXT NOT NULL,
	space_id       BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	publication_id BIGINT,
	reason         TEXT NOT NULL CHECK (reason IN ('reply', 'followed', 'mention', 'report', 'request', 'accepted', 'declined')),
	count          BIGINT NOT NULL DEFAULT 1,
	text_id        BIGINT NOT NULL DEFAULT 0,
	actor_id       BIGINT REFERENCES people (id) ON DELETE SET NULL,
	last_at        BIGINT NOT NULL,
	read_at        BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (person_id, subject),
	FOREIGN KEY (publication_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX notifications_bell ON notifications (person_id, read_at);
CREATE INDEX notifications_list ON notifications (person_id, last_at, subject);
CREATE INDEX notifications_publication ON notifications (publication_id, space_id);
CREATE INDEX notifications_actor ON notifications (actor_id);
CREATE INDEX notifications_space ON notifications (space_id);
