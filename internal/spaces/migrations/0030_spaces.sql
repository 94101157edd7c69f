-- +goose Up
CREATE TABLE spaces (
	id          BIGINT PRIMARY KEY,
	network_id  BIGINT NOT NULL REFERENCES networks (id),
	parent_id   BIGINT REFERENCES spaces (id),
	kind        TEXT NOT NULL CHECK (kind IN ('community', 'working_group', 'region')),
	policy      TEXT NOT NULL CHECK (policy IN ('open', 'on_request', 'secret')),
	title       TEXT NOT NULL,
	sort_key    TEXT NOT NULL,
	description TEXT NOT NULL DEFAULT '',
	welcome     TEXT NOT NULL DEFAULT '',
	members     BIGINT NOT NULL DEFAULT 0,
	version     BIGINT NOT NULL DEFAULT 1,
	created_at  BIGINT NOT NULL,
	changed_at  BIGINT NOT NULL
);
CREATE INDEX spaces_visible ON spaces (sort_key, id) WHERE policy <> 'secret';
CREATE INDEX spaces_network ON spaces (network_id, sort_key);
CREATE INDEX spaces_parent ON spaces (parent_id, sort_key);

-- What a membership's sort key refers to: a person who changes name moves in every list of members.
CREATE UNIQUE INDEX people_sort_key ON people (id, sort_key);

CREATE TABLE memberships (
	space_id  BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	person_id BIGINT NOT NULL,
	sort_key  TEXT NOT NULL,
	role      TEXT NOT NULL CHECK (role IN ('reader', 'contributor', 'animator')),
	joined_at BIGINT NOT NULL,
	PRIMARY KEY (space_id, person_id),
	FOREIGN KEY (person_id, sort_key) REFERENCES people (id, sort_key) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX memberships_person ON memberships (person_id, space_id);
CREATE INDEX memberships_name ON memberships (space_id, sort_key, person_id);
CREATE INDEX memberships_role ON memberships (space_id, role, sort_key);
CREATE INDEX memberships_newest ON memberships (space_id, joined_at, person_id);

CREATE TABLE join_requests (
	space_id  BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	message   TEXT NOT NULL,
	asked_at  BIGINT NOT NULL,
	PRIMARY KEY (space_id, person_id)
);
CREATE INDEX join_requests_erasure ON join_requests (person_id);

CREATE TABLE space_settings (
	space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	name     TEXT NOT NULL,
	value    TEXT NOT NULL,
	PRIMARY KEY (space_id, name)
);

-- The reader's own mark: written in batches, allowed to be lost.
CREATE TABLE space_marks (
	person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	space_id  BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	seen_at   BIGINT NOT NULL,
	PRIMARY KEY (person_id, space_id)
);
CREATE INDEX space_marks_space ON space_marks (space_id);
