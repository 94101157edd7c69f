package app_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/testkit"
)

// BenchmarkPages measures whole pages as a signed-in person gets them: router, doors, queries, markup.
func BenchmarkPages(b *testing.B) {
	w := testkit.Boot(b)
	karim := w.As("karim")
	space := karim.Get("/espaces").Link("archivage-numerique")
	forum := space + "/echanges"
	thread := karim.Get(forum).Link("/echanges/0")
	for _, page := range []struct{ name, path string }{
		{"thread", thread}, {"space", space}, {"forum", forum}, {"home", "/"}, {"spaces", "/espaces"}, {"notifications", "/notifications"},
	} {
		b.Run(page.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				karim.Get(page.path)
			}
		})
	}
}

// BenchmarkReplies measures replies of 64 writers at once on one thread, while the jobs that they cause run behind them.
// « behind » is how long the last of those take once everybody has written.
func BenchmarkReplies(b *testing.B) {
	w := testkit.Boot(b)
	m, err := w.Spaces.Enter(b.Context(), w.Person("karim"), w.Space("Archivage numérique"))
	if err != nil {
		b.Fatal(err)
	}
	thread, err := db.One[ids.ID](w.DB.Read(b.Context()), `SELECT id FROM live_publications WHERE space_id = $1 ORDER BY id LIMIT 1`, m.SpaceID())
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if err := w.Run(ctx); err != nil {
			b.Error(err)
		}
	})
	var n atomic.Int64
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			body := richtext.HTML(fmt.Sprintf("<p>Réponse %d : nous gardons le bordereau de versement signé dix ans, et l’empreinte de chaque unité d’archives avec lui.</p>", n.Add(1)))
			w.Clock.Advance(time.Second) // a form sent twice is looked for among those of a minute
			err := w.DB.Write(ctx, func(tx *db.Tx) error {
				_, err := w.Comments.Add(tx, m, thread, body, 0)
				return err
			})
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "replies/s")
	cancel()
	running.Wait()
	began := time.Now()
	if err := w.Queue.Drain(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(began).Seconds(), "s-behind")
}
