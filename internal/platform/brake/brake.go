// Package brake notices who reads everything. It counts the different subjects that each reader opens in an hour, however often:
// beyond a limit it raises an alarm, and lets the reader open another one only every Pace.
//
// The counts are this program's own and are lost when it stops: nodes that share their readers allow a limit each. What it holds
// is bounded by what readers open in an hour.
package brake

import (
	"sync"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/ids"
)

// Window is how long what was opened counts, from the first subject on.
const Window = time.Hour

// Pace is how often a reader beyond the limit opens another subject.
const Pace = 2 * time.Second

// Brake is safe for use by several goroutines.
type Brake struct {
	clock clock.Clock
	limit int

	mu      sync.Mutex
	readers map[ids.ID]*reader
	swept   clock.Instant
}

type reader struct {
	ends   clock.Instant // of the window
	opened map[ids.ID]struct{}
	next   clock.Instant // when another subject may be opened, beyond the limit
}

// New returns a brake that lets each reader open limit different subjects within Window.
func New(c clock.Clock, limit int) *Brake {
	return &Brake{clock: c, limit: limit, readers: map[ids.ID]*reader{}}
}

// Verdict is what is to be done about one opening.
type Verdict struct {
	// Alarm is the number of different subjects opened, when it passes the limit or a multiple of it; else zero. It is raised once
	// for each. The subject that raises it may be opened.
	Alarm int
	// Wait, if not zero, is how long the reader must wait before the subject may be opened: it was not, and does not count.
	Wait time.Duration
}

// Open counts a subject of a reader.
func (b *Brake) Open(who, subject ids.ID) Verdict {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	b.sweep(now)
	r := b.readers[who]
	if r == nil || r.over(now) {
		r = &reader{ends: now.Add(Window), opened: map[ids.ID]struct{}{}}
		b.readers[who] = r
	}
	if _, again := r.opened[subject]; again {
		return Verdict{}
	}
	if len(r.opened) >= b.limit {
		if now < r.next {
			return Verdict{Wait: r.next.Sub(now)}
		}
		r.next = now.Add(Pace)
	}
	r.opened[subject] = struct{}{}
	if n := len(r.opened); n > b.limit && (n-1)%b.limit == 0 {
		return Verdict{Alarm: n}
	}
	return Verdict{}
}

// over says whether a window has ended, or was opened before the clock was set back.
func (r *reader) over(now clock.Instant) bool { return now >= r.ends || r.ends.Sub(now) > Window }

// sweep forgets, a few times an hour, the readers whose window has ended.
func (b *Brake) sweep(now clock.Instant) {
	if passed := now.Sub(b.swept); passed >= 0 && passed < Window/6 {
		return
	}
	b.swept = now
	for who, r := range b.readers {
		if r.over(now) {
			delete(b.readers, who)
		}
	}
}
