-- +goose Up
CREATE TABLE follows (
	publication_id BIGINT NOT NULL,
	person_id      BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	space_id       BIGINT NOT NULL,
	-- A person who stopped following keeps a row, so that replying does not make them follow again.
	stopped        BOOLEAN NOT NULL DEFAULT FALSE,
	since          BIGINT NOT NULL,
	PRIMARY KEY (publication_id, person_id),
	FOREIGN KEY (publication_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX follows_person ON follows (person_id, publication_id);
