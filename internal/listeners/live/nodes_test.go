package live

import (
	"net"
	"testing"
	"time"

	"osmose/internal/platform/bus"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
)

// until tries again until a condition holds.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-deadline:
			t.Fatal(what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// TestTwoNodesHearTheSame has a page on one node, and what happens on the other.
func TestTwoNodesHearTheSame(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	w := newWorld()
	one, two := newRoom(w), newRoom(w)
	one.Bus = busOf(t, bus.Config{Listen: address, Secret: "a secret of the nodes"})
	two.Bus = busOf(t, bus.Config{Listen: "127.0.0.1:-1", Secret: "a secret of the nodes", Peers: []string{address}})
	for _, r := range []*Room{one, two} {
		if err := r.Start(); err != nil {
			t.Fatal(err)
		}
	}
	k := one.tab(karim)
	k.shows(one.now(), threadName)
	k.take()
	until(t, "a reply on the other node is not heard", func() bool {
		two.tellOf(archives, thread, 7, kindReply)
		return len(k.take()) > 0
	})
	two.tell(news{Ended: &ended{karim, []ids.ID{sessionOf(karim)}}})
	until(t, "a sign-out on the other node is not heard", func() bool { return k.code() == sockets.SignedOut })
	// The other node has heard of everything, and knows nothing of this node's marks.
	h := two.tab(helene)
	h.shows(one.now(), threadName)
	if got := h.take(); len(got) != 1 || !got[0].Gap {
		t.Errorf("a page that comes from another node is answered %+v", got)
	}
}
