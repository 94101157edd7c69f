-- +goose Up
-- Whether a person administers a network: the session, which every page reads, then says it without asking.
ALTER TABLE people ADD COLUMN administers BOOLEAN NOT NULL DEFAULT FALSE;
