package dataset

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"osmose/internal/platform/clock"
)

// bar tells how far the rows are: on a terminal one line that changes, elsewhere one line for each table.
type bar struct {
	out      io.Writer
	terminal bool
	passed   func() time.Duration

	mu     sync.Mutex
	all    float64 // rows, about
	before float64 // those that an earlier run had put
	done   float64
	rows   int
	table  string
	shown  time.Duration
}

func newBar(out io.Writer, steps []step) *bar {
	b := &bar{out: out, passed: clock.Stopwatch()}
	if file, is := out.(*os.File); is {
		about, err := file.Stat()
		b.terminal = err == nil && about.Mode()&os.ModeCharDevice != 0
	}
	for _, s := range steps {
		b.all += weight(s, s.units)
	}
	return b
}

// weight is about how long some units of a step take, in rows of a text.
func weight(s step, units int) float64 {
	return float64(units) * s.per * (0.3 + 0.08*float64(len(s.columns)))
}

// skip counts what an earlier run had put.
func (b *bar) skip(s step, units int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.before += weight(s, units)
	b.done += weight(s, units)
}

func (b *bar) put(s step, units, rows int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done += weight(s, units)
	b.rows += rows
	now := b.passed()
	switch {
	case !b.terminal && s.table != b.table:
		fmt.Fprintf(b.out, "dataset: %s\n", b.line(s.table, now))
	case b.terminal && now-b.shown > 200*time.Millisecond:
		fmt.Fprintf(b.out, "\r\x1b[K%s", b.line(s.table, now))
		b.shown = now
	}
	b.table = s.table
}

const width = 24

func (b *bar) line(table string, now time.Duration) string {
	part := min(1, b.done/b.all)
	left := time.Duration(float64(now) * (b.all - b.done) / max(1, b.done-b.before))
	full := int(part * width)
	return fmt.Sprintf("[%-*.*s] %3.0f %%  %-22s %9d rows  %6.0f/s  %s left, then indexes", width, full, "########################", part*100, table, b.rows,
		float64(b.rows)/now.Seconds(), left.Round(time.Second))
}

// say tells of a step that is not rows.
func (b *bar) say(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.terminal {
		fmt.Fprintf(b.out, "\r\x1b[K%s  %s", b.passed().Round(time.Second), what)
		return
	}
	fmt.Fprintf(b.out, "dataset: %s  %s\n", b.passed().Round(time.Second), what)
}

func (b *bar) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.terminal {
		fmt.Fprint(b.out, "\r\x1b[K")
	}
	fmt.Fprintf(b.out, "dataset: made in %s, %d rows in this run\n", b.passed().Round(time.Second/10), b.rows)
}
