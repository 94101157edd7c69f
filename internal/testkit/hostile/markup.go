package hostile

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf16"
)

// page is markup that would run a script.
func page(r *rand.Rand) string {
	return one(r,
		"<!DOCTYPE html><html><head><title>%s</title>"+Script+"</head></html>",
		"<html><body onload=\"window.__pwn=1\">%s</body></html>",
		"<HTML><IFRAME SRC=\"javascript:parent.__pwn=1\">%s</IFRAME></HTML>",
		"<script>window.__pwn=1//%s</script>",
		`<svg xmlns="http://www.w3.org/2000/svg" onload="window.__pwn=1"><desc>%s</desc><script>window.__pwn=1</script></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><desc>%s</desc><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>window.__pwn=1</script></body></foreignObject></svg>`,
		`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>window.__pwn=1</script><p>%s</p></html>`,
		`<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="data:text/xml,..."?><x>%s</x>`,
		`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;%s</x>`,
	)
}

func markup(r *rand.Rand) (string, []byte, bool) {
	content := fmt.Sprintf(page(r), word(r))
	name := one(r, "page.html", "page.htm", "dessin.svg", "page.xhtml", "page.xht", "page.mht", "page.shtml", "page.xml")
	return name, []byte(content), true
}

// disguised is markup under the name of something harmless, in encodings that some readers guess.
func disguised(r *rand.Rand) (string, []byte, bool) {
	content := fmt.Sprintf(page(r), word(r))
	name := one(r, "photo.jpg", "photo.png", "note.txt", "note.md", "table.csv", "plan.pdf", "lettre.odt", "lettre.docx", "son.mp3", "film.mp4", "tout.zip", "sans-fin")
	switch r.IntN(9) {
	case 0:
		return name, []byte(content), true
	case 1:
		return name, append([]byte("\xEF\xBB\xBF"), content...), false
	case 2:
		return name, utf16Of(content, true, true), false
	case 3:
		return name, utf16Of(content, false, true), false
	case 4:
		return name, utf16Of(content, r.IntN(2) == 0, false), false
	case 5: // UTF-7, which old browsers guessed
		return name, []byte("+ADw-script+AD4-window.__pwn=1//" + word(r) + "+ADw-/script+AD4-"), false
	case 6:
		return name, []byte(strings.Repeat(" \n", 1+r.IntN(2000)) + content), false
	case 7:
		return name, []byte("<!-- " + strings.Repeat("-", r.IntN(3000)) + " -->" + content), false
	}
	return name, []byte("data:text/html;base64," + base64.StdEncoding.EncodeToString([]byte(content))), false
}

func utf16Of(s string, little, mark bool) []byte {
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xFEFF}, units...)
	}
	var out bytes.Buffer
	for _, u := range units {
		if little {
			out.Write([]byte{byte(u), byte(u >> 8)})
		} else {
			out.Write([]byte{byte(u >> 8), byte(u)})
		}
	}
	return out.Bytes()
}

// text is what is kept as it is and shown: Markdown, tables, what is no text at all.
func text(r *rand.Rand) (string, []byte, bool) {
	w := word(r)
	switch r.IntN(9) {
	case 0:
		return "note.md", []byte("# " + w + "\n\n[cliquez](javascript:window.__pwn=1)\n\n![](x \"a\" onerror=alert(1))\n\n" + Script + "\n\n<img src=x onerror=\"window.__pwn=1\">\n"), false
	case 1:
		return "note.md", []byte("> " + w + "\n\n" + strings.Repeat("> ", 3000) + "fond\n\n" + strings.Repeat("* ", 2000)), false
	case 2:
		return "note.md", []byte("[a]: data:text/html,<script>alert(1)</script>\n\n[a] " + w + "\n\n<a href=\"jav&#x09;ascript:alert(1)\">x</a>\n"), false
	case 3:
		return "table.csv", []byte("Nom;Valeur\n=cmd|' /C calc'!A0;" + w + "\n\"=HYPERLINK(\"\"http://ailleurs.example\"\")\";@SUM(A1)\n" + Script + ";<img src=x onerror=alert(1)>\n"), false
	case 4:
		return "table.csv", []byte(strings.Repeat(w+";", 3000) + "\n" + strings.Repeat("\"", 999) + "\n"), false
	case 5:
		return "ligne.txt", []byte(w + strings.Repeat("a", 200_000+r.IntN(100_000))), false
	case 6:
		return "note.txt", []byte("a\u202e" + w + "\u2066\u200b" + Script + "\n\t\u0085 \u2028 </pre></section>" + Script), false
	case 7:
		return "note.txt", []byte(w + "\xC3\x28\xA0\xA1\xE2\x28\xA1\xF0\x28\x8C\x28\xED\xA0\x80 </pre>" + Script), false
	}
	return "note.txt", []byte("Content-Type: text/html\r\n\r\n" + w + Script), false
}

// program is what a machine would run.
func program(r *rand.Rand) (string, []byte, bool) {
	w := word(r)
	name := one(r, "outil.exe", "facture.pdf", "photo.jpg", "note.txt", "outil.sh", "outil.jar", "rapport.docx")
	content := one(r,
		"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"+strings.Repeat("\x00", 200), "\x7fELF\x02\x01\x01"+strings.Repeat("\x00", 200),
		"\xCA\xFE\xBA\xBE\x00\x00\x00\x34", "\x00asm\x01\x00\x00\x00", "L\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00F",
		"!<arch>\ndebian-binary   ", "SQLite format 3\x00", "7z\xBC\xAF\x27\x1C", "Rar!\x1A\x07\x00", "\x1F\x8B\x08\x00", "\xED\xAB\xEE\xDB",
	)
	if r.IntN(4) == 0 { // a script is a text: it is kept as one, and saved under a name that no machine runs
		return name, []byte(one(r, "#!/bin/sh\n", "@echo off\r\n", "<?php system('id'); ?>", "#!/usr/bin/perl\n", "WScript.Echo 1\r\n") + w), false
	}
	return name, []byte(content + w), true
}
