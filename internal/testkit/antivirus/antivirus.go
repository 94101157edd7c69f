// Package antivirus is a clamd that knows one signature, for tests.
package antivirus

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// EICAR is what every antivirus finds (eicar.org), in two halves, so that none finds it here.
const EICAR = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-` + `ANTIVIRUS-TEST-FILE!$H+H*`

// Fake listens on this machine.
type Fake struct {
	// Address is what a clamd is named by.
	Address string
	// Most is how many bytes it examines.
	Most int
	// Away has it break off in the middle of each file.
	Away atomic.Bool
	// Seen counts the files that it examined to their end.
	Seen atomic.Int64
}

// Start starts one, until the test ends.
func Start(t *testing.T) *Fake {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	f := &Fake{Address: listener.Addr().String(), Most: 1 << 20}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go f.serve(conn)
		}
	}()
	return f
}

func (f *Fake) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	command, err := in.ReadString(0)
	switch {
	case err != nil || f.Away.Load():
	case command == "zPING\x00":
		_, _ = io.WriteString(conn, "PONG\x00")
	case command == "zINSTREAM\x00":
		if verdict := f.examine(in); verdict != "" {
			_, _ = io.WriteString(conn, verdict+"\x00")
		}
	default:
		_, _ = io.WriteString(conn, "UNKNOWN COMMAND\x00")
	}
}

func (f *Fake) examine(in io.Reader) string {
	var content bytes.Buffer
	for {
		var size [4]byte
		if _, err := io.ReadFull(in, size[:]); err != nil {
			return ""
		}
		n := int64(binary.BigEndian.Uint32(size[:]))
		if n == 0 {
			break
		}
		if content.Len()+int(n) > f.Most {
			return "INSTREAM size limit exceeded. ERROR"
		}
		if _, err := io.CopyN(&content, in, n); err != nil {
			return ""
		}
	}
	f.Seen.Add(1)
	if bytes.Contains(content.Bytes(), []byte(EICAR)) {
		return "stream: Eicar-Test-Signature FOUND"
	}
	return "stream: OK"
}
