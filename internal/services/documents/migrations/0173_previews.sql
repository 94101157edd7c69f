-- +goose Up
-- What the program makes of a version: state is 'waiting', 'working', 'ready', 'failed' (reason says why) or 'absent', while this
-- installation has no converter. tries counts before each try, so that a file which kills the program is given up as well. pdf
-- and thumb name files; pdf is empty for a version that is one.
CREATE TABLE document_previews (
	document_id BIGINT NOT NULL,
	number      BIGINT NOT NULL,
	space_id    BIGINT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('waiting', 'working', 'ready', 'failed', 'absent')),
	reason      TEXT NOT NULL DEFAULT '',
	tries       BIGINT NOT NULL DEFAULT 0,
	pages       BIGINT NOT NULL DEFAULT 0,
	pdf         TEXT NOT NULL DEFAULT '',
	thumb       TEXT NOT NULL DEFAULT '',
	asked_at    BIGINT NOT NULL,
	PRIMARY KEY (document_id, number),
	FOREIGN KEY (document_id, number) REFERENCES document_versions (document_id, number) ON DELETE CASCADE,
	FOREIGN KEY (document_id, space_id) REFERENCES documents (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX document_previews_state ON document_previews (state, asked_at);

-- The first pages, drawn.
CREATE TABLE document_pages (
	document_id BIGINT NOT NULL,
	number      BIGINT NOT NULL,
	page        BIGINT NOT NULL,
	space_id    BIGINT NOT NULL,
	hash        TEXT NOT NULL,
	width       BIGINT NOT NULL,
	height      BIGINT NOT NULL,
	PRIMARY KEY (document_id, number, page),
	FOREIGN KEY (document_id, number) REFERENCES document_previews (document_id, number) ON DELETE CASCADE,
	FOREIGN KEY (document_id, space_id) REFERENCES documents (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- The beginning of the text that stands in a version, for the search and for those who can't see its pages.
CREATE TABLE document_words (
	document_id BIGINT NOT NULL,
	number      BIGINT NOT NULL,
	space_id    BIGINT NOT NULL,
	text        TEXT NOT NULL,
	PRIMARY KEY (document_id, number),
	FOREIGN KEY (document_id, number) REFERENCES document_previews (document_id, number) ON DELETE CASCADE,
	FOREIGN KEY (document_id, space_id) REFERENCES documents (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- What was deposited before is made by and by.
INSERT INTO document_previews (document_id, number, space_id, state, asked_at)
SELECT v.document_id, v.number, v.space_id, 'absent', v.created_at
FROM document_versions v
JOIN documents d ON d.id = v.document_id
WHERE v.type LIKE 'text/%' OR v.type LIKE 'application/%' AND v.type <> 'application/zip';
