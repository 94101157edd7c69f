-- +goose Up
-- Spaces that stand already get the thread of the questions from a job, as soon as the program has started: ids are minted,
-- and custody taken, in Go.
INSERT INTO jobs (id, name, lane, body, run_at, created_at)
VALUES (142, 'discussions.questions', 'inside', '{}', 0, 0);
