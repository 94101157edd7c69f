-- +goose Up
-- What the form held beside the text: a JSON object of names and values.
ALTER TABLE text_drafts ADD COLUMN beside TEXT NOT NULL DEFAULT '';

-- The showings of forms that kept drafts, or were sent: what one that was sent still says is refused.
CREATE TABLE text_sheets (
	person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
	space_id  BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	sheet     TEXT NOT NULL,
	sent      INTEGER NOT NULL,
	seen_at   BIGINT NOT NULL,
	PRIMARY KEY (person_id, space_id, sheet)
);
CREATE INDEX text_sheets_space ON text_sheets (space_id);
CREATE INDEX text_sheets_age ON text_sheets (seen_at, person_id, space_id, sheet);
