// Package hostile makes files that wish an installation ill: what is two things at once, what holds scripts, what becomes
// enormous, what never ends, what reads or fetches elsewhere, what is called by a dangerous name. The same number gives the same
// file each time, on each machine. None of it harms whoever keeps it on disk.
package hostile

import (
	"math/rand/v2"
	"strings"
)

// Canary stands in what a file must not bring to anybody who looks at a picture: places, scripts, comments.
const Canary = "canari-48.8566-2.3522"

// Script is what would run, if anything ran.
const Script = `<script>window.__pwn="` + Canary + `"</script>`

// File is one of them.
type File struct {
	// Family says what kind of ill it wishes, for failures and counts.
	Family string
	Name   string
	// Content is never empty.
	Content []byte
	// Refused says that no door may take it.
	Refused bool
}

// maker makes a file of a family. Its name may be replaced by a worse one; end is what that ends with.
type maker struct {
	family string
	make   func(r *rand.Rand) (name string, content []byte, refused bool)
}

var makers = []maker{
	{"two at once", twoAtOnce}, {"markup", markup}, {"markup under another name", disguised}, {"archive", archive}, {"picture", picture},
	{"place in a picture", placed}, {"PDF", pdf}, {"OOXML", ooxml}, {"ODF", odf}, {"RTF", rtf}, {"text", text}, {"recording", recording},
	{"program", program},
}

// Families counts the families: so many numbers in a row have one file of each.
func Families() int { return len(makers) }

// Make returns a file by its number.
func Make(number int) File {
	m := makers[number%len(makers)]
	r := rand.New(rand.NewPCG(0x05305E, uint64(number)))
	name, content, refused := m.make(r)
	if r.IntN(3) == 0 {
		name = badName(r, name[strings.LastIndexByte(name, '.')+1:])
	}
	return File{m.family, name, content, refused}
}

// Name returns a name by its number, as people are asked for one of a folder or of a document: it has an end or none.
func Name(number int) string {
	return badName(rand.New(rand.NewPCG(0x0A3E5, uint64(number))), "txt")
}

// one chooses among some.
func one[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// word is a few letters, so that no two files are alike.
func word(r *rand.Rand) string {
	letters := make([]byte, 10)
	for i := range letters {
		letters[i] = 'a' + byte(r.IntN(26))
	}
	return string(letters)
}
