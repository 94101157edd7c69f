// Package dataset makes worlds of any size for measuring: people, spaces, publications, comments and what follows from
// them, true to each other as the product would have kept them, in French of the trade, with the skews of real
// communities: a few crowded spaces and many small ones, a few who write much, threads of hundreds of replies and many
// without any, more of everything of late.
//
// The same size and seed give the same rows, ids included, on both engines. Everything is planned in memory first, texts
// aside, which are written when their rows are: a run that was killed goes on where its last transaction ended.
//
// It writes tables directly, past all verbs and keys: it must never be given a database that people use, and refuses one
// that has people it did not make.
package dataset

import (
	"fmt"
	"time"

	"osmose/internal/platform/clock"
)

// Size is how much there is of each.
type Size struct {
	Name         string
	People       int
	Spaces       int
	Publications int
	// Crowds are the numbers of members of the first spaces; the others have about thirty.
	Crowds []int
	// Chunk is how many rows one transaction puts.
	Chunk int
}

// Sizes are those that can be asked for by name.
var Sizes = []Size{
	{"tiny", 300, 20, 1_500, []int{200, 80}, 500},
	{"small", 2_500, 200, 50_000, crowds(1, 1_500, 3, 300), 10_000},
	{"full", 25_000, 2_000, 1_000_000, crowds(4, 5_000, 8, 1_200, 30, 400), 20_000},
}

// crowds repeats numbers of members: how many spaces, of how many.
func crowds(pairs ...int) []int {
	var list []int
	for i := 0; i < len(pairs); i += 2 {
		for range pairs[i] {
			list = append(list, pairs[i+1])
		}
	}
	return list
}

// SizeNamed returns a size by its name.
func SizeNamed(name string) (Size, error) {
	for _, s := range Sizes {
		if s.Name == name {
			return s, nil
		}
	}
	return Size{}, fmt.Errorf("dataset: there is no size called %q", name)
}

// Everything happens between these two moments. They are fixed, so that a data set made tomorrow is that of today.
var (
	begin = clock.Of(time.Date(2022, 11, 14, 7, 0, 0, 0, time.UTC))
	end   = clock.Of(time.Date(2026, 11, 18, 8, 12, 0, 0, time.UTC))
)

// Password is everybody's; its hash is written once, for Argon2id is slow on purpose.
const (
	Password     = "bench-osmose-2026"
	passwordHash = "$argon2id$v=19$m=19456,t=2,p=1$WzzpdnPWxJ182y5nOs3ecQ$ZQs+Mf8peVaBoM47asWKtwg+LVOwUpafw7dmgy7zccI"
)
