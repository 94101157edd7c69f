package app_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/texts"
	"osmose/internal/services/discussions"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// BenchmarkPages measures whole pages as a signed-in person gets them: router, doors, queries, markup. Beside the time
// stands the processor time of the whole process, its garbage collector included, which a busy machine does not stretch.
func BenchmarkPages(b *testing.B) {
	w := testkit.Boot(b)
	karim := w.As("karim")
	space := karim.Get("/espaces").Link("archivage-numerique")
	forum := space + "/echanges"
	thread := longThread(w, 50)
	for _, page := range []struct{ name, path string }{
		{"thread", forum + "/" + thread.String()}, {"space", space}, {"forum", forum}, {"home", "/"}, {"spaces", "/espaces"}, {"notifications", "/notifications"},
	} {
		path := page.path
		if answer := karim.Get(path); answer.Status != 200 {
			path = answer.LeadsTo(path) // the slug is in the address
		}
		b.Run(page.name, func(b *testing.B) {
			b.ReportAllocs()
			before := cpu()
			for b.Loop() {
				karim.Get(path)
			}
			b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
}

// cpu returns the processor time that this process has used.
func cpu() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // it fails for no argument that we give
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// longThread opens a thread in « Archivage numérique » with a number of replies of about 500 characters each, by its
// members in turn; some carry reactions, one in ten quotes the one before.
func longThread(w *testkit.World, replies int) ids.ID {
	space := w.Space("Archivage numérique")
	custody := spaces.TakeCustody(space, "a thread to measure")
	var thread ids.ID
	w.Write(func(tx *db.Tx) error {
		members, err := db.All[ids.ID](tx, `SELECT person_id FROM memberships WHERE space_id = $1 ORDER BY person_id LIMIT 20`, space)
		if err != nil {
			return err
		}
		themes, err := w.Publications.ThemesOf(tx, custody)
		if err != nil {
			return err
		}
		thread, err = w.Discussions.Place(tx, custody, discussions.PlacedThread{
			Author: members[0], Theme: themes[0].ID, Title: "Quelle durée pour les messageries ?", Body: paragraph(0), Keywords: []string{"courriels"}, At: tx.Now,
		})
		if err != nil {
			return err
		}
		var text ids.ID
		for i := range replies {
			quoted := ids.ID(0)
			if i%10 == 9 {
				quoted = text
			}
			text, err = w.Comments.Place(tx, custody, texts.Text{
				Publication: thread, Author: members[i%len(members)], Body: paragraph(i + 1), Quoted: quoted, CreatedAt: tx.Now,
			})
			if err != nil {
				return err
			}
			for j := range i % 3 {
				if err := reactions.Add(tx, space, members[j], text, reactions.Kinds[j]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return thread
}

func paragraph(n int) richtext.HTML {
	return richtext.HTML("<p>" + strings.Repeat(fmt.Sprintf("Réponse %d : nous gardons les messageries cinq ans, puis trions. ", n), 8)[:500] + "</p>")
}

// BenchmarkReplies has sixteen people reply to one thread at once, each request from the router to the disk, while the
// jobs behind them run.
func BenchmarkReplies(b *testing.B) {
	w := testkit.Boot(b)
	karim := w.As("karim")
	thread := karim.Get("/espaces").Link("archivage-numerique") + "/echanges/" + longThread(w, 1).String()
	var writers [16]*testkit.Visitor
	for i := range writers {
		writers[i] = karim.In(w)
	}
	ctx, stop := context.WithCancel(b.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = w.Run(ctx) }) // it ends with ctx
	var next atomic.Int64
	var group sync.WaitGroup
	before := cpu()
	b.ResetTimer()
	for _, writer := range writers {
		group.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				writer.Post(thread+"/messages", url.Values{"body": {fmt.Sprintf("Réponse numéro %d : nous gardons les messageries cinq ans, puis trions.", n)}}).Is(303)
			}
		})
	}
	group.Wait()
	b.StopTimer()
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-µs/op")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "replies/s")
	if left, err := db.One[int](w.DB.Read(b.Context()), `SELECT COUNT(*) FROM jobs`); err == nil {
		b.ReportMetric(float64(left), "jobs-left")
	}
	stop()
	running.Wait()
}
