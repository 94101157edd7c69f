// Package sockets keeps WebSockets open: thousands of them, mostly idle. One costs a goroutine that reads, with a small
// stack, and some hundred bytes; a goroutine that writes exists only while something is being sent.
//
// Frames are small: text of a kilobyte or so each way, checked for UTF-8, uncompressed. A socket that does not read as fast
// as it is told to is closed rather than waited for, and so is one that says nothing for a minute, or talks too much. Who
// may open one, and what they may hear, is the caller's to know.
package sockets

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/lxzan/gws"

	"osmose/internal/platform/web"
)

// Bounds of a socket.
const (
	// mostRead is the longest frame that is taken, in bytes.
	mostRead = 4096
	// mostWaiting is how many frames wait to be sent.
	mostWaiting = 32
	// pingEvery is how often a browser is asked for a sign of life, and patience how long one waits for it.
	pingEvery = 30 * time.Second
	patience  = 75 * time.Second
	// writePatience is how long one frame may take to leave.
	writePatience = 10 * time.Second
	// A talker may say burst frames at once, then one each refill.
	burst  = 40
	refill = time.Second
)

// Code says why a socket is closed (RFC 6455, 7.4); from 4000 on they are ours.
type Code uint16

// The codes that the page's script knows. Slow comes without words: the connection just ends.
const (
	GoingAway Code = 1001
	Abuse     Code = 1008
	SignedOut Code = 4001
	Withdrawn Code = 4003
	TooMany   Code = 4029
)

// Owner hears a socket. Its functions are called one after the other, by the goroutine that reads.
type Owner interface {
	// Said is called with each text frame, which is UTF-8 and good until it returns.
	Said(frame []byte)
	// Gone is called once, last.
	Gone()
}

// Server keeps the sockets of this node.
type Server struct {
	log      *slog.Logger
	upgrader *gws.Upgrader
	mu       sync.Mutex
	open     map[*Socket]struct{}
	closed   bool
	reading  sync.WaitGroup
}

// New returns a server without sockets; Run keeps them alive.
func New(log *slog.Logger) *Server {
	s := &Server{log: log, open: map[*Socket]struct{}{}}
	s.upgrader = gws.NewUpgrader(events{}, &gws.ServerOption{
		ReadMaxPayloadSize: mostRead, ReadBufferSize: readBuffer, WriteMaxPayloadSize: 1 << 16, CheckUtf8Enabled: true,
		NewSession: func() gws.SessionStorage { return &session{} },
		Recovery: func(gws.Logger) {
			if r := recover(); r != nil {
				log.Error("panic in a socket", "error", fmt.Sprint(r))
			}
		},
	})
	return s
}

// readBuffer is that of each socket: a browser's frame in one piece, mostly.
const readBuffer = 512

// Open turns a request into a socket, whose owner is made by own. It returns when the socket is open; what is said on it is
// heard by another goroutine. Errors: a request that is no lawful handshake, which was answered already.
func (s *Server) Open(x *web.Exchange, own func(*Socket) Owner) error {
	conn, err := x.TakeOver()
	if err != nil {
		return err
	}
	raw, err := s.upgrader.UpgradeFromConn(conn, bufio.NewReaderSize(conn, readBuffer), x.R)
	if err != nil {
		x.Note(slog.String("handshake", err.Error())) // who sent it has been told, in their own protocol
		return nil
	}
	socket := &Socket{server: s, conn: raw, tokens: burst}
	socket.owner = own(socket)
	raw.Session().(*session).socket = socket
	if !s.add(socket) {
		socket.Close(GoingAway)
		socket.owner.Gone()
		return nil
	}
	go s.read(socket)
	return nil
}

// read hears a socket until it ends. The library panics at a frame that says that it is 2^63 bytes long (v1.8.9): whatever one
// client sends must not end the others.
func (s *Server) read(socket *Socket) {
	defer s.remove(socket)
	defer func() {
		if r := recover(); r != nil {
			s.log.Warn("a socket sent what can't be read", "error", fmt.Sprint(r))
			_ = socket.conn.NetConn().Close()
		}
	}()
	socket.listen()
	socket.conn.ReadLoop()
}

func (s *Server) add(socket *Socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.open[socket] = struct{}{}
	s.reading.Add(1)
	return true
}

func (s *Server) remove(socket *Socket) {
	s.mu.Lock()
	delete(s.open, socket)
	s.mu.Unlock()
	socket.owner.Gone()
	s.reading.Done()
}

// Count returns how many sockets are open.
func (s *Server) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

func (s *Server) all() []*Socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]*Socket, 0, len(s.open))
	for socket := range s.open {
		list = append(list, socket)
	}
	return list
}

// Run asks for signs of life until ctx ends.
func (s *Server) Run(ctx context.Context) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			for _, socket := range s.all() {
				socket.put(item{gws.OpcodePing, nil})
			}
		}
	}
}

// Close closes every socket, and waits until nobody reads any more. No other opens.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	for _, socket := range s.all() {
		socket.Close(GoingAway)
	}
	s.reading.Wait()
}
