-- +goose Up
-- The address of a feed, for programs that can't sign in: a secret of one person, for one space and one purpose. The
-- membership is its parent: who leaves a space leaves no feed of it behind.
CREATE TABLE feed_tokens (
	id         BIGINT PRIMARY KEY,
	space_id   BIGINT NOT NULL,
	person_id  BIGINT NOT NULL,
	purpose    TEXT NOT NULL,
	hash       BYTEA NOT NULL UNIQUE,
	created_at BIGINT NOT NULL,
	used_at    BIGINT NOT NULL DEFAULT 0,
	UNIQUE (space_id, person_id, purpose),
	FOREIGN KEY (space_id, person_id) REFERENCES memberships (space_id, person_id) ON DELETE CASCADE
);
CREATE INDEX feed_tokens_person ON feed_tokens (person_id);
