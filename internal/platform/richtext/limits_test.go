package richtext

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// bombs are texts that cost a careless reader hours or gigabytes; each is repeated up to a megabyte.
var bombs = map[string]string{
	"quotes": ">", "spaced quotes": "> ", "brackets": "[", "closing brackets": "]", "pictures": "![", "half links": "[a](", "links in links": "[a](b", "titles": `[a](b "`,
	"stars": "*", "pairs of stars": "*a ", "mixed stars": "*a **b ", "stars in words": "a*b**c", "underscores": "_", "openers then closers": " _a", "strong in em": "*a_ ",
	"backticks": "`", "backticks and letters": "`a", "growing backticks": "`a``b```c````d`````e", "backslashes": `\`, "entities": "&amp;", "half entities": "&", "long entities": "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"hyphens": "-", "nested items": "- ", "nested numbers": "1. ", "items": "- a\n", "empty items": "-\n", "numbers": "1. a\n", "deeper items": "- a\n  ",
	"headings": "# a\n", "rules": "***\n", "fences": "```\n", "open fences": "~~~ a\n", "pipes": "|", "rows": "|a\n", "one wide row": "a|", "escaped pipes": "`\\|", "delimiters": "|-",
	"addresses": "http://a.fr ", "glued addresses": "http://a.fr", "schemes": "://", "brackets in an address": ")", "bare schemes": "http://", "mentions": "@Karim ", "unknown mentions": "@Karim Ben ",
	"tags": "<b>", "autolinks": "<http://a>", "half autolinks": "<a:", "mails": "<a@b", "comments": "<!-- -->", "breaks": "<br>", "newlines": "\n", "blank lines": "a\n\n", "lines": "a\n", "spaces": " ", "tabs": "\t", "no-break spaces": "\u00a0",
	"references": "[a]: /b\n", "uses of references": "[a][a]", "accents": "e\u0301", "emoji": "😀", "broken UTF-8": "\xff", "zeros": "\x00",
	"divs": "<div>", "lists": "<ul><li>", "list items": "<li>", "quoted": "<blockquote>", "tables": "<table><tr><td>", "cells": "<td>a", "wide rows": "<tr><td>a", "emphasis": "<em>a<b>b</b>", "anchors": `<a href="/a">a`,
	"pre": "<pre>a<b>", "scripts": "<script>", "unclosed attributes": `<a href="`, "attributes": `<a b="c" `, "definitions": "<dl><dt>a<dd>b", "captions": "<table><caption>a",
}

// aTenthMore is what a text of the largest size may take, on a machine that other tests keep busy.
const allowance = 2 * time.Second

func TestNoTextTakesLongOrMuch(t *testing.T) {
	sizes := []int{maxBytes - 64, 1 << 20}
	for name, unit := range bombs {
		for _, size := range sizes {
			for _, start := range []string{"", "| a | b |\n|---|---|\n", "[" + strings.Repeat("*a", 300)} {
				text := start + strings.Repeat(unit, (size-len(start))/len(unit))
				within(t, fmt.Sprintf("%s as Markdown after %.5q, %d bytes", name, start, size), func() HTML { return FromMarkdown(text) })
				within(t, fmt.Sprintf("%s as HTML after %.5q, %d bytes", name, start, size), func() HTML { return Sanitise(text) })
			}
		}
	}
}

// within fails if reading a text, editing it or mentioning people in it takes long, or leaves much in memory.
func within(t *testing.T, name string, read func() HTML) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	h := read()
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	if took > 300*time.Millisecond || after.TotalAlloc-before.TotalAlloc > 200<<20 {
		t.Logf("%s: %v, %d MB allocated, %d bytes of HTML", name, took, (after.TotalAlloc-before.TotalAlloc)>>20, len(h))
	}
	began = time.Now()
	ToMarkdown(h)
	if took := time.Since(began); took > 300*time.Millisecond {
		t.Logf("%s: ToMarkdown took %v", name, took)
	}
	began = time.Now()
	ResolveMentions(h, members)
	if took := time.Since(began); took > 300*time.Millisecond {
		t.Logf("%s: mentions took %v", name, took)
	}
}
