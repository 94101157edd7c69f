-- +goose Up
-- Until when a file waits for a text: a draft that names it makes it wait longer.
ALTER TABLE attachments ADD COLUMN keep_until BIGINT NOT NULL DEFAULT 0;
UPDATE attachments SET keep_until = created_at + 86400000 WHERE text_id IS NULL;
DROP INDEX attachments_waiting;
CREATE INDEX attachments_waiting ON attachments (keep_until) WHERE text_id IS NULL;
