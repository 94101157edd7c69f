package richtext

import "testing"

// The seeds under testdata/fuzz are what earlier searches found. To search on:
//
//	go test ./internal/platform/richtext -fuzz FuzzSanitise -fuzztime 10m

func FuzzSanitise(f *testing.F) {
	for _, vector := range hostile {
		f.Add(vector)
	}
	f.Fuzz(func(t *testing.T, fragment string) { promise(t, Sanitise(fragment)) })
}

func FuzzFromMarkdown(f *testing.F) {
	for _, fragment := range fragments {
		f.Add(fragment)
	}
	f.Fuzz(func(t *testing.T, source string) { promise(t, FromMarkdown(source)) })
}

func FuzzCanonicalURL(f *testing.F) {
	for _, href := range hrefs {
		f.Add(href)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once := canonicalURL(raw)
		if once == "" {
			return
		}
		if !safeAddress(once) {
			t.Fatalf("%q became %q", raw, once)
		}
		if twice := canonicalURL(once); twice != once {
			t.Fatalf("%q became %q, then %q", raw, once, twice)
		}
	})
}
