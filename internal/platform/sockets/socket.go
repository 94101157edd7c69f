package sockets

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/lxzan/gws"

	"osmose/internal/platform/clock"
)

// Socket is one, safe for use by several goroutines.
type Socket struct {
	server *Server
	conn   *gws.Conn
	owner  Owner

	// Of the goroutine that reads.
	tokens int
	since  clock.Instant

	closing atomic.Bool
	mu      sync.Mutex
	queue   []item
	writing bool
}

type item struct {
	opcode gws.Opcode
	body   []byte
}

// Send queues a text frame and returns at once. The frame must not change afterwards. A socket that has too much waiting
// ends: its page comes back, and looks at what it missed.
func (s *Socket) Send(frame []byte) { s.put(item{gws.OpcodeText, frame}) }

func (s *Socket) put(i item) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing.Load() {
		return
	}
	if len(s.queue) == mostWaiting {
		s.closing.Store(true)
		s.queue = nil
		_ = s.conn.NetConn().Close() // it is dead to us: what is left to do is to forget it
		return
	}
	s.queue = append(s.queue, i)
	if !s.writing {
		s.writing = true
		go s.write()
	}
}

// write sends what waits, then ends: an idle socket has no goroutine that writes.
func (s *Socket) write() {
	for {
		s.mu.Lock()
		if len(s.queue) == 0 || s.closing.Load() {
			s.writing, s.queue = false, nil
			s.mu.Unlock()
			return
		}
		next := s.queue[0]
		s.queue = s.queue[1:]
		s.mu.Unlock()
		_ = s.conn.NetConn().SetWriteDeadline(clock.Deadline(writePatience))
		_ = s.conn.WriteMessage(next.opcode, next.body) // a failure closes the connection, which whoever reads hears
	}
}

// Close says why and ends the socket; it does not wait.
func (s *Socket) Close(code Code) {
	if s.closing.Swap(true) {
		return
	}
	go func() {
		// A write that is stuck ends now, so that the code may follow, or not.
		_ = s.conn.NetConn().SetWriteDeadline(clock.Deadline(time.Second))
		_ = s.conn.WriteClose(uint16(code), nil)
		_ = s.conn.NetConn().Close()
	}()
}

// listen waits for the next sign of life, patience long.
func (s *Socket) listen() { _ = s.conn.NetConn().SetReadDeadline(clock.Deadline(patience)) }

// mayTalk spends a frame of what the browser may say.
func (s *Socket) mayTalk() bool {
	now := clock.System{}.Now()
	if gained := int(now.Sub(s.since) / refill); gained > 0 {
		s.tokens = min(burst, s.tokens+gained)
		s.since = now
	}
	s.tokens--
	return s.tokens >= 0
}

// events is how the library calls us, always from the goroutine that reads.
type events struct{ gws.BuiltinEventHandler }

// session leads from the library's connection to ours; a map of values, as the library has, is not needed.
type session struct {
	gws.SessionStorage
	socket *Socket
}

func of(conn *gws.Conn) *Socket { return conn.Session().(*session).socket }

func (events) OnPing(conn *gws.Conn, payload []byte) {
	if s := of(conn); s.heard() {
		s.put(item{gws.OpcodePong, payload})
	}
}

func (events) OnPong(conn *gws.Conn, _ []byte) { of(conn).heard() }

func (events) OnMessage(conn *gws.Conn, message *gws.Message) {
	defer message.Close()
	s := of(conn)
	switch {
	case message.Opcode != gws.OpcodeText:
		s.Close(Abuse)
	case s.heard():
		s.owner.Said(message.Bytes())
	}
}

// heard notes a sign of life. It answers false to who talks too much, and to who should have gone.
func (s *Socket) heard() bool {
	if s.closing.Load() {
		return false
	}
	if !s.mayTalk() {
		s.Close(Abuse)
		return false
	}
	s.listen()
	return true
}
