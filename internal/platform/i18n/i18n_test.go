package i18n_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/i18n"
)

// room holds the texts of an imaginary room in both languages.
func room(fr, en string) fstest.MapFS {
	return fstest.MapFS{"texts.fr.toml": {Data: []byte(fr)}, "texts.en.toml": {Data: []byte(en)}}
}

var thread = room(`
[thread]
title = "Échanges"
welcome = "Bonjour {{.Name}}, {{.Name}} !"
[thread.replies]
one = "{{.Count}} réponse à {{.Title}}"
other = "{{.Count}} réponses à {{.Title}}"
`, `
[thread]
title = "Discussions"
welcome = "Hello {{.Name}}"
[thread.replies]
one = "{{.Count}} reply to {{.Title}}"
other = "{{.Count}} replies to {{.Title}}"
`)

func bundle(t testing.TB, rooms ...fstest.MapFS) *i18n.Bundle {
	t.Helper()
	b := i18n.New("fr")
	for _, r := range rooms {
		if err := b.Load(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	return b
}

func reader(t testing.TB, lang string) context.Context {
	t.Helper()
	return i18n.With(t.Context(), bundle(t, thread).Localizer(lang, nil))
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestKarimReadsFrenchAndGraceReadsEnglish(t *testing.T) {
	karim, grace := reader(t, "fr"), reader(t, "en")
	same(t, i18n.T(karim, "thread.title"), "Échanges")
	same(t, i18n.T(grace, "thread.title"), "Discussions")
	same(t, i18n.T(karim, "thread.welcome", i18n.Args{"Name": "Karim"}), "Bonjour Karim, Karim !")
	same(t, i18n.Lang(karim), "fr")
	same(t, i18n.Lang(grace), "en")
}

func TestPersonOfAnUnknownLanguageReadsFrench(t *testing.T) {
	same(t, i18n.Lang(reader(t, "de")), "fr")
	same(t, i18n.T(reader(t, ""), "thread.title"), "Échanges")
}

func TestValuesAreWrittenAsTheirLanguageDoes(t *testing.T) {
	at := clock.Of(time.Date(2026, 11, 18, 8, 12, 0, 0, time.UTC))
	for _, c := range []struct {
		value any
		want  string
	}{
		{"Hélène {{.Name}} <b>", "Hello Hélène {{.Name}} <b>"},
		{12345, "Hello 12,345"},
		{int64(1000), "Hello 1,000"},
		{at, "Hello 18 November 2026 at 9:12"},
		{90 * time.Second, "Hello 2 minutes"},
		{time.Wednesday, "Hello Wednesday"},
	} {
		same(t, i18n.T(reader(t, "en"), "thread.welcome", i18n.Args{"Name": c.value}), c.want)
	}
}

func TestPluralsFollowEachLanguage(t *testing.T) {
	title := i18n.Args{"Title": "Tri"}
	for _, c := range []struct {
		n      int
		fr, en string
	}{
		{0, "0 réponse à Tri", "0 replies to Tri"},
		{1, "1 réponse à Tri", "1 reply to Tri"},
		{-1, "-1 réponse à Tri", "-1 reply to Tri"},
		{2, "2 réponses à Tri", "2 replies to Tri"},
		{12345, "12\u202f345 réponses à Tri", "12,345 replies to Tri"},
		{10_000_001, "10\u202f000\u202f001 réponses à Tri", "10,000,001 replies to Tri"},
	} {
		same(t, i18n.N(reader(t, "fr"), "thread.replies", c.n, title), c.fr)
		same(t, i18n.N(reader(t, "en"), "thread.replies", c.n, title), c.en)
	}
}

func TestNumbersAreGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", -999: "-999", 1000: "1\u202f000",
		-123456: "-123\u202f456", 1234567: "1\u202f234\u202f567"} {
		same(t, i18n.Number(reader(t, "fr"), n), want)
	}
}

func TestWhatIsMissingShowsAMark(t *testing.T) {
	same(t, i18n.T(reader(t, "fr"), "thread.tilte"), "⟦thread.tilte⟧")
	same(t, i18n.N(reader(t, "fr"), "thread.reply", 3), "⟦thread.reply⟧")
	same(t, i18n.T(reader(t, "en"), "thread.welcome"), "Hello ⟦Name⟧")
	same(t, i18n.T(t.Context(), "thread.title"), "⟦thread.title⟧")
}

func TestWhatIsMissingPanicsInAStrictBundle(t *testing.T) {
	b := bundle(t, thread)
	b.Strict = true
	strict := b.Localizer("fr", nil)
	for name, write := range map[string]func(){
		"key":            func() { strict.T("thread.tilte") },
		"value":          func() { strict.T("thread.welcome") },
		"count of a N":   func() { strict.T("thread.replies", i18n.Args{"Title": "Tri"}) },
		"key of a count": func() { strict.N("thread.reply", 3) },
	} {
		if !panics(write) {
			t.Errorf("a missing %s passed", name)
		}
	}
	if panics(func() { strict.T("thread.title") }) {
		t.Error("a present key panicked")
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return
}

func TestLanguageFollowsTheBrowser(t *testing.T) {
	for header, want := range map[string]string{
		"":                                  "fr",
		"fr-FR,fr;q=0.9,en;q=0.8":           "fr",
		"en-GB,en;q=0.9":                    "en",
		"de-DE,de;q=0.9":                    "fr",
		"de,en;q=0.5":                       "en",
		"en;q=0.1, fr;q=0.9":                "fr",
		"*":                                 "fr",
		"\xff\x00;;q=z":                     "fr",
		strings.Repeat("en-", 5000) + ",en": "fr",
	} {
		same(t, i18n.FromRequest(header), want)
	}
}

func BenchmarkPlainText(b *testing.B) {
	ctx := reader(b, "fr")
	b.ReportAllocs()
	for b.Loop() {
		i18n.T(ctx, "thread.title")
	}
}

func TestPlainTextAllocatesNothing(t *testing.T) {
	ctx := reader(t, "fr")
	if n := testing.AllocsPerRun(100, func() { i18n.T(ctx, "thread.title") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
