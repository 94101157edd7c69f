package dataset

import (
	"math/rand/v2"

	"osmose/bench/prose"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
)

// step fills one table, unit after unit: a person, a space, a publication, a text. What a unit's rows hold depends on the
// plan and the unit's number alone.
type step struct {
	table   string
	columns []string
	units   int
	rows    func(w *writer, unit int)
	// per is about how many rows a unit has, for the progress bar.
	per float64
	// large tables have their indexes built afterwards.
	large bool
}

// writer turns units of the plan into rows.
type writer struct {
	*plan
	source rand.PCG
	chance chance
	prose  *prose.Writer
	// values are those of the rows of a chunk, one after the other.
	values   []any
	sortKeys []string // of people, as accounts folds their names
	// follows is made when it is first asked for: see followed.
	follows [][]int32
}

func newWriter(p *plan) *writer {
	w := &writer{plan: p, prose: prose.New()}
	w.chance = chance{rand.New(&w.source)}
	for unit := range p.people {
		given, family := w.name(unit)
		w.sortKeys = append(w.sortKeys, richtext.Fold(family+" "+given))
	}
	return w
}

// chunk returns the values of some units of a step.
func (w *writer) chunk(s step, from, to int) []any {
	w.values = make([]any, 0, (to-from)*max(1, int(s.per*1.3))*len(s.columns))
	for unit := from; unit < to; unit++ {
		s.rows(w, unit)
	}
	return w.values
}

func (w *writer) put(values ...any) { w.values = append(w.values, values...) }

// of seeds the chances of one unit, apart from those of every other.
func (w *writer) of(stream uint64, unit int) chance {
	w.source.Seed(w.seed<<8|stream, uint64(unit))
	return w.chance
}

// words seeds the words of one unit.
func (w *writer) words(stream uint64, unit int) *prose.Writer {
	w.prose.Seed(w.seed<<8|stream, uint64(unit))
	return w.prose
}

// Drivers want plain numbers, and nil for nobody.
func num(id ids.ID) int64         { return int64(id) }
func when(at clock.Instant) int64 { return int64(at) }

func (w *writer) personOrNull(author int32) any {
	if author == nobody {
		return nil
	}
	return num(w.people[author].id)
}
