-- +goose Up
-- A picture that a text showed leaves the list of its files with the words around it: former versions show it still.
ALTER TABLE attachments ADD COLUMN listed BOOLEAN NOT NULL DEFAULT TRUE;
