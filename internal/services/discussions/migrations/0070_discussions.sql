-- +goose Up
-- What a thread has beside the common row. The standing thread of a space has a name; the others have none.
CREATE TABLE threads (
	id          BIGINT PRIMARY KEY,
	space_id    BIGINT NOT NULL,
	standing    TEXT NOT NULL DEFAULT '',
	malfunction TEXT NOT NULL DEFAULT '' CHECK (malfunction IN ('', 'open', 'progress', 'resolved')),
	FOREIGN KEY (id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX threads_standing ON threads (space_id, standing) WHERE standing <> '';

-- A thread is pinned while its row stands here.
CREATE TABLE pins (
	publication_id BIGINT PRIMARY KEY,
	space_id       BIGINT NOT NULL,
	pinned_by      BIGINT REFERENCES people (id) ON DELETE SET NULL,
	pinned_at      BIGINT NOT NULL,
	FOREIGN KEY (publication_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX pins_space ON pins (space_id, pinned_at, publication_id);
CREATE INDEX pins_erasure ON pins (pinned_by);

-- A thread is closed while its row stands here.
CREATE TABLE closures (
	publication_id BIGINT PRIMARY KEY,
	space_id       BIGINT NOT NULL,
	closed_by      BIGINT REFERENCES people (id) ON DELETE SET NULL,
	closed_at      BIGINT NOT NULL,
	FOREIGN KEY (publication_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX closures_erasure ON closures (closed_by);

-- Where a thread that was split off another comes from.
CREATE TABLE splits (
	publication_id BIGINT PRIMARY KEY,
	space_id       BIGINT NOT NULL,
	source_id      BIGINT NOT NULL,
	split_by       BIGINT REFERENCES people (id) ON DELETE SET NULL,
	split_at       BIGINT NOT NULL,
	FOREIGN KEY (publication_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE,
	FOREIGN KEY (source_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX splits_source ON splits (source_id, publication_id);
CREATE INDEX splits_erasure ON splits (split_by);
