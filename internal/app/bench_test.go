package app_test

import (
	"testing"

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
