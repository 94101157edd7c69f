-- +goose Up
-- What the documents of a space weigh. All that changes folders or adds files in a space first updates its row: two never
-- fill the last place together, and no folder moves into itself by two moves at once.
CREATE TABLE document_stores (
	space_id BIGINT PRIMARY KEY REFERENCES spaces (id) ON DELETE CASCADE,
	bytes    BIGINT NOT NULL
);

CREATE TABLE folders (
	id         BIGINT PRIMARY KEY,
	space_id   BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	-- NULL for a folder that stands in none.
	parent_id  BIGINT,
	name       TEXT NOT NULL,
	key        TEXT NOT NULL,
	-- Who deposits there: 'contributors', 'animators', or empty for what the space says.
	deposits   TEXT NOT NULL DEFAULT '',
	person_id  BIGINT REFERENCES people (id) ON DELETE SET NULL,
	created_at BIGINT NOT NULL,
	UNIQUE (id, space_id),
	FOREIGN KEY (parent_id, space_id) REFERENCES folders (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX folders_name ON folders (space_id, COALESCE(parent_id, 0), key);
CREATE INDEX folders_parent ON folders (parent_id, space_id, key, id);
CREATE INDEX folders_person ON folders (person_id);

-- What a document has beside the common row. version moves with every change; number is that of its present file, of which
-- class and filed_at are copied for lists, as key is the folded title.
CREATE TABLE documents (
	id        BIGINT PRIMARY KEY,
	space_id  BIGINT NOT NULL,
	folder_id BIGINT,
	version   BIGINT NOT NULL DEFAULT 1,
	number    BIGINT NOT NULL DEFAULT 1,
	key       TEXT NOT NULL,
	class     TEXT NOT NULL,
	filed_at  BIGINT NOT NULL,
	UNIQUE (id, space_id),
	FOREIGN KEY (id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE,
	FOREIGN KEY (folder_id, space_id) REFERENCES folders (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX documents_name ON documents (space_id, folder_id, key, id);
CREATE INDEX documents_date ON documents (space_id, folder_id, filed_at, id);
CREATE INDEX documents_class ON documents (space_id, folder_id, class, key, id);
CREATE INDEX documents_filed ON documents (space_id, filed_at, id);
CREATE INDEX documents_filed_class ON documents (space_id, class, filed_at, id);
CREATE INDEX documents_folder ON documents (folder_id);

-- A document that an animator has called valid; its next version ends that.
CREATE TABLE document_validations (
	document_id  BIGINT PRIMARY KEY,
	space_id     BIGINT NOT NULL,
	person_id    BIGINT REFERENCES people (id) ON DELETE SET NULL,
	validated_at BIGINT NOT NULL,
	FOREIGN KEY (document_id, space_id) REFERENCES documents (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX document_validations_person ON document_validations (person_id);

-- A version of a document. digest is that of the bytes that came, by which the same file is known in its space; hash and
-- thumb name what is kept of them. weight is what it adds to the store: nothing for a version that was taken up again.
CREATE TABLE document_versions (
	document_id BIGINT NOT NULL,
	number      BIGINT NOT NULL,
	space_id    BIGINT NOT NULL,
	person_id   BIGINT REFERENCES people (id) ON DELETE SET NULL,
	name        TEXT NOT NULL,
	type        TEXT NOT NULL,
	size        BIGINT NOT NULL,
	weight      BIGINT NOT NULL,
	width       BIGINT NOT NULL DEFAULT 0,
	height      BIGINT NOT NULL DEFAULT 0,
	digest      TEXT NOT NULL,
	hash        TEXT NOT NULL,
	thumb       TEXT NOT NULL DEFAULT '',
	note        TEXT NOT NULL DEFAULT '',
	created_at  BIGINT NOT NULL,
	PRIMARY KEY (document_id, number),
	FOREIGN KEY (document_id, space_id) REFERENCES documents (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX document_versions_digest ON document_versions (space_id, digest);
CREATE INDEX document_versions_person ON document_versions (person_id);

-- Every file that was written, so that those whose document went, with its space or from the trash, are found and removed.
CREATE TABLE document_files (
	hash       TEXT PRIMARY KEY,
	document   BIGINT NOT NULL,
	written_at BIGINT NOT NULL
);
CREATE INDEX document_files_age ON document_files (written_at, document, hash);
