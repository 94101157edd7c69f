-- +goose Up
-- How much of each budget each subject has spent in the window that ends at ends_at. Rows of past windows mean nothing
-- and are swept.
CREATE TABLE budgets (
	name    TEXT   NOT NULL,
	subject BYTEA  NOT NULL,
	spent   BIGINT NOT NULL,
	ends_at BIGINT NOT NULL,
	PRIMARY KEY (name, subject)
);
CREATE INDEX budgets_ends_at ON budgets (ends_at);
