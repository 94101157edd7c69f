package sockets_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"osmose/internal/platform/i18n"
	"osmose/internal/platform/sockets"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	front "osmose/web"
)

// house is a server with one address, whose sockets repeat what they are told.
type house struct {
	t       *testing.T
	server  *httptest.Server
	sockets *sockets.Server
	gone    atomic.Int64
	mu      sync.Mutex
	opened  []*sockets.Socket
}

// echo is an owner that answers with what was said, and panics when told to.
type echo struct {
	house  *house
	socket *sockets.Socket
}

func (e echo) Said(frame []byte) {
	if string(frame) == "panic" {
		panic("as asked")
	}
	e.socket.Send(bytes.Clone(frame))
}

func (e echo) Gone() { e.house.gone.Add(1) }

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, sockets: sockets.New(slog.New(slog.DiscardHandler))}
	texts := i18n.New("fr")
	if err := errors.Join(texts.Load(web.Texts), texts.Load(ui.Texts), texts.Finish()); err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(front.Files(), ui.Assets)
	if err != nil {
		t.Fatal(err)
	}
	rt, err := web.New(web.Config{BaseURL: "http://127.0.0.1:8080", Service: "Osmose", Log: slog.New(slog.DiscardHandler), Texts: texts, Assets: assets})
	if err != nil {
		t.Fatal(err)
	}
	web.Handle(rt, "GET /live", web.Public, func(x *web.Exchange, _ struct{}) error {
		return h.sockets.Open(x, func(s *sockets.Socket) sockets.Owner {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.opened = append(h.opened, s)
			return echo{h, s}
		})
	})
	h.server = httptest.NewServer(rt.Handler())
	t.Cleanup(h.close)
	return h
}

func (h *house) close() {
	h.sockets.Close()
	h.server.Close()
}

// dial opens a socket by hand: what no library would send, a hostile client does.
func (h *house) dial() net.Conn {
	h.t.Helper()
	conn, err := net.Dial("tcp", h.server.Listener.Addr().String())
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = conn.Close() })
	_, err = io.WriteString(conn, "GET /live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	if err != nil {
		h.t.Fatal(err)
	}
	answer := make([]byte, 0, 512)
	for one := make([]byte, 1); !bytes.HasSuffix(answer, []byte("\r\n\r\n")); answer = append(answer, one[0]) {
		if _, err := io.ReadFull(conn, one); err != nil {
			h.t.Fatalf("no handshake: %v, after %q", err, answer)
		}
	}
	if !bytes.HasPrefix(answer, []byte("HTTP/1.1 101 ")) {
		h.t.Fatalf("answered %q", answer)
	}
	return conn
}

// frameOf masks a frame as a browser does.
func frameOf(head byte, body []byte) []byte {
	frame := []byte{head}
	switch n := len(body); {
	case n < 126:
		frame = append(frame, 0x80|byte(n))
	default:
		frame = binary.BigEndian.AppendUint16(append(frame, 0x80|126), uint16(n))
	}
	frame = append(frame, 1, 2, 3, 4)
	for i, b := range body {
		frame = append(frame, b^byte(i%4+1))
	}
	return frame
}

// read returns the next frame of the server.
func read(conn net.Conn) (head byte, body []byte, err error) {
	_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	start := make([]byte, 2)
	if _, err = io.ReadFull(conn, start); err != nil {
		return 0, nil, err
	}
	n := int(start[1])
	if n == 126 {
		long := make([]byte, 2)
		if _, err = io.ReadFull(conn, long); err != nil {
			return 0, nil, err
		}
		n = int(binary.BigEndian.Uint16(long))
	}
	body = make([]byte, n)
	_, err = io.ReadFull(conn, body)
	return start[0], body, err
}

const (
	text        = 0x81
	binaryFrame = 0x82
	ping        = 0x89
	bye         = 0x88
)

func TestWhatIsSaidIsAnswered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	conn := h.dial()
	for _, said := range []string{"bonjour", "panic", "même après", strings.Repeat("é", 1000)} {
		if _, err := conn.Write(frameOf(text, []byte(said))); err != nil {
			t.Fatal(err)
		}
		if said == "panic" {
			continue
		}
		head, body, err := read(conn)
		if err != nil || head != text || string(body) != said {
			t.Fatalf("%q is answered %x %.40q %v", said, head, body, err)
		}
	}
	if _, err := conn.Write(frameOf(ping, []byte("?"))); err != nil {
		t.Fatal(err)
	}
	if head, body, err := read(conn); err != nil || head != 0x8a || string(body) != "?" {
		t.Errorf("a ping is answered %x %q %v", head, body, err)
	}
}

func TestWhatIsNotLawfulEndsTheSocket(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	unmasked := []byte{text, 2, 'h', 'i'}
	for name, frame := range map[string][]byte{
		"broken UTF-8": frameOf(text, []byte("a\xff")), "binary": frameOf(binaryFrame, []byte("x")), "too long": frameOf(text, make([]byte, 5000)),
		"unmasked": unmasked, "reserved bits": frameOf(text|0x40, []byte("x")), "unknown opcode": frameOf(0x83, nil),
		"a continuation of nothing": frameOf(0x80, []byte("x")), "a ping in pieces": frameOf(0x09, nil),
		"a length of 2^63": append([]byte{text, 0xff}, bytes.Repeat([]byte{0xff}, 12)...),
	} {
		conn := h.dial()
		if _, err := conn.Write(frame); err != nil {
			t.Fatal(err)
		}
		for {
			head, _, err := read(conn)
			if err == nil && head != bye {
				t.Errorf("%s is answered %x", name, head)
			}
			if err != nil {
				break
			}
		}
	}
}

