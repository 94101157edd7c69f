-- +goose Up
-- What was thrown away long ago is found without looking at what was not.
CREATE INDEX publications_trash ON publications (changed_at) WHERE state = 'trashed';
