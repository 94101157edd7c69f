package richtext

import (
	"fmt"
	"runtime"
	"strings"
	"syscall"
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

// budget is what one step may take: processor time, which a busy machine does not stretch, and bytes allocated in all,
// most of them free again before the end.
type budget struct {
	time  time.Duration
	bytes uint64
}

func TestNoTextCostsMuch(t *testing.T) {
	most := budget{2 * time.Second, 256 << 20}
	for name, unit := range bombs {
		text := strings.Repeat(unit, maxBytes/len(unit))
		costs(t, name+" of Markdown", most, func() HTML { return FromMarkdown(text) })
		costs(t, name+" of HTML", most, func() HTML { return Sanitise(text) })
	}
}

func TestNoTextCostsMuchAfterABeginning(t *testing.T) {
	most := budget{time.Second, 64 << 20}
	for _, start := range []string{"| a | b |\n|---|---|\n", "[" + strings.Repeat("*a", 300), "> - 1. "} {
		for name, unit := range bombs {
			text := start + strings.Repeat(unit, maxBytes/8/len(unit))
			costs(t, fmt.Sprintf("%s after %.20q", name, start), most, func() HTML { return FromMarkdown(text) })
		}
	}
}

func TestWhatIsTooLongIsWordsOnly(t *testing.T) {
	most := budget{2 * time.Second, 64 << 20}
	for _, unit := range []string{"a", "*a* ", "> ", "[", "http://a.fr ", "\n"} {
		text := strings.Repeat(unit, 1<<20/len(unit))
		costs(t, unit+" too often", most, func() HTML { return FromMarkdown(text) })
	}
	h := FromMarkdown("> **gras**\n\nfin " + strings.Repeat("a", maxBytes))
	if !strings.HasPrefix(string(h), "<p>&gt; **gras** fin aaa") {
		t.Errorf("got %.40s", h)
	}
	h = Sanitise("<blockquote><p><b>gras</b></p><p>fin " + strings.Repeat("a", maxBytes))
	if !strings.HasPrefix(string(h), "<p>gras fin aaa") {
		t.Errorf("got %.40s", h)
	}
}

// costs fails if reading a text, editing it or mentioning people in it takes long or much memory.
func costs(t *testing.T, name string, most budget, read func() HTML) {
	t.Helper()
	var h HTML
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"read", func() { h = read() }},
		{"edit", func() { ToMarkdown(h) }},
		{"mention", func() { ResolveMentions(h, members) }},
		{"excerpt", func() { Excerpt(h, 200) }},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := processorTime(t)
		step.do()
		took := processorTime(t) - began
		runtime.ReadMemStats(&after)
		if allocated := after.TotalAlloc - before.TotalAlloc; took > slower*most.time || allocated > most.bytes {
			t.Errorf("%s: to %s it took %v and %d MB", name, step.name, took, allocated>>20)
		}
	}
}

// processorTime returns what this process has used of the processors.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
