package accounts

import (
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/marks"
)

// visitGap without a request ends a visit (S87).
const visitGap = 30 * time.Minute

// markEvery is how often a person's marks move at most: a request within a minute of the last mark leaves none.
const markEvery = time.Minute

// visit is a row of visits: the reader's own marks, which a GET may move and which may be lost.
type visit struct {
	LastRequest clock.Instant `db:"last_request_at"`
	Started     clock.Instant `db:"visit_started_at"`
	Previous    clock.Instant `db:"previous_visit_at"`
}

// at returns the visit as a request at now leaves it, whether or not the mark is written yet.
func (v visit) at(now clock.Instant) visit {
	switch {
	case v.LastRequest == 0:
		return visit{LastRequest: now, Started: now}
	case now.Sub(v.LastRequest) >= visitGap:
		return visit{LastRequest: now, Started: now, Previous: v.Started}
	case now > v.LastRequest:
		v.LastRequest = now
	}
	return v
}

// writeMark moves the marks of one person, the subject being the session that was used. The conditions are those of visit.at, judged on the row as it stands: however
// many nodes mark the same return, the first alone shifts the visit.
func writeMark(tx *db.Tx, m marks.Mark) error {
	_, err := tx.Exec(`
		INSERT INTO visits (person_id, last_request_at, visit_started_at, previous_visit_at)
		SELECT p.id, CAST($2 AS BIGINT), CAST($2 AS BIGINT), 0 FROM people p WHERE p.id = $1
		ON CONFLICT (person_id) DO UPDATE SET
			previous_visit_at = CASE WHEN visits.last_request_at <= $3 THEN visits.visit_started_at ELSE visits.previous_visit_at END,
			visit_started_at = CASE WHEN visits.last_request_at <= $3 THEN excluded.visit_started_at ELSE visits.visit_started_at END,
			last_request_at = excluded.last_request_at
		WHERE visits.last_request_at <= $4`,
		m.Reader, m.At, m.At.Add(-visitGap), m.At.Add(-markEvery))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at <= $3`,
		m.Subject, m.At, m.At.Add(-markEvery))
	return err
}

// RecordVisit notes a visit of a person that began at a moment, as if they had come then for the first time.
func RecordVisit(tx *db.Tx, person ids.ID, at clock.Instant) error {
	_, err := tx.Exec(`
		INSERT INTO visits (person_id, last_request_at, visit_started_at, previous_visit_at)
		VALUES ($1, $2, $2, 0)
		ON CONFLICT (person_id) DO NOTHING`, person, at)
	return err
}
