-- +goose Up
-- The bell counts the last unread rows of a person, in the order of the index, and stops.
DROP INDEX notifications_bell;
CREATE INDEX notifications_bell ON notifications (person_id, read_at, last_at);
