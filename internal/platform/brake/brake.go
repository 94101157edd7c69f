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
	// for each. The subjects that raise it may be opened.
	Alarm int
	// Wait, if not zero, is how long the reader must wait before the subjects may be opened: they were not, and do not count.
	Wait time.Duration
}

// Open counts subjects that a reader opens at once, those of an archive for instance. Beyond the limit each new one makes the
// next wait.
func (b *Brake) Open(who ids.ID, subjects ...ids.ID) Verdict {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	b.sweep(now)
	r := b.readers[who]
	if r == nil || r.over(now) {
		r = &reader{ends: now.Add(Window), opened: map[ids.ID]struct{}{}}
		b.readers[who] = r
	}
	if r.knows(subjects) {
		return Verdict{}
	}
	before := len(r.opened)
	if before >= b.limit && now < r.next {
		return Verdict{Wait: r.next.Sub(now)}
	}
	for _, subject := range subjects {
		r.opened[subject] = struct{}{}
	}
	after := len(r.opened)
	if beyond := after - max(before, b.limit); beyond > 0 {
		r.next = now.Add(time.Duration(beyond) * Pace)
	}
	if after > b.limit && (after-1)/b.limit > max(before-1, 0)/b.limit {
		return Verdict{Alarm: after}
	}
	return Verdict{}
}

// knows says whether the reader has opened each of some subjects.
func (r *reader) knows(subjects []ids.ID) bool {
	for _, subject := range subjects {
		if _, again := r.opened[subject]; !again {
			return false
		}
	}
	return true
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
