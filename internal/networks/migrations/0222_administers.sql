-- +goose Up
-- What 0221 added, for those who administer a network already.
UPDATE people SET administers = TRUE WHERE id IN (SELECT person_id FROM network_administrators);
