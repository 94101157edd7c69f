-- +goose Up
CREATE TABLE reactions (
	text_id    BIGINT NOT NULL,
	space_id   BIGINT NOT NULL,
	person_id  BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	kind       TEXT NOT NULL CHECK (kind IN ('useful', 'thanks', 'agree', 'bravo')),
	created_at BIGINT NOT NULL,
	PRIMARY KEY (text_id, kind, person_id),
	FOREIGN KEY (text_id, space_id) REFERENCES texts (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX reactions_erasure ON reactions (person_id);
