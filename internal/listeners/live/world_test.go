package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"testing"

	"osmose/internal/platform/bus"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
)

// The people and places of these tests; world is what they may.
const (
	karim ids.ID = iota + 1
	helene
	paul
	archives // a secret space of Karim and Hélène
	thread   // of it
)

// sessionOf is where somebody is signed in.
func sessionOf(person ids.ID) ids.ID { return person + 100 }

// world is a Rights without a database: the room's own order of things is tried on it. The stories of internal/app try the
// real one.
type world struct {
	mu      sync.Mutex
	members map[ids.ID]bool
	over    map[ids.ID]bool
	unread  map[ids.ID]int
	// taken says that the thread is live no more.
	taken   bool
	counted int
	reading ids.ID
}

func newWorld() *world {
	return &world{members: map[ids.ID]bool{karim: true, helene: true}, over: map[ids.ID]bool{}, unread: map[ids.ID]int{}}
}

func (w *world) locked(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

func (w *world) Sees(_ context.Context, person, space, publication ids.ID) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.members[person] && space == archives && (publication == 0 || publication == thread && !w.taken), nil
}

func (w *world) Lives(_ context.Context, space, publication ids.ID) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return space == archives && publication == thread && !w.taken, nil
}

func (w *world) Spaces(_ context.Context, person ids.ID) ([]ids.ID, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.members[person] {
		return []ids.ID{archives}, nil
	}
	return nil, nil
}

func (w *world) Belonging(_ context.Context, space ids.ID, people []ids.ID) (map[ids.ID]bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	belong := map[ids.ID]bool{}
	for _, id := range people {
		belong[id] = space == archives && w.members[id]
	}
	return belong, nil
}

func (w *world) Standing(_ context.Context, sessions []ids.ID) (map[ids.ID]bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	standing := map[ids.ID]bool{}
	for _, id := range sessions {
		standing[id] = !w.over[id]
	}
	return standing, nil
}

func (w *world) Unread(_ context.Context, person, reading ids.ID) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counted++
	w.reading = reading
	return w.unread[person], nil
}

// tab is a page of somebody, and what its browser got.
type tab struct {
	*page
	mu     sync.Mutex
	frames []frame
	closed sockets.Code
}

func (b *tab) Send(raw []byte) {
	var f frame
	if err := json.Unmarshal(raw, &f); err != nil {
		panic(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed == 0 {
		b.frames = append(b.frames, f)
	}
}

func (b *tab) Close(code sockets.Code) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed == 0 {
		b.closed = code
	}
}

// take returns what came since the last time.
func (b *tab) take() []frame {
	b.mu.Lock()
	defer b.mu.Unlock()
	frames := b.frames
	b.frames = nil
	return frames
}

// code returns why the tab was closed, zero while it is open.
func (b *tab) code() sockets.Code {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}

// newRoom is a room without a bus: tests say what is heard.
func newRoom(w *world) *Room {
	return New(Deps{
		Rights: w, Log: slog.New(slog.DiscardHandler), Opened: func(ids.ID, ids.ID) {},
		BellText: func(*i18n.Localizer, int) string { return "" }, MostPages: 5,
	})
}

// tab opens a page of somebody.
func (r *Room) tab(person ids.ID) *tab {
	b := &tab{}
	b.page = r.enter(b, person, sessionOf(person), nil)
	return b
}

// shows has the page ask for subjects, with what it knew of them.
func (b *tab) shows(mark string, names ...string) {
	type on struct {
		Name string `json:"t"`
		Mark string `json:"m"`
	}
	said := map[string][]on{"on": {}}
	for _, name := range names {
		said["on"] = append(said["on"], on{name, mark})
	}
	raw, err := json.Marshal(said)
	if err != nil {
		panic(err)
	}
	b.Said(raw)
}

// now is a mark of the present.
func (r *Room) now() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen.write(r.seen.last)
}

var (
	threadName = subject{archives, thread}.String()
	spaceName  = subject{space: archives}.String()
)

func replied(text ids.ID) news { return news{Changed: &changed{archives, thread, text, kindReply}} }

// removed is what is heard when somebody leaves.
func removed(person ids.ID) news { return news{Moved: &moved{Space: archives, Person: person}} }

// busOf opens a bus that ends with the test.
func busOf(t *testing.T, c bus.Config) *bus.Bus {
	t.Helper()
	c.Log = slog.New(slog.DiscardHandler)
	b, err := bus.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}
