-- +goose Up
-- The files that were sent for the text, beside the pictures that it shows: ids, parted by spaces.
ALTER TABLE text_drafts ADD COLUMN pieces TEXT NOT NULL DEFAULT '';
