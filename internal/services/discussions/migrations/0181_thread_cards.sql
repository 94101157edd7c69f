-- +goose Up
UPDATE publications
SET card = COALESCE((
	SELECT TRIM(t.standing || ' ' || t.malfunction || CASE WHEN c.publication_id IS NULL THEN '' ELSE ' closed' END)
	FROM threads t
	LEFT JOIN closures c ON c.publication_id = t.id
	WHERE t.id = publications.id), '')
WHERE kind = 'thread';
