-- +goose Up
-- What a post has beside the common row. version moves with every change of the post, whatever its state.
CREATE TABLE posts (
	id           BIGINT PRIMARY KEY,
	space_id     BIGINT NOT NULL,
	version      BIGINT NOT NULL DEFAULT 1,
	cover        TEXT NOT NULL DEFAULT '',
	thumbnail    TEXT NOT NULL DEFAULT '',
	cover_alt    TEXT NOT NULL DEFAULT '',
	decorative   BOOLEAN NOT NULL DEFAULT FALSE,
	cover_width  BIGINT NOT NULL DEFAULT 0,
	cover_height BIGINT NOT NULL DEFAULT 0,
	-- The hour that its author chose, and while the post waits for it, the hour at which it appears.
	planned_at   BIGINT NOT NULL DEFAULT 0,
	due_at       BIGINT NOT NULL DEFAULT 0,
	-- When others could read it first; zero while it never appeared.
	appeared_at  BIGINT NOT NULL DEFAULT 0,
	FOREIGN KEY (id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- A blog reads from the newest: comments do not move a post up, as they do a thread.
CREATE INDEX publications_published ON publications (space_id, kind, state, published_at, id);
