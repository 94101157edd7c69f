-- +goose Up
CREATE TABLE jobs (
	id           BIGINT PRIMARY KEY,
	name         TEXT NOT NULL,
	lane         TEXT NOT NULL CHECK (lane IN ('inside', 'outside')),
	body         TEXT NOT NULL,
	unique_key   TEXT UNIQUE,
	run_at       BIGINT NOT NULL,
	locked_until BIGINT NOT NULL DEFAULT 0,
	attempts     BIGINT NOT NULL DEFAULT 0,
	created_at   BIGINT NOT NULL,
	last_error   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX jobs_due ON jobs (lane, run_at, id);

CREATE TABLE dead_letters (
	id         BIGINT PRIMARY KEY,
	name       TEXT NOT NULL,
	body       TEXT NOT NULL,
	attempts   BIGINT NOT NULL,
	error      TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	died_at    BIGINT NOT NULL
);
