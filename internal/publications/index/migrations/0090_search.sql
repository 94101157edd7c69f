-- +goose Up
-- Every text that the index holds. Who may find it is asked of texts, live_publications and hidings.
CREATE TABLE search_texts (
	text_id  BIGINT PRIMARY KEY,
	space_id BIGINT NOT NULL,
	FOREIGN KEY (text_id, space_id) REFERENCES texts (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- What was written since, or is to be read again: all texts, at first.
CREATE TABLE search_pending (
	text_id  BIGINT PRIMARY KEY,
	space_id BIGINT NOT NULL,
	FOREIGN KEY (text_id, space_id) REFERENCES texts (id, space_id) ON UPDATE CASCADE ON DELETE CASCADE
);
INSERT INTO search_pending (text_id, space_id) SELECT id, space_id FROM texts;

-- +only postgres
ALTER TABLE search_texts ADD COLUMN words tsvector NOT NULL;
-- Without a list of what is still to be filed, which every search would read.
CREATE INDEX search_texts_words ON search_texts USING gin (words) WITH (fastupdate = off);
-- +end

-- +only sqlite3
-- The words by rowid, the text's id, without the texts themselves. Those of a text that goes are marked at once, and
-- gone at the next merge.
CREATE VIRTUAL TABLE search_words USING fts5(
	labels, title, title_stems, body, body_stems, content = '', contentless_delete = 1, tokenize = 'ascii'
);
-- +goose StatementBegin
CREATE TRIGGER search_texts_gone AFTER DELETE ON search_texts
BEGIN
	DELETE FROM search_words WHERE rowid = old.text_id;
END;
-- +goose StatementEnd
-- +end
