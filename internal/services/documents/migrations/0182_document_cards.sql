-- +goose Up
UPDATE publications
SET card = COALESCE((
	SELECT d.class || ' ' || v.size || CASE WHEN va.document_id IS NULL THEN '' ELSE ' valid' END
	FROM documents d
	JOIN document_versions v ON v.document_id = d.id AND v.number = d.number
	LEFT JOIN document_validations va ON va.document_id = d.id
	WHERE d.id = publications.id), '')
WHERE kind = 'document';
