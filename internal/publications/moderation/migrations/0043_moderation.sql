-- +goose Up
-- A text is hidden while its row stands here.
CREATE TABLE hidings (
	text_id   BIGINT PRIMARY KEY,
	space_id  BIGINT NOT NULL,
	hidden_by BIGINT REFERENCES people (id) ON DELETE SET NULL,
	hidden_at BIGINT NOT NULL,
	reason    TEXT NOT NULL,
	FOREIGN KEY (text_id, space_id) REFERENCES texts (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX hidings_erasure ON hidings (hidden_by);
CREATE INDEX hidings_space ON hidings (space_id, hidden_at, text_id);

CREATE TABLE reports (
	id          BIGINT PRIMARY KEY,
	text_id     BIGINT NOT NULL,
	space_id    BIGINT NOT NULL,
	reporter_id BIGINT REFERENCES people (id) ON DELETE SET NULL,
	reason      TEXT NOT NULL,
	created_at  BIGINT NOT NULL,
	settled_at  BIGINT NOT NULL DEFAULT 0,
	settled_by  BIGINT REFERENCES people (id) ON DELETE SET NULL,
	UNIQUE (text_id, reporter_id, settled_at),
	FOREIGN KEY (text_id, space_id) REFERENCES texts (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX reports_open ON reports (space_id, settled_at, created_at, id);
CREATE INDEX reports_erasure ON reports (reporter_id);
CREATE INDEX reports_settler ON reports (settled_by);
