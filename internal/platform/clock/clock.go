// Package clock is the only place that reads the time of the machine. Everything else receives a Clock, so that a test
// can move a year ahead, and every stored time is an Instant, the same number on both database engines.
package clock

import (
	"sync"
	"time"
)

// Instant is a moment in milliseconds since 1970-01-01 UTC; the zero value means « never ».
type Instant int64

// Of converts a time to an Instant, dropping what is finer than a millisecond.
func Of(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time converts back, in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// Add moves an Instant by d, which is rounded down to milliseconds.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Milliseconds()) }

// Sub returns the duration from other to i.
func (i Instant) Sub(other Instant) time.Duration { return time.Duration(i-other) * time.Millisecond }

// Clock answers what time it is.
type Clock interface {
	Now() Instant
}

// System is the clock of the machine.
type System struct{}

// Now returns the present moment.
func (System) Now() Instant { return Of(time.Now()) }

// Manual is a clock that moves only when told; it is safe for use by several goroutines.
type Manual struct {
	mu  sync.Mutex
	now Instant
}

// NewManual returns a clock that stands at t.
func NewManual(t time.Time) *Manual { return &Manual{now: Of(t)} }

// Now returns where the clock stands.
func (m *Manual) Now() Instant {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Advance moves the clock by d.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}
