-- +goose Up
-- What each space received of files, by the hour: a file that is gone since has come all the same. An hour of the day has one
-- row, which the next day's takes.
CREATE TABLE attachment_intake (
	space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
	slot     BIGINT NOT NULL CHECK (slot BETWEEN 0 AND 23),
	hour     BIGINT NOT NULL,
	bytes    BIGINT NOT NULL,
	PRIMARY KEY (space_id, slot)
);
INSERT INTO attachment_intake (space_id, slot, hour, bytes)
SELECT a.space_id, (a.created_at / 3600000) % 24, a.created_at / 3600000, CAST(SUM(a.size) AS BIGINT)
FROM attachments a
WHERE a.created_at / 3600000 > (SELECT MAX(created_at) FROM attachments) / 3600000 - 24
GROUP BY a.space_id, a.created_at / 3600000;
DROP INDEX attachments_space;
CREATE INDEX attachments_space ON attachments (space_id);
