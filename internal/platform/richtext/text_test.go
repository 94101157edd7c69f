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

func TestExcerptsAreNeverTooLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(0, 40).Draw(t, "limit")
		if got := Excerpt(Sanitise(drawHTML(t)), limit); utf8.RuneCountInString(got) > limit {
			t.Fatalf("%q is longer than %d", got, limit)
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
