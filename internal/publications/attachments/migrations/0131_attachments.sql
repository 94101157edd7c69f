-- +goose Up
CREATE TABLE attachments (
	id         BIGINT PRIMARY KEY,
	space_id   BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	text_id    BIGINT,
	person_id  BIGINT REFERENCES people (id) ON DELETE SET NULL,
	name       TEXT NOT NULL,
	type       TEXT NOT NULL,
	size       BIGINT NOT NULL,
	width      BIGINT NOT NULL DEFAULT 0,
	height     BIGINT NOT NULL DEFAULT 0,
	hash       TEXT NOT NULL,
	thumb      TEXT NOT NULL DEFAULT '',
	created_at BIGINT NOT NULL,
	UNIQUE (id, space_id),
	FOREIGN KEY (text_id, space_id) REFERENCES texts (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX attachments_text ON attachments (text_id, id);
CREATE INDEX attachments_space ON attachments (space_id);
CREATE INDEX attachments_person ON attachments (person_id, created_at);
CREATE INDEX attachments_waiting ON attachments (created_at) WHERE text_id IS NULL;

-- Every file that was written, so that those whose row went with a text or a space can be found and removed.
CREATE TABLE attachment_files (
	hash       TEXT PRIMARY KEY,
	attachment BIGINT NOT NULL,
	written_at BIGINT NOT NULL
);
CREATE INDEX attachment_files_age ON attachment_files (written_at, attachment, hash);
