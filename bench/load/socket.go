package load

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"

	"osmose/internal/platform/clock"
)

// socket is the browser's end of a WebSocket (RFC 6455), as far as it is needed here: text frames, pings, no extension.
// It costs one connection, one goroutine and a small buffer, for there are ten thousand.
type socket struct {
	conn net.Conn
	in   *bufio.Reader
}

// The operations of frames.
const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10
)

// smallBuffer holds what a page is told at once.
const smallBuffer = 512

// openSocket asks a server for a socket as a page of its own does.
func openSocket(address, from, path, cookie string) (*socket, error) {
	w, err := dial(address, from)
	if err != nil {
		return nil, err
	}
	s := &socket{w.conn, bufio.NewReaderSize(w.conn, smallBuffer)}
	request := fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nCookie: %s\r\n%sConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", path, address, address, cookie, common)
	if err := w.send([]byte(request)); err != nil {
		return nil, err
	}
	for first := true; ; first = false {
		line, err := s.in.ReadString('\n')
		if err != nil {
			return nil, err
		}
		if first && !strings.HasPrefix(line, "HTTP/1.1 101 ") {
			return nil, fmt.Errorf("load: no socket: %q", strings.TrimSpace(line))
		}
		if line == "\r\n" {
			return s, s.conn.SetDeadline(clock.Instant(0).Time().AddDate(1000, 0, 0))
		}
	}
}

// say sends a text frame. What a browser sends is masked; a mask of zeros is one.
func (s *socket) say(text string) error { return s.send(opText, []byte(text)) }

func (s *socket) send(op byte, payload []byte) error {
	frame := []byte{0x80 | op, 0x80 | byte(len(payload))}
	if len(payload) > 125 {
		frame = binary.BigEndian.AppendUint16([]byte{0x80 | op, 0x80 | 126}, uint16(len(payload)))
	}
	_, err := s.conn.Write(append(append(frame, 0, 0, 0, 0), payload...))
	return err
}

// hear returns the next text frame, and answers pings. It keeps no more of the text than its beginning.
func (s *socket) hear(keep []byte) ([]byte, error) {
	for {
		op, length, err := s.header()
		if err != nil {
			return nil, err
		}
		n := min(length, len(keep))
		if _, err := io.ReadFull(s.in, keep[:n]); err != nil {
			return nil, err
		}
		if _, err := s.in.Discard(length - n); err != nil {
			return nil, err
		}
		switch op {
		case opText:
			return keep[:n], nil
		case opPing:
			if err := s.send(opPong, keep[:n]); err != nil {
				return nil, err
			}
		case opClose:
			return nil, fmt.Errorf("load: the server ends a socket: %x", keep[:n])
		}
	}
}

func (s *socket) header() (op byte, length int, err error) {
	var h [8]byte
	if _, err := io.ReadFull(s.in, h[:2]); err != nil {
		return 0, 0, err
	}
	op, length = h[0]&0x0f, int(h[1])
	switch length {
	case 126:
		_, err = io.ReadFull(s.in, h[:2])
		length = int(binary.BigEndian.Uint16(h[:2]))
	case 127:
		_, err = io.ReadFull(s.in, h[:])
		length = int(binary.BigEndian.Uint64(h[:]))
	}
	return op, length, err
}

func (s *socket) close() { _ = s.conn.Close() } // nothing is left to be said
