// Package bus carries wake-ups and pushes between the nodes of an installation, over NATS. A node alone has its own server
// in its process, without a port; several form a cluster of theirs, or share one from outside: the rest of the house calls
// the same functions.
//
// A message is heard once at most, by every node, its sender included, and in the order of its sender. It may be lost: it
// only says that something is worth a look, and the database is the truth. Whoever must know that some were lost asks OnGap.
// Nothing here waits: a sender that finds the way blocked loses its message and goes on.
package bus

import (
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Config says where the bus is. The zero value is a bus of this process alone.
type Config struct {
	// URL is one or several addresses of NATS servers from outside, « nats://user:password@host:4222 », parted by commas.
	URL string
	// Listen is the host and port at which the servers of the other nodes reach this node's; empty: it has no port.
	Listen string
	// Peers are the hosts and ports of other nodes; one that answers tells of the rest.
	Peers []string
	// Secret is what the nodes know each other by; a bus that listens has one.
	Secret string
	Log    *slog.Logger
}

// prefix keeps us apart from whoever else uses the servers.
const prefix = "osmose."

// gap is the subject of « something was lost on its way ».
const gap = "gap"

// waiting is how many messages wait to be sent, and to be heard, at most.
const (
	waiting = 8192
	// heardBytes bounds the messages that wait to be heard.
	heardBytes = 8 << 20
)

// Bus is a connection to the other nodes, safe for use by several goroutines.
type Bus struct {
	log    *slog.Logger
	server *server.Server // nil when it is outside
	conn   *nats.Conn
	alone  bool

	out     chan message
	lost    atomic.Bool // a message was dropped before it was sent
	stop    chan struct{}
	work    sync.WaitGroup
	mu      sync.Mutex
	gaps    []func()
	closing sync.Once
}

type message struct {
	subject string
	body    []byte
}

// Open starts or joins the bus. Servers from outside that do not answer yet are asked again until they do. Errors: settings
// that contradict each other, a port that is taken.
func Open(c Config) (*Bus, error) {
	b := &Bus{log: c.Log, alone: c.URL == "" && c.Listen == "", out: make(chan message, waiting), stop: make(chan struct{})}
	if err := b.open(c); err != nil {
		return nil, errors.Join(fmt.Errorf("bus: %w", err), b.Close())
	}
	return b, nil
}

func (b *Bus) open(c Config) (err error) {
	options := []nats.Option{
		nats.Name("osmose"), nats.MaxReconnects(-1), nats.ReconnectBufSize(1 << 20), nats.RetryOnFailedConnect(true),
		nats.ReconnectJitter(100*time.Millisecond, time.Second), nats.FlusherTimeout(2 * time.Second),
		nats.ReconnectHandler(func(*nats.Conn) { b.missed("the bus was away") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { b.missed(err.Error()) }),
	}
	if c.URL == "" {
		if b.server, err = start(c); err != nil {
			return err
		}
		options = append(options, nats.InProcessServer(b.server))
		if c.Listen != "" {
			options = append(options, nats.UserInfo(user, c.Secret))
		}
	}
	if b.conn, err = nats.Connect(c.URL, options...); err != nil {
		return err
	}
	if err := b.Subscribe(gap, func([]byte) { b.missed("another node lost messages") }); err != nil {
		return err
	}
	b.work.Go(b.send)
	if c.Listen != "" {
		b.work.Go(b.watchRoutes)
	}
	return nil
}

// Alone says whether there can be no other node.
func (b *Bus) Alone() bool { return b.alone }

// Publish tells every node. It never waits: when too much is on its way already, the message is lost and all are told of a
// gap later.
func (b *Bus) Publish(subject string, body []byte) {
	select {
	case b.out <- message{subject, body}:
	default:
		b.lost.Store(true)
	}
}

// Subscribe calls hear for each message from now on, one after the other. A hear that is slow loses messages, which is a gap.
func (b *Bus) Subscribe(subject string, hear func(body []byte)) error {
	s, err := b.conn.Subscribe(prefix+subject, func(m *nats.Msg) { hear(m.Data) })
	if err != nil {
		return err
	}
	return s.SetPendingLimits(waiting, heardBytes)
}

// OnGap has f called whenever messages may have been lost.
func (b *Bus) OnGap(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.gaps = append(b.gaps, f)
}

func (b *Bus) missed(why string) {
	b.log.Warn("messages between nodes may have been lost", "reason", why)
	b.mu.Lock()
	gaps := b.gaps
	b.mu.Unlock()
	for _, f := range gaps {
		f()
	}
}

// send is the only goroutine that writes to the connection, so that a blocked one blocks nobody else.
func (b *Bus) send() {
	for {
		select {
		case m := <-b.out:
			b.hand(m)
			if b.lost.Swap(false) {
				b.hand(message{subject: gap})
			}
		case <-b.stop:
			for len(b.out) > 0 {
				b.hand(<-b.out)
			}
			return
		}
	}
}

func (b *Bus) hand(m message) {
	if err := b.conn.Publish(prefix+m.subject, m.body); err != nil {
		b.lost.Store(true)
	}
}

// Close sends what waits and leaves.
func (b *Bus) Close() error {
	b.closing.Do(func() {
		close(b.stop)
		b.work.Wait()
		if b.conn != nil {
			_ = b.conn.FlushTimeout(time.Second) // what can't be sent now is lost, as it may be
			b.conn.Close()
		}
		if b.server != nil {
			b.server.Shutdown()
			b.server.WaitForShutdown()
		}
	})
	return nil
}
