package richtext

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestPlainTextHasALineForEachBlock(t *testing.T) {
	h := FromMarkdown("# Titre\n\nUn **mot**\net [deux](/x) &\n\n- a\n- b\n\n> c\n\n```\nd\n```\n\n***\n\n| A | B |\n|---|---|\n| e | f |\n\nMerci [](/personnes/" + karim.String() + ")")
	want := "Titre\nUn mot\net deux &\na\nb\nc\nd\nA B\ne f\nMerci @…"
	if got := PlainText(h); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := PlainText(WriteNames(h, "Ancien membre", nameOf)); got != "Titre\nUn mot\net deux &\na\nb\nc\nd\nA B\ne f\nMerci @Karim Benali" {
		t.Errorf("with names: %q", got)
	}
}

func TestExcerptsAreCutBetweenWords(t *testing.T) {
	h := FromMarkdown("La durée d’utilité administrative.\n\nElle est de dix ans.")
	for limit, want := range map[int]string{
		100: "La durée d’utilité administrative. Elle est de dix ans.", 55: "La durée d’utilité administrative. Elle est de dix ans.", 54: "La durée d’utilité administrative. Elle est de dix…",
		36: "La durée d’utilité administrative…", 20: "La durée d’utilité…", 19: "La durée d’utilité…", 9: "La durée…", 4: "La…", 1: "…", 0: "", -1: "",
	} {
		if got := Excerpt(h, limit); got != want {
			t.Errorf("%d: %q, want %q", limit, got, want)
		}
	}
	if got := Excerpt(FromMarkdown("anticonstitutionnellement"), 5); got != "anti…" {
		t.Errorf("a long word: %q", got)
	}
}

func TestTheBlocksOfAnExcerptStayApart(t *testing.T) {
	for h, want := range map[HTML]string{
		"<h2>Titre</h2><p>Texte</p>":                                  "Titre Texte",
		"<p>Un</p><p>deux<br>trois</p>":                               "Un deux trois",
		"<ul><li>un<ul><li>deux</li></ul></li></ul><hr><p>trois</p>":  "un deux trois",
		"<blockquote><p>Cité</p></blockquote><p>Dit</p>":              "Cité Dit",
		"<table><tr><td>a</td><td>b</td></tr></table><p>c</p>":        "a b c",
		"<pre><code>a\nb</code></pre><p>c</p>":                        "a b c",
		"<p>Un <strong>mot</strong>, <em>deux</em></p>":               "Un mot, deux",
		"<h2>Le &amp; du titre</h2><ol><li>un</li><li>deux</li></ol>": "Le & du titre un deux",
	} {
		if got := Excerpt(h, 100); got != want {
			t.Errorf("%s: %q, want %q", h, got, want)
		}
	}
}

func TestExcerptsAreNeverTooLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(0, 40).Draw(t, "limit")
		h := Sanitise(drawHTML(t))
		if got := Excerpt(h, limit); utf8.RuneCountInString(got) > limit {
			t.Fatalf("%q is longer than %d", got, limit)
		}
		got := TeaserOf(h, limit)
		if utf8.RuneCountInString(string(got)) > limit {
			t.Fatalf("%q is longer than %d", got, limit)
		}
		if shown := got.Show("Ancien membre", nameOf); strings.ContainsRune(shown, mentionSign) {
			t.Fatalf("%q shows a sign", shown)
		}
	})
}

func TestTheQuickWayToWordsIsThatOfTheTree(t *testing.T) {
	quick := 0
	check := func(t interface{ Fatalf(string, ...any) }, h HTML) {
		text, known := quickText(string(h))
		if !known {
			return
		}
		quick++
		if got, want := collapse(text, true), collapse(PlainText(h), true); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Fatalf("%q: %q, and by the tree %q", h, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, Sanitise(drawHTML(t))) })
	rapid.Check(t, func(t *rapid.T) { check(t, Sanitise(drawDocument(t))) })
	if quick < 50 {
		t.Errorf("only %d texts took the quick way", quick)
	}
}

func TestATextThatShowsNothingIsEmpty(t *testing.T) {
	for source, want := range map[string]bool{
		"": true, "\n \t": true, "***": true, "\u200b\u2060\ufe0f": true, "&nbsp;": true, "[](/x)": true, "# ": true, "- ": true, "> ": true, "```\n\n```": true,
		"a": false, ".": false, "[](/personnes/" + karim.String() + ")": false, "`a`": false, "😀": false, "```\na\n```": false,
	} {
		if got := Empty(FromMarkdown(source)); got != want {
			t.Errorf("Empty(%q) = %v", source, got)
		}
	}
}
