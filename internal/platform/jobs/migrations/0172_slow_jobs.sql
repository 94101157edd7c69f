-- +goose Up
-- A third lane, of jobs that take long.
-- +only postgres
ALTER TABLE jobs DROP CONSTRAINT jobs_lane_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_lane_check CHECK (lane IN ('inside', 'outside', 'slow'));
-- +end

-- +only sqlite3
CREATE TABLE jobs_with_slow (
	id           BIGINT PRIMARY KEY,
	name         TEXT NOT NULL,
	lane         TEXT NOT NULL CHECK (lane IN ('inside', 'outside', 'slow')),
	body         TEXT NOT NULL,
	unique_key   TEXT UNIQUE,
	run_at       BIGINT NOT NULL,
	locked_until BIGINT NOT NULL DEFAULT 0,
	attempts     BIGINT NOT NULL DEFAULT 0,
	created_at   BIGINT NOT NULL,
	last_error   TEXT NOT NULL DEFAULT ''
);
INSERT INTO jobs_with_slow (id, name, lane, body, unique_key, run_at, locked_until, attempts, created_at, last_error)
SELECT id, name, lane, body, unique_key, run_at, locked_until, attempts, created_at, last_error FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_with_slow RENAME TO jobs;
CREATE INDEX jobs_due ON jobs (lane, run_at, id);
-- +end
