package index_test

import (
	"syscall"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/publications/index"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// library is a world in whose space « Archivage numérique » 20,000 more texts stand, one in ten the body of a thread: what
// the demo's people wrote there, over and over, so that its words are as frequent as they are in earnest.
func library(tb testing.TB) *testkit.World {
	w := testkit.Boot(tb)
	space := w.Space("Archivage numérique")
	w.Write(func(tx *db.Tx) error {
		base, err := db.One[int64](tx, `SELECT MAX(id) FROM texts`)
		if err != nil {
			return err
		}
		bodies, err := db.All[string](tx, `SELECT body FROM texts WHERE space_id = $1 ORDER BY id LIMIT 1000`, space)
		if err != nil {
			return err
		}
		for i := range int64(20_000) {
			id := base + 1 + i
			thread, role := base+1+i/10*10, "comment"
			if thread == id {
				role = "body"
				_, err := tx.Exec(`
					INSERT INTO publications (id, space_id, kind, author_id, title, excerpt, state, created_at, published_at, changed_at, activity_at)
					VALUES ($1, $2, 'thread', $3, 'Archives de la série ' || CAST($1 AS TEXT), '', 'published', $1, $1, $1, $1)`,
					id, space, w.Person("karim"))
				if err != nil {
					return err
				}
			}
			_, err := tx.Exec(`
				INSERT INTO texts (id, space_id, publication_id, author_id, role, body, created_at, changed_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
				id, space, thread, w.Person("karim"), role, bodies[i%int64(len(bodies))], int64(tx.Now)-i)
			if err != nil {
				return err
			}
		}
		return nil
	})
	w.Write(w.Index.Rebuild)
	w.Settle()
	return w
}

// BenchmarkFind searches among 20,000 texts of one's spaces.
func BenchmarkFind(b *testing.B) {
	w := library(b)
	q := w.DB.Read(b.Context())
	karim := spaces.ReachOf(w.Person("karim"))
	for _, c := range []struct{ name, typed string }{
		{"a common word", "archives "}, {"a common word, unfinished", "archiv"}, {"two common words", "durée archives "},
		{"a phrase", "« durée d’utilité »"}, {"a rare word", "AppraisalRule "}, {"nothing", "zygomatique "},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			before := cpu(b)
			for b.Loop() {
				found, err := w.Index.Find(q, index.Search{Reach: karim, Question: index.Ask(c.typed), Limit: 20})
				if err != nil || len(found.Hits) == 0 != (c.name == "nothing") {
					b.Fatal(len(found.Hits), err)
				}
			}
			b.ReportMetric(float64(cpu(b)-before)/1e6/float64(b.N), "cpu-ms/op")
		})
	}
}

// cpu is how long processors have worked for this program: a busy machine makes it wait, not work.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkRebuild indexes 20,000 texts anew.
func BenchmarkRebuild(b *testing.B) {
	w := library(b)
	for b.Loop() {
		w.Write(w.Index.Rebuild)
		if err := w.Queue.Drain(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
