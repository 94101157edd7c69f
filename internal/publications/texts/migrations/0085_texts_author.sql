-- +goose Up
-- What one person wrote, in order: the last of it shows whether a form was sent twice; all of it goes with the person.
CREATE INDEX texts_author ON texts (author_id, id);
DROP INDEX texts_erasure;
