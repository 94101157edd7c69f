-- +goose Up
-- What is not published yet, for whoever is told of a proposal. It holds the drafts of every kind: only somebody who was told,
-- and who reviews still, reads a row of it.
CREATE VIEW proposed_publications AS
SELECT id, space_id, kind, author_id, title
FROM publications
WHERE state = 'draft';
