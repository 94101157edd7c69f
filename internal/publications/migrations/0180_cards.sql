-- +goose Up
-- What the card of a publication shows beside the common row, in words of its kind: read with a feed, written when it changes.
ALTER TABLE publications ADD COLUMN card TEXT NOT NULL DEFAULT '';
DROP VIEW live_publications;
CREATE VIEW live_publications AS
SELECT id, space_id, kind, author_id, title, excerpt, theme_id, comments, created_at, published_at, changed_at, activity_at, card
FROM publications
WHERE state = 'published';
