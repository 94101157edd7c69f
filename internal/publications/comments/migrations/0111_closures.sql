-- +goose Up
-- Comments of a publication are closed while its row stands here. Threads had this table first: where theirs stands, it is
-- the same.
CREATE TABLE IF NOT EXISTS closures (
	publication_id BIGINT PRIMARY KEY,
	space_id       BIGINT NOT NULL,
	closed_by      BIGINT REFERENCES people (id) ON DELETE SET NULL,
	closed_at      BIGINT NOT NULL,
	FOREIGN KEY (publication_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS closures_erasure ON closures (closed_by);
