package app_test

import (
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/testkit"
)

// many is how many rows each big table has in the world of plans, and most that a sort may hold.
const (
	many     = 20_000
	mostRows = 10_000
)

// big are the tables that grow with use: no page reads one of them from end to end.
var big = []string{"publications", "live_publications", "texts", "memberships", "notifications", "mentions", "reactions", "follows", "people",
	"publication_keywords", "search_texts", "faq_entries", "faq_sources", "faq_opinions", "events", "event_dates", "event_answers",
	"documents", "document_versions", "document_validations"}

// long is what people write at length: a planner looks at how much there is to read.
var long = "<p>Bonjour" + strings.Repeat(", une phrase de plus", 40) + "</p>"

// numbers are the whole numbers up to many, as i.
const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) `

// swell fills one space of a world with many members, threads, replies, reactions and what follows from them, written
// by the database itself.
func swell(t *testing.T, w *testkit.World) {
	t.Helper()
	space, karim := w.Space("Archivage numérique"), w.Person("karim")
	w.Write(func(tx *db.Tx) error {
		base, err := db.One[int64](tx, `SELECT MAX(id) FROM texts`)
		if err != nil {
			return err
		}
		for _, step := range []struct {
			text string
			args []any
		}{
			{`INSERT INTO people (id, email, given_name, family_name, sort_key, given_key, family_key, created_at, changed_at)
				` + numbers + `SELECT CAST($1 AS BIGINT) + i, 'agent' || i || '@essai.example', 'Agent', 'Numéro ' || i, 'numero ' || i, 'agent ' || i % 5000, 'numero ' || i, 1, 1 FROM n`,
				[]any{base}},
			{`INSERT INTO memberships (space_id, person_id, sort_key, role, joined_at)
				` + numbers + `SELECT CAST($2 AS BIGINT), CAST($1 AS BIGINT) + i, 'numero ' || i, 'contributor', i FROM n`,
				[]any{base, space}},
			{`INSERT INTO publications (id, space_id, kind, author_id, title, excerpt, theme_id, state, comments, created_at, published_at, changed_at, activity_at)
				` + numbers + `SELECT CAST($1 AS BIGINT) + i, t.space_id, 'thread', CAST($1 AS BIGINT) + i, 'Fil ' || i, 'Extrait', t.id, 'published', i % 3, i, i, i, i
				FROM n JOIN themes t ON t.space_id = $2 AND t.position = i % 4`,
				[]any{base, space}},
			{`INSERT INTO threads (id, space_id) SELECT p.id, p.space_id FROM publications p WHERE p.id > $1 AND p.space_id = $2 AND p.kind = 'thread'`,
				[]any{base, space}},
			{`INSERT INTO publications (id, space_id, kind, author_id, title, excerpt, theme_id, state, comments, created_at, published_at, changed_at, activity_at)
				` + numbers + `SELECT CAST($1 AS BIGINT) + 100000 + i, t.space_id, 'post', CAST($1 AS BIGINT) + i % 500 + 1, 'Billet ' || i, 'Extrait', t.id,
					CASE WHEN i % 10 = 9 THEN 'draft' ELSE 'published' END, i % 3, i, i, i, i
				FROM n JOIN themes t ON t.space_id = $2 AND t.position = i % 4`,
				[]any{base, space}},
			{`INSERT INTO posts (id, space_id) SELECT p.id, p.space_id FROM publications p WHERE p.id > CAST($1 AS BIGINT) + 100000 AND p.space_id = $2 AND p.kind = 'post'`,
				[]any{base, space}},
			{`INSERT INTO publications (id, space_id, kind, author_id, title, excerpt, theme_id, state, comments, created_at, published_at, changed_at, activity_at)
				` + numbers + `SELECT CAST($1 AS BIGINT) + 200000 + i, t.space_id, 'faq_entry', CAST($1 AS BIGINT) + i % 500 + 1, 'Question ' || i, 'Extrait', t.id,
					CASE WHEN i % 10 = 9 THEN 'draft' ELSE 'published' END, 0, i, i, i, i
				FROM n JOIN themes t ON t.space_id = $2 AND t.position = i % 4`,
				[]any{base, space}},
			{`INSERT INTO faq_entries (id, space_id, theme_id, position, appeared_at, review_at)
				SELECT p.id, p.space_id, p.theme_id, p.activity_at, p.activity_at, p.activity_at * (p.activity_at % 2)
				FROM publications p WHERE p.id > CAST($1 AS BIGINT) + 200000 AND p.space_id = $2 AND p.kind = 'faq_entry'`,
				[]any{base, space}},
			{`INSERT INTO publications (id, space_id, kind, author_id, title, excerpt, theme_id, state, comments, created_at, published_at, changed_at, activity_at)
				` + numbers + `SELECT CAST($1 AS BIGINT) + 300000 + i, t.space_id, 'document', CAST($1 AS BIGINT) + i % 500 + 1, 'Document ' || i, 'Extrait', t.id,
					CASE WHEN i % 10 = 9 THEN 'trashed' ELSE 'published' END, 0, i, i, i, i
				FROM n JOIN themes t ON t.space_id = $2 AND t.position = i % 4`,
				[]any{base, space}},
			{`INSERT INTO documents (id, space_id, key, class, filed_at)
				SELECT p.id, p.space_id, 'document ' || p.activity_at, CASE WHEN p.activity_at % 3 = 0 THEN 'plain' ELSE 'word' END, p.activity_at
				FROM publications p WHERE p.id > CAST($1 AS BIGINT) + 300000 AND p.space_id = $2 AND p.kind = 'document'`,
				[]any{base, space}},
			{`INSERT INTO document_versions (document_id, number, space_id, person_id, name, type, size, weight, digest, hash, created_at)
				SELECT d.id, 1, d.space_id, $3, 'note.txt', 'text/plain', 10, 10, 'd' || d.id, 'h' || d.id, d.filed_at
				FROM documents d WHERE d.id > CAST($1 AS BIGINT) + 300000 AND d.space_id = $2`,
				[]any{base, space, karim}},
			{`INSERT INTO document_validations (document_id, space_id, person_id, validated_at)
				SELECT d.id, d.space_id, $3, 1 FROM documents d WHERE d.id > CAST($1 AS BIGINT) + 300000 AND d.space_id = $2 AND d.filed_at % 2 = 0`,
				[]any{base, space, karim}},
			{`INSERT INTO publications (id, space_id, kind, author_id, title, excerpt, theme_id, state, comments, created_at, published_at, changed_at, activity_at)
				` + numbers + `SELECT CAST($1 AS BIGINT) + 400000 + i, t.space_id, 'event', CAST($1 AS BIGINT) + i % 500 + 1, 'Réunion ' || i, 'Extrait', t.id,
					CASE WHEN i % 10 = 9 THEN 'trashed' ELSE 'published' END, 0, i, i, i, i
				FROM n JOIN themes t ON t.space_id = $2 AND t.position = i % 4`,
				[]any{base, space}},
			{`INSERT INTO events (id, space_id, uid, changed_at, type, zone, all_day, begins, minutes, asks, place)
				SELECT p.id, p.space_id, 'u' || p.id, 1, CASE WHEN p.activity_at % 3 = 0 THEN 'webinar' ELSE 'meeting' END, 'Europe/Paris', FALSE,
					'2026-12-03T10:00:00', 60, 'event', 'Salle ' || p.activity_at
				FROM publications p WHERE p.id > CAST($1 AS BIGINT) + 400000 AND p.space_id = $2 AND p.kind = 'event'`,
				[]any{base, space}},
			{`INSERT INTO event_dates (event_id, day, space_id, type, starts_at, ends_at)
				SELECT e.id, '2026-12-03', e.space_id, e.type, $3 + (e.id - $1 - 410000) * 28800000, $3 + (e.id - $1 - 410000) * 28800000 + 3600000
				FROM events e WHERE e.id > CAST($1 AS BIGINT) + 400000 AND e.space_id = $2`,
				[]any{base, space, tx.Now}},
			{`INSERT INTO event_answers (event_id, day, person_id, space_id, say, said_at)
				` + numbers + `SELECT e.id, '', CAST($1 AS BIGINT) + i, e.space_id, CASE WHEN i % 3 = 0 THEN 'no' ELSE 'yes' END, i
				FROM n JOIN events e ON e.id = CAST($1 AS BIGINT) + 410000 AND e.space_id = $2`,
				[]any{base, space}},
			{`INSERT INTO event_answers (event_id, day, person_id, space_id, say, said_at)
				SELECT e.id, '', $3, e.space_id, 'yes', 1 FROM events e WHERE e.id > CAST($1 AS BIGINT) + 400000 AND e.space_id = $2`,
				[]any{base, space, karim}},
			{`INSERT INTO theme_tallies (theme_id, space_id, kind, live)
				SELECT t.id, t.space_id, 'faq_entry', 5000 FROM themes t WHERE t.space_id = $1 AND t.position < 4
				ON CONFLICT (theme_id, kind) DO UPDATE SET live = excluded.live`,
				[]any{space}},
			{`INSERT INTO faq_opinions (entry_id, person_id, space_id, useful, said_at)
				SELECT p.id, $3, p.space_id, TRUE, 1 FROM publications p WHERE p.id > CAST($1 AS BIGINT) + 200000 AND p.space_id = $2 AND p.kind = 'faq_entry'`,
				[]any{base, space, karim}},
			{`INSERT INTO texts (id, space_id, publication_id, author_id, role, body, created_at, changed_at)
				SELECT p.id, p.space_id, p.id, p.author_id, 'body', $3, 1, 1 FROM publications p WHERE p.id > $1 AND p.space_id = $2`,
				[]any{base, space, long}},
			{`INSERT INTO texts (id, space_id, publication_id, author_id, role, body, created_at, changed_at)
				` + numbers + `SELECT CAST($1 AS BIGINT) + 20000 + i, l.space_id, l.id, $3, 'comment', $4, i, i
				FROM n JOIN publications l ON l.id = CAST($1 AS BIGINT) + 20000 AND l.space_id = $2`,
				[]any{base, space, karim, long}},
			{`INSERT INTO faq_sources (entry_id, space_id, text_id)
				` + numbers + `SELECT CAST($1 AS BIGINT) + 200000 + i, e.space_id, CAST($1 AS BIGINT) + 20000 + i
				FROM n JOIN faq_entries e ON e.id = CAST($1 AS BIGINT) + 200000 + i AND e.space_id = $2`,
				[]any{base, space}},
			{`INSERT INTO reactions (text_id, space_id, person_id, kind, created_at)
				SELECT x.id, x.space_id, $3, 'useful', 1 FROM texts x WHERE x.id > $1 AND x.space_id = $2`,
				[]any{base, space, karim}},
			{`INSERT INTO mentions (text_id, person_id, space_id)
				SELECT x.id, l.author_id, x.space_id FROM texts x JOIN publications l ON l.id = x.publication_id WHERE x.id > $1 AND x.space_id = $2`,
				[]any{base, space}},
			{`INSERT INTO follows (publication_id, person_id, space_id, since)
				SELECT p.id, $3, p.space_id, 1 FROM publications p WHERE p.id > $1 AND p.space_id = $2`,
				[]any{base, space, karim}},
			// One thread in four: what carries a keyword is sorted, and a keyword of all threads is no keyword.
			{`INSERT INTO keywords (id, space_id, label, key) VALUES ($1, $2, 'Mot courant', 'mot courant')`,
				[]any{base, space}},
			{`INSERT INTO publication_keywords (publication_id, keyword_id, space_id)
				SELECT p.id, $1, p.space_id FROM publications p WHERE p.id > $1 AND p.space_id = $2 AND p.activity_at % 4 = 0`,
				[]any{base, space}},
			{`INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, last_at, read_at)
				SELECT $3, 'bulk:' || p.id, p.space_id, p.id, 'reply', p.activity_at, p.activity_at % 2 FROM publications p WHERE p.id > $1 AND p.space_id = $2`,
				[]any{base, space, karim}},
			{`INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, text_id, last_at, read_at)
				SELECT n.person_id, 'mention:' || x.id, x.space_id, x.publication_id, 'mention', x.id, x.changed_at, x.changed_at % 2
				FROM texts x JOIN mentions n ON n.text_id = x.id WHERE x.id > $1 AND x.space_id = $2 AND x.id % 20 = 0 ORDER BY x.id`,
				[]any{base, space}},
		} {
			if _, err := tx.Exec(step.text, step.args...); err != nil {
				return err
			}
		}
		return index(tx, w, base, space)
	})
}

// index fills the search index of the large space, but for its documents, as internal/publications/index does, by the database itself: 40,000
// texts by jobs take longer than all that looks at them.
func index(tx *db.Tx, w *testkit.World, base int64, space ids.ID) error {
	const kind = `CASE WHEN x.publication_id > CAST($1 AS BIGINT) + 200000 THEN 'kfaq_entry' ELSE 'kthread' END`
	const these = ` FROM texts x WHERE x.id > $1 AND x.space_id = $2 AND x.publication_id <= CAST($1 AS BIGINT) + 300000`
	if w.DB.Dialect() == db.Postgres {
		_, err := tx.Exec(`
			INSERT INTO search_texts (text_id, space_id, words)
			SELECT x.id, x.space_id, CAST('''@s`+space.String()+`'' ''@' || `+kind+` || ''' ''=bonjour'':1 ''~bonjour'':1 ''=mot'':2 ''~mot'':2' AS tsvector)`+these, base, space)
		return err
	}
	for _, text := range []string{
		`INSERT INTO search_texts (text_id, space_id) SELECT x.id, x.space_id` + these,
		`INSERT INTO search_words (rowid, labels, title, title_stems, body, body_stems)
			SELECT x.id, 's` + space.String() + ` ' || ` + kind + `, '', '', 'bonjour mot', 'bonjour mot'` + these,
	} {
		if _, err := tx.Exec(text, base, space); err != nil {
			return err
		}
	}
	return nil
}
