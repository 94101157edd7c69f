-- +goose Up
-- What a space received in a day is summed at each file that comes.
DROP INDEX attachments_space;
CREATE INDEX attachments_space ON attachments (space_id, created_at, size);
