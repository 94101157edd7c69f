-- +goose Up
-- A file on its way to a document: of one person, in one space, for a day. How much of it came, the file on disk says: « part »
-- names it, and is empty once the file is in the store under « hash » or, of a picture, drawn anew. Size is what was announced.
-- Folder and document are where the person meant it to go when it began; they are asked for again at the end.
CREATE TABLE uploads (
	id          BIGINT PRIMARY KEY,
	space_id    BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	person_id   BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	name        TEXT NOT NULL,
	size        BIGINT NOT NULL,
	part        TEXT NOT NULL,
	folder      BIGINT NOT NULL,
	document    BIGINT NOT NULL,
	-- What is kept of it, once all of it came.
	kept_name   TEXT NOT NULL DEFAULT '',
	kept_type   TEXT NOT NULL DEFAULT '',
	kept_size   BIGINT NOT NULL DEFAULT 0,
	width       BIGINT NOT NULL DEFAULT 0,
	height      BIGINT NOT NULL DEFAULT 0,
	digest      TEXT NOT NULL DEFAULT '',
	hash        TEXT NOT NULL DEFAULT '',
	thumb       TEXT NOT NULL DEFAULT '',
	-- The document that it became, 0 until then: whoever lost the answer asks again, and gets the same.
	became      BIGINT NOT NULL DEFAULT 0,
	expires_at  BIGINT NOT NULL
);
CREATE INDEX uploads_space ON uploads (space_id, became);
CREATE INDEX uploads_person ON uploads (person_id, became);
CREATE INDEX uploads_expiry ON uploads (expires_at, id);
