package bus_test

import (
	"fmt"
	"log/slog"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"osmose/internal/platform/bus"
)

func open(t *testing.T, c bus.Config) *bus.Bus {
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

// ear gathers what a bus hears.
func ear(t *testing.T, b *bus.Bus, subject string) <-chan string {
	t.Helper()
	heard := make(chan string, 10_000)
	if err := b.Subscribe(subject, func(body []byte) { heard <- string(body) }); err != nil {
		t.Fatal(err)
	}
	return heard
}

// next waits for one message.
func next(t *testing.T, heard <-chan string) string {
	t.Helper()
	select {
	case body := <-heard:
		return body
	case <-time.After(20 * time.Second):
		t.Fatal("nothing is heard")
		return ""
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestANodeAloneHearsItselfInOrder(t *testing.T) {
	t.Parallel()
	b := open(t, bus.Config{})
	if !b.Alone() {
		t.Error("it thinks that there may be others")
	}
	heard, else_ := ear(t, b, "a"), ear(t, b, "b")
	var want, got []string
	for i := range 1000 {
		want = append(want, fmt.Sprint(i))
		b.Publish("a", []byte(want[i]))
	}
	for range want {
		got = append(got, next(t, heard))
	}
	if !slices.Equal(got, want) {
		t.Error("lost or out of order")
	}
	if len(else_) > 0 {
		t.Error("a subject is heard under another's name")
	}
}

// bothWays waits until each of two nodes hears the other: joining takes a moment.
func bothWays(t *testing.T, one, two *bus.Bus) {
	t.Helper()
	for _, way := range [][2]*bus.Bus{{one, two}, {two, one}} {
		heard := ear(t, way[1], "hello")
		deadline := time.After(20 * time.Second)
		for said := false; !said; {
			way[0].Publish("hello", []byte("x"))
			select {
			case <-heard:
				said = true
			case <-time.After(20 * time.Millisecond):
			case <-deadline:
				t.Fatal("two nodes do not hear each other")
			}
		}
	}
}

func TestTwoNodesFormAClusterAndAStrangerDoesNotEnterIt(t *testing.T) {
	t.Parallel()
	first := freeAddress(t)
	one := open(t, bus.Config{Listen: first, Secret: "a secret of the nodes"})
	two := open(t, bus.Config{Listen: freeAddress(t), Peers: []string{first}, Secret: "a secret of the nodes"})
	stranger := open(t, bus.Config{Listen: freeAddress(t), Peers: []string{first}, Secret: "a guess"})
	if one.Alone() {
		t.Error("a node that listens thinks that it is alone")
	}
	overheard, heard := ear(t, stranger, "live"), ear(t, one, "live")
	bothWays(t, one, two) // what was asked for before is known by then
	two.Publish("live", []byte("Karim's reply"))
	if got := next(t, heard); got != "Karim's reply" {
		t.Errorf("heard %q", got)
	}
	if len(overheard) > 0 {
		t.Error("a stranger heard it")
	}
}

func TestANodeThatComesIsAGap(t *testing.T) {
	t.Parallel()
	first := freeAddress(t)
	one := open(t, bus.Config{Listen: first, Secret: "a secret of the nodes"})
	gaps := make(chan struct{}, 100)
	one.OnGap(func() { gaps <- struct{}{} })
	open(t, bus.Config{Listen: freeAddress(t), Peers: []string{first}, Secret: "a secret of the nodes"})
	select {
	case <-gaps:
	case <-time.After(20 * time.Second):
		t.Error("nobody is told that messages may have been missed")
	}
}

// outside runs a server of somebody else's at an address.
func outside(t *testing.T, port int) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, NoLog: true, NoSigs: true, Username: "u", Password: "p"})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("no server")
	}
	t.Cleanup(s.Shutdown)
	return s
}

func TestAServerFromOutsideMayComeLateAndGoAway(t *testing.T) {
	t.Parallel()
	address := freeAddress(t)
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	var number int
	if _, err := fmt.Sscan(port, &number); err != nil {
		t.Fatal(err)
	}
	one := open(t, bus.Config{URL: "nats://u:p@" + address})
	two := open(t, bus.Config{URL: "nats://u:p@" + address})
	gaps := make(chan struct{}, 100)
	one.OnGap(func() { gaps <- struct{}{} })
	first := outside(t, number)
	bothWays(t, one, two)
	first.Shutdown()
	first.WaitForShutdown()
	for range 100_000 { // far more than may wait: nobody is kept, and what does not fit is lost
		one.Publish("live", []byte("while it is away"))
	}
	outside(t, number)
	bothWays(t, one, two)
	select {
	case <-gaps:
	case <-time.After(20 * time.Second):
		t.Error("the outage was no gap")
	}
}

func TestSettingsThatCanNotWorkAreRefused(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for name, c := range map[string]bus.Config{
		"no secret":    {Listen: freeAddress(t)},
		"no port":      {Listen: "127.0.0.1", Secret: "x"},
		"a wrong peer": {Listen: freeAddress(t), Secret: "x", Peers: []string{"somewhere"}},
		"a taken port": {Listen: taken.Addr().String(), Secret: "x"},
	} {
		c.Log = slog.New(slog.DiscardHandler)
		if b, err := bus.Open(c); err == nil {
			t.Errorf("%s is taken", name)
			_ = b.Close()
		}
	}
}
