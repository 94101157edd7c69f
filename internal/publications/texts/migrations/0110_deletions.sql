-- +goose Up
-- When its author took a text back; zero while it stands. Only they may, so that author_id says who. Its words are gone then:
-- what remains is the trace.
ALTER TABLE texts ADD COLUMN deleted_at BIGINT NOT NULL DEFAULT 0;
