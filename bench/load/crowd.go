package load

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"osmose/internal/platform/clock"
)

// crowd is many open pages that hear of one thing.
type crowd struct {
	sockets []*socket
	passed  func() time.Duration
	// told is when each heard last, on the watch above, in nanoseconds; heard counts who heard since it was set to zero.
	told    []atomic.Int64
	heard   atomic.Int64
	failure chan error
	group   sync.WaitGroup
}

// opening is how many sockets are being opened at once.
const opening = 32

// gather opens so many sockets, by one function each, and has them listen for frames that hold a mark.
func gather(ctx context.Context, number int, open func(n int) (*socket, error), mark []byte) (*crowd, error) {
	c := &crowd{passed: clock.Stopwatch(), told: make([]atomic.Int64, number), sockets: make([]*socket, number), failure: make(chan error, 1)}
	var next atomic.Int64
	var group sync.WaitGroup
	failures := make([]error, opening)
	for worker := range opening {
		group.Go(func() {
			for ctx.Err() == nil && failures[worker] == nil {
				n := int(next.Add(1)) - 1
				if n >= number {
					return
				}
				c.sockets[n], failures[worker] = open(n)
			}
		})
	}
	group.Wait()
	for _, err := range append(failures, ctx.Err()) {
		if err != nil {
			c.scatter()
			return nil, err
		}
	}
	for n, s := range c.sockets {
		c.group.Go(func() { c.listen(n, s, mark) })
	}
	return c, nil
}

func (c *crowd) listen(n int, s *socket, mark []byte) {
	keep := make([]byte, 160)
	for {
		frame, err := s.hear(keep)
		if err != nil {
			select {
			case c.failure <- err: // the first alone is told, if anybody waits
			default:
			}
			return
		}
		if bytes.Contains(frame, mark) {
			c.told[n].Store(int64(c.passed()))
			c.heard.Add(1)
		}
	}
}

// tell has something happen, waits until all have heard, and returns how long after its beginning each did.
func (c *crowd) tell(ctx context.Context, happen func() error) ([]time.Duration, error) {
	c.heard.Store(0)
	began := c.passed()
	if err := happen(); err != nil {
		return nil, err
	}
	late := time.After(patience)
	for int(c.heard.Load()) < len(c.sockets) {
		select {
		case <-time.After(5 * time.Millisecond):
		case err := <-c.failure:
			return nil, err
		case <-late:
			return nil, fmt.Errorf("load: of %d open pages %d have heard", len(c.sockets), c.heard.Load())
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	latencies := make([]time.Duration, len(c.told))
	for n := range c.told {
		latencies[n] = time.Duration(c.told[n].Load()) - began
	}
	return latencies, nil
}

// scatter closes all sockets.
func (c *crowd) scatter() {
	for _, s := range c.sockets {
		if s != nil {
			s.close()
		}
	}
	c.group.Wait()
}
