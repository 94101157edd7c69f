package ui

import (
	"bytes"
	"testing"
)

// BenchmarkMessages measures the markup of a short thread: an opening message and its answers, as the gallery shows them.
func BenchmarkMessages(b *testing.B) {
	ctx := speaking(b, "fr")
	var page bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		page.Reset()
		if err := exampleMessage().Render(ctx, &page); err != nil {
			b.Fatal(err)
		}
	}
}
