-- +goose Up
CREATE TABLE themes (
	id       BIGINT PRIMARY KEY,
	space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	label    TEXT NOT NULL,
	key      TEXT NOT NULL,
	position BIGINT NOT NULL,
	retired  BOOLEAN NOT NULL DEFAULT FALSE,
	UNIQUE (id, space_id),
	UNIQUE (space_id, key)
);
CREATE INDEX themes_order ON themes (space_id, position, id);

-- What all kinds share. The names of kinds stand in the code, not here.
CREATE TABLE publications (
	id           BIGINT PRIMARY KEY,
	space_id     BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	kind         TEXT NOT NULL,
	author_id    BIGINT REFERENCES people (id) ON DELETE SET NULL,
	title        TEXT NOT NULL,
	excerpt      TEXT NOT NULL,
	theme_id     BIGINT,
	state        TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'published', 'hidden', 'trashed')),
	comments     BIGINT NOT NULL DEFAULT 0,
	created_at   BIGINT NOT NULL,
	published_at BIGINT NOT NULL,
	changed_at   BIGINT NOT NULL,
	activity_at  BIGINT NOT NULL,
	UNIQUE (id, space_id),
	FOREIGN KEY (theme_id, space_id) REFERENCES themes (id, space_id)
);
CREATE INDEX publications_activity ON publications (space_id, state, activity_at, id);
CREATE INDEX publications_kind ON publications (space_id, kind, state, activity_at, id);
CREATE INDEX publications_theme ON publications (space_id, kind, theme_id, state, activity_at, id);
CREATE INDEX publications_author ON publications (space_id, kind, author_id, state, activity_at, id);
CREATE INDEX publications_unanswered ON publications (space_id, kind, state, activity_at, id) WHERE comments = 0;
CREATE INDEX publications_erasure ON publications (author_id);

-- The only way in for readers: drafts, scheduled, hidden and trashed rows never leak by a forgotten condition.
CREATE VIEW live_publications AS
SELECT id, space_id, kind, author_id, title, excerpt, theme_id, comments, created_at, published_at, changed_at, activity_at
FROM publications
WHERE state = 'published';

-- How many live publications of a kind carry a theme: counting them on each visit reads the whole space.
CREATE TABLE theme_tallies (
	theme_id BIGINT NOT NULL,
	space_id BIGINT NOT NULL,
	kind     TEXT NOT NULL,
	live     BIGINT NOT NULL,
	PRIMARY KEY (theme_id, kind),
	FOREIGN KEY (theme_id, space_id) REFERENCES themes (id, space_id) ON DELETE CASCADE
);

CREATE TABLE keywords (
	id       BIGINT PRIMARY KEY,
	space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	label    TEXT NOT NULL,
	key      TEXT NOT NULL,
	UNIQUE (id, space_id),
	UNIQUE (space_id, key)
);

CREATE TABLE publication_keywords (
	publication_id BIGINT NOT NULL,
	keyword_id     BIGINT NOT NULL,
	space_id       BIGINT NOT NULL,
	PRIMARY KEY (publication_id, keyword_id),
	FOREIGN KEY (publication_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE,
	FOREIGN KEY (keyword_id, space_id) REFERENCES keywords (id, space_id) ON DELETE CASCADE
);
CREATE INDEX publication_keywords_keyword ON publication_keywords (keyword_id, publication_id);
