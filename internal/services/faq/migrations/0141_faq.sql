-- +goose Up
-- What an entry of the FAQ has beside the common row. version moves with every change of the entry, whatever its state.
CREATE TABLE faq_entries (
	id          BIGINT PRIMARY KEY,
	space_id    BIGINT NOT NULL,
	version     BIGINT NOT NULL DEFAULT 1,
	-- Where it stands since it appeared, in the animators' order: the theme again, for the index that finds a theme in order.
	theme_id    BIGINT,
	position    BIGINT NOT NULL DEFAULT 0,
	-- When others could read it first, when its words changed since, and when it was last read again: zero for never.
	appeared_at BIGINT NOT NULL DEFAULT 0,
	updated_at  BIGINT NOT NULL DEFAULT 0,
	reviewed_at BIGINT NOT NULL DEFAULT 0,
	-- When it is to be read again; zero for no day.
	review_at   BIGINT NOT NULL DEFAULT 0,
	FOREIGN KEY (id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE,
	FOREIGN KEY (theme_id, space_id) REFERENCES themes (id, space_id)
);
CREATE INDEX faq_entries_order ON faq_entries (theme_id, position, id);
CREATE INDEX faq_entries_review ON faq_entries (space_id, review_at, id) WHERE review_at > 0;

-- What an entry was made of: a message, whoever wrote it.
CREATE TABLE faq_sources (
	entry_id BIGINT PRIMARY KEY,
	space_id BIGINT NOT NULL,
	text_id  BIGINT NOT NULL,
	FOREIGN KEY (entry_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE,
	FOREIGN KEY (text_id, space_id) REFERENCES texts (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX faq_sources_text ON faq_sources (text_id, space_id);

-- What each person says of an entry: it helped, or it did not.
CREATE TABLE faq_opinions (
	entry_id  BIGINT NOT NULL,
	person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	space_id  BIGINT NOT NULL,
	useful    BOOLEAN NOT NULL,
	said_at   BIGINT NOT NULL,
	PRIMARY KEY (entry_id, person_id),
	FOREIGN KEY (entry_id, space_id) REFERENCES publications (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX faq_opinions_erasure ON faq_opinions (person_id);
