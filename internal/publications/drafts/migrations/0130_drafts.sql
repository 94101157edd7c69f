-- +goose Up
CREATE TABLE text_drafts (
	person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	space_id  BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	place     TEXT NOT NULL,
	title     TEXT NOT NULL,
	body      TEXT NOT NULL,
	version   BIGINT NOT NULL,
	saved_at  BIGINT NOT NULL,
	PRIMARY KEY (person_id, space_id, place)
);
CREATE INDEX text_drafts_space ON text_drafts (space_id);
CREATE INDEX text_drafts_age ON text_drafts (saved_at, person_id, space_id, place);
