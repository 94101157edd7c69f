-- +goose Up
-- What tells whether two files that came were the same, for what is kept of each is unlike any other: SHA-256, in hexadecimal.
ALTER TABLE attachments ADD COLUMN digest TEXT NOT NULL DEFAULT '';
