package live

import (
	"context"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
)

// interleavings is how many are tried: some in the suite, a thousand and more with OSMOSE_PROOF=full.
func interleavings() int {
	if os.Getenv("OSMOSE_PROOF") == "full" {
		return 5000
	}
	return 300
}

// hesitant is a world whose answers take a moment, so that everything may come in between.
type hesitant struct {
	*world
	wait func(most time.Duration)
}

func (h hesitant) Sees(ctx context.Context, person, space, publication ids.ID) (bool, error) {
	h.wait(20 * time.Millisecond)
	sees, err := h.world.Sees(ctx, person, space, publication)
	h.wait(20 * time.Millisecond)
	return sees, err
}

func (h hesitant) Belonging(ctx context.Context, space ids.ID, people []ids.ID) (map[ids.ID]bool, error) {
	h.wait(20 * time.Millisecond)
	belong, err := h.world.Belonging(ctx, space, people)
	h.wait(20 * time.Millisecond)
	return belong, err
}

// attentive is a tab that notes when frames came.
type attentive struct {
	tab
	since time.Time
	heard []time.Duration // of frames that tell of something
}

func (a *attentive) Send(raw []byte) {
	a.tab.Send(raw)
	for _, f := range a.take() {
		if (f.Name == threadName || f.Name == spaceName) && !f.No || len(f.Kinds) > 0 {
			a.heard = append(a.heard, time.Since(a.since))
		}
	}
}

// TestNothingReachesWhoIsRemoved has Karim removed, Hélène reply and Karim's pages come and go, each at moments of its own; at
// times the word of the removal is late, or lost. A second after the removal Karim hears nothing, and holds no page that
// could; Hélène hears every reply, or that she should look.
func TestNothingReachesWhoIsRemoved(t *testing.T) {
	t.Parallel()
	for seed := range interleavings() {
		synctest.Test(t, func(t *testing.T) { interleave(t, uint64(seed)) })
	}
}

func interleave(t *testing.T, seed uint64) {
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, 18))
	below := func(most time.Duration) time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return time.Duration(random.Int64N(int64(most)))
	}
	wait := func(most time.Duration) { <-time.After(below(most)) }
	w := newWorld()
	r := newRoom(w)
	r.Rights = hesitant{w, wait}
	start := time.Now()
	h := &attentive{since: start}
	h.page = r.enter(h, helene, sessionOf(helene), nil)
	h.shows(r.now(), threadName)

	var all sync.WaitGroup
	var gone time.Duration
	all.Go(func() {
		wait(2 * time.Second)
		w.locked(func() { delete(w.members, karim); gone = time.Since(start) })
		switch random := below(4); random {
		case 0: // lost
		case 1:
			wait(900 * time.Millisecond)
			r.hear(removed(karim))
		default:
			r.hear(removed(karim))
		}
	})
	for i := range 3 {
		all.Go(func() {
			for j := range 8 {
				wait(500 * time.Millisecond)
				r.hear(replied(ids.ID(1000*i + j)))
			}
		})
	}
	var pages []*attentive
	for range 2 {
		all.Go(func() {
			mark := r.now()
			for range 6 {
				p := &attentive{since: start}
				p.page = r.enter(p, karim, sessionOf(karim), nil)
				mu.Lock()
				pages = append(pages, p)
				mu.Unlock()
				p.shows(mark, threadName, spaceName, "mine")
				wait(700 * time.Millisecond)
				mark = r.now()
				if below(2) == 0 {
					p.Gone()
				}
			}
		})
	}
	all.Wait()
	r.hear(replied(9999)) // the last word, which finds whoever should have gone
	settled(3 * time.Second)
	r.mu.Lock()
	for _, p := range pages {
		for _, at := range p.heard {
			if at > gone+time.Second {
				t.Errorf("seed %d: removed at %v, Karim heard something at %v", seed, gone, at)
			}
		}
		if !p.page.gone && p.code() == 0 && len(p.page.subjects) > 0 {
			t.Errorf("seed %d: a page of Karim's still listens to %v", seed, p.page.subjects)
		}
	}
	r.mu.Unlock()
	if len(h.heard) < 2 || h.code() != sockets.Code(0) {
		t.Errorf("seed %d: Hélène heard %d frames, and was closed with %d", seed, len(h.heard), h.code())
	}
	h.Gone()
	for _, p := range pages {
		p.Gone()
	}
	settled(time.Minute)
}
