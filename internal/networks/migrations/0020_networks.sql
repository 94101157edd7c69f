-- +goose Up
CREATE TABLE networks (
	id          BIGINT PRIMARY KEY,
	name        TEXT NOT NULL UNIQUE,
	title       TEXT NOT NULL,
	mailbox     TEXT NOT NULL,
	description TEXT NOT NULL DEFAULT '',
	created_at  BIGINT NOT NULL
);

CREATE TABLE network_administrators (
	network_id BIGINT NOT NULL REFERENCES networks (id) ON DELETE CASCADE,
	person_id  BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	since      BIGINT NOT NULL,
	PRIMARY KEY (network_id, person_id)
);
CREATE INDEX network_administrators_person ON network_administrators (person_id, network_id);
