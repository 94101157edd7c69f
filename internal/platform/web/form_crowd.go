package web

import (
	"io"
	"sync"
	"time"

	"osmose/internal/platform/fault"
)

// mostAtOnce is how many large forms one person has under way at a time: each waits on disk, for as long as a slow line takes.
const mostAtOnce = 4

// crowd counts the large forms that are under way, by whoever sends them.
type crowd struct {
	mu sync.Mutex
	of map[string]int
}

// enter counts one more of who's, and returns what ends it. Errors: *fault.TooMany.
func (c *crowd) enter(who string) (leave func(), err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of[who] >= mostAtOnce {
		return nil, &fault.TooMany{Key: "form.too_many_at_once", After: time.Minute}
	}
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.of[who]++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.of[who]--; c.of[who] == 0 {
			delete(c.of, who)
		}
	}, nil
}

// joinCrowd counts a body that may be more than an ordinary form, until the exchange ends. Those of nobody known are not counted:
// none of their forms is large. Errors: *fault.TooMany.
func (x *Exchange) joinCrowd(most int64) error {
	who := x.router.config.Who(x)
	if who == "" || most <= KeptLimit || x.R.ContentLength >= 0 && x.R.ContentLength <= ordinaryForm {
		return nil
	}
	leave, err := x.router.crowd.enter(who)
	if err != nil {
		_, _ = io.CopyN(io.Discard, x.R.Body, drained)
		return err
	}
	x.leave = leave
	return nil
}
