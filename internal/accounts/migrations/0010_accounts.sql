-- +goose Up
CREATE TABLE people (
	id             BIGINT PRIMARY KEY,
	email          TEXT NOT NULL UNIQUE,
	given_name     TEXT NOT NULL,
	family_name    TEXT NOT NULL,
	sort_key       TEXT NOT NULL,
	organisation   TEXT NOT NULL DEFAULT '',
	service        TEXT NOT NULL DEFAULT '',
	function       TEXT NOT NULL DEFAULT '',
	presentation   TEXT NOT NULL DEFAULT '',
	photo          TEXT NOT NULL DEFAULT '',
	portrait       TEXT NOT NULL DEFAULT '',
	password_hash  TEXT NOT NULL DEFAULT '',
	language       TEXT NOT NULL DEFAULT '',
	theme          TEXT NOT NULL DEFAULT 'auto',
	platform_admin BOOLEAN NOT NULL DEFAULT FALSE,
	blocked_at     BIGINT NOT NULL DEFAULT 0,
	signed_in_at   BIGINT NOT NULL DEFAULT 0,
	created_at     BIGINT NOT NULL,
	changed_at     BIGINT NOT NULL,
	version        BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX people_sorted ON people (sort_key, id);

CREATE TABLE sessions (
	id         BIGINT PRIMARY KEY,
	hash       BYTEA NOT NULL UNIQUE,
	person_id  BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	seen_at    BIGINT NOT NULL,
	device     TEXT NOT NULL DEFAULT '',
	flash      TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_of_person ON sessions (person_id, seen_at);
CREATE INDEX sessions_expired ON sessions (expires_at);

CREATE TABLE visits (
	person_id         BIGINT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
	last_request_at   BIGINT NOT NULL,
	visit_started_at  BIGINT NOT NULL,
	previous_visit_at BIGINT NOT NULL DEFAULT 0
);
