-- +goose Up
-- By which people are called: first name and surname, each folded. Folding keeps the number of letters of nearly every
-- first name; a profile that is saved again has both right.
ALTER TABLE people ADD COLUMN given_key TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN family_key TEXT NOT NULL DEFAULT '';
UPDATE people
SET given_key = substr(sort_key, length(sort_key) - length(given_name) + 1),
	family_key = substr(sort_key, 1, length(sort_key) - length(given_name) - 1)
WHERE length(sort_key) > length(given_name) + 1;
CREATE INDEX people_given ON people (given_key, id);
CREATE INDEX people_family ON people (family_key);
