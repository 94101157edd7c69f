-- +goose Up
CREATE TABLE texts (
	id             BIGINT PRIMARY KEY,
	space_id       BIGINT NOT NULL,
	publication_id BIGINT NOT NULL,
	author_id      BIGINT REFERENCES people (id) ON DELETE SET NULL,
	role           TEXT NOT NULL CHECK (role IN ('body', 'comment')),
	body           TEXT NOT NULL,
	quoted_id      BIGINT REFERENCES texts (id) ON DELETE SET NULL,
	version        BIGINT NOT NULL DEFAULT 1,
	created_at     BIGINT NOT NULL,
	changed_at     BIGINT NOT NULL,
	UNIQUE (id, space_id),
	FOREIGN KEY (publication_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX texts_publication ON texts (publication_id, role, id, space_id);
CREATE INDEX texts_erasure ON texts (author_id);
CREATE INDEX texts_quoted ON texts (quoted_id);

CREATE TABLE revisions (
	text_id    BIGINT NOT NULL,
	version    BIGINT NOT NULL,
	space_id   BIGINT NOT NULL,
	body       TEXT NOT NULL,
	editor_id  BIGINT REFERENCES people (id) ON DELETE SET NULL,
	written_at BIGINT NOT NULL,
	PRIMARY KEY (text_id, version),
	FOREIGN KEY (text_id, space_id) REFERENCES texts (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX revisions_erasure ON revisions (editor_id);
