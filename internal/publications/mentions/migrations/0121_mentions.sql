-- +goose Up
-- Whom a text mentions as it stands: members of its space when it was written.
CREATE TABLE mentions (
	text_id   BIGINT NOT NULL,
	person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	space_id  BIGINT NOT NULL,
	PRIMARY KEY (text_id, person_id),
	FOREIGN KEY (text_id, space_id) REFERENCES texts (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX mentions_erasure ON mentions (person_id);