func TestWhoTalksTooMuchIsCutOff(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	conn := h.dial()
	answers := 0
	go func() {
		for range 1000 {
			if _, err := conn.Write(frameOf(text, []byte("x"))); err != nil {
				return
			}
		}
	}()
	for {
		head, _, err := read(conn)
		if err != nil || head == bye {
			break
		}
		answers++
	}
	if answers > 60 {
		t.Errorf("%d frames are heard", answers)
	}
}

// TestASlowClientHoldsUpNobody has one client that never reads beside one that does.
func TestASlowClientHoldsUpNobody(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	slow, quick := h.dial(), h.dial()
	if err := slow.(*net.TCPConn).SetReadBuffer(1024); err != nil {
		t.Fatal(err)
	}
	frame := bytes.Repeat([]byte("x"), 60_000)
	received := make(chan int)
	go func() {
		n := 0
		for n < 300 {
			if _, _, err := read(quick); err != nil {
				break
			}
			n++
			received <- n
		}
		close(received)
	}()
	for n := 1; n <= 300; n++ {
		for _, s := range h.all() {
			s.Send(frame)
		}
		if got := <-received; got != n {
			t.Fatalf("the quick client has %d frames of %d", got, n)
		}
	}
	deadline := time.After(20 * time.Second)
	for h.gone.Load() == 0 {
		select {
		case <-deadline:
			t.Fatal("the slow client is still there")
		case <-time.After(10 * time.Millisecond):
		}
	}
	if h.sockets.Count() != 1 {
		t.Errorf("%d sockets are open", h.sockets.Count())
	}
}

func (h *house) all() []*sockets.Socket {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]*sockets.Socket(nil), h.opened...)
}

func TestARequestThatIsNoHandshakeIsAnswered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, change := range map[string]func(http.Header){
		"no key":            func(head http.Header) { head.Del("Sec-WebSocket-Key") },
		"an old version":    func(head http.Header) { head.Set("Sec-WebSocket-Version", "8") },
		"another protocol":  func(head http.Header) { head.Set("Upgrade", "h2c") },
		"no upgrade at all": func(head http.Header) { head.Del("Upgrade"); head.Del("Connection") },
	} {
		r, err := http.NewRequest(http.MethodGet, h.server.URL+"/live", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="}}
		change(r.Header)
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
	}
	if h.sockets.Count() != 0 {
		t.Error("a socket is open")
	}
}

// TestFramesOfAnyKind sends frames put together at random, whole and in pieces, lawful and not, and then nothing is left: no
// goroutine, no socket, and no panic on the way.
func TestFramesOfAnyKind(t *testing.T) {
	frames := 20_000
	if os.Getenv("OSMOSE_PROOF") == "full" {
		frames = 1_000_000
	}
	before := runtime.NumGoroutine()
	h := newHouse(t)
	random := rand.New(rand.NewPCG(23, 23))
	for sent := 0; sent < frames; {
		conn := h.dial()
		go func() { _, _ = io.Copy(io.Discard, conn) }()
		for range 1 + random.IntN(60) {
			sent++
			if _, err := conn.Write(anyFrame(random)); err != nil {
				break
			}
		}
		_ = conn.Close()
		h.mu.Lock()
		h.opened = nil
		h.mu.Unlock()
	}
	h.close()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	deadline := time.After(30 * time.Second)
	for runtime.NumGoroutine() > before+2 {
		select {
		case <-deadline:
			t.Fatalf("%d goroutines are left of %d", runtime.NumGoroutine(), before)
		case <-time.After(20 * time.Millisecond):
		}
	}
	if h.sockets.Count() != 0 {
		t.Errorf("%d sockets are open", h.sockets.Count())
	}
}

func anyFrame(random *rand.Rand) []byte {
	body := make([]byte, random.IntN(200))
	if random.IntN(20) == 0 {
		body = make([]byte, random.IntN(6000))
	}
	switch random.IntN(4) {
	case 0:
		for i := range body {
			body[i] = byte(random.IntN(256))
		}
	case 1:
		body = []byte(fmt.Sprintf(`{"on":[{"t":%d,"m":"%x"}],"read":[%d]}`, random.Int(), random.Int(), random.IntN(3)))
	default:
		for i := range body {
			body[i] = byte('a' + random.IntN(26))
		}
	}
	heads := []byte{text, text, text, 0x01, 0x80, 0x00, binaryFrame, 0x02, ping, 0x8a, bye, 0x83, 0xc1, 0x09}
	frame := frameOf(heads[random.IntN(len(heads))], body)
	switch random.IntN(12) {
	case 0:
		frame = frame[:random.IntN(len(frame))]
	case 1:
		frame[random.IntN(len(frame))] ^= byte(1 << random.IntN(8))
	}
	return frame
}
