package app_test

import (
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

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
	list, err := reach.Spaces(w.DB.Read(b.Context()))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		items, err := w.Publications.Feed(w.DB.Read(b.Context()), reach, list, "", db.Newest)
		if err != nil || len(items) == 0 {
			b.Fatal(len(items), err)
		}
	}
}
