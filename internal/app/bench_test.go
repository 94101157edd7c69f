package app_test

import (
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/spaces"
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

// BenchmarkEnter measures the key of a space.
func BenchmarkEnter(b *testing.B) {
	w := testkit.Boot(b)
	karim, space := w.Person("karim"), w.Space("Archivage numérique")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Spaces.Enter(b.Context(), karim, space); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFeed measures the query of the own home: the newest of all of one’s spaces.
func BenchmarkFeed(b *testing.B) {
	w := testkit.Boot(b)
	reach := spaces.ReachOf(w.Person("karim"))
	b.ReportAllocs()
	for b.Loop() {
		items, err := w.Publications.Feed(w.DB.Read(b.Context()), reach, "", db.Newest)
		if err != nil || len(items) == 0 {
			b.Fatal(len(items), err)
		}
	}
}
