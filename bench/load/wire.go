package load

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"osmose/internal/platform/clock"
)

// patience is how long an answer may take before the whole run is given up.
const patience = 30 * time.Second

// wire is one kept-alive HTTP/1.1 connection. net/http's own client costs more processor than the servers measured
// here, on the same two cores: this one reads what they send and no more, each answer having a Content-Length.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
}

// answer is what came back. Header names are as the server wrote them.
type answer struct {
	Status int
	Length int // of the body
	Header [][2]string
	Body   []byte // when it was asked to be kept
}

// dial connects to a server, from a loopback address of its own when from is not empty.
func dial(address, from string) (*wire, error) {
	dialer := net.Dialer{Timeout: patience}
	if from != "" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	conn, err := dialer.Dial("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	return &wire{conn: conn, in: bufio.NewReaderSize(conn, 16<<10)}, nil
}

func (w *wire) close() { _ = w.conn.Close() } // nothing is left to be sent

var errAnswer = errors.New("load: the server's answer is not understood")

// ask sends a request and returns the status and the length of the answer, whose body is dropped.
func (w *wire) ask(request []byte) (answer, error) {
	if err := w.send(request); err != nil {
		return answer{}, err
	}
	a, err := w.head(nil)
	if err != nil {
		return answer{}, err
	}
	_, err = w.in.Discard(a.Length)
	return a, err
}

// read is ask for an answer whose header and body are wanted.
func (w *wire) read(request []byte) (answer, error) {
	if err := w.send(request); err != nil {
		return answer{}, err
	}
	var header [][2]string
	a, err := w.head(&header)
	if err != nil {
		return answer{}, err
	}
	a.Header, a.Body = header, make([]byte, a.Length)
	_, err = io.ReadFull(w.in, a.Body)
	return a, err
}

func (w *wire) send(request []byte) error {
	if err := w.conn.SetDeadline(clock.System{}.Now().Add(patience).Time()); err != nil {
		return err
	}
	_, err := w.conn.Write(request)
	return err
}

// head reads the status line and the header, which it keeps when header is not nil.
func (w *wire) head(header *[][2]string) (answer, error) {
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return answer{}, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return answer{}, errAnswer
	}
	a := answer{Length: -1}
	if a.Status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return answer{}, errAnswer
	}
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return answer{}, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		name, value, found := bytes.Cut(line, []byte(": "))
		if !found {
			return answer{}, errAnswer
		}
		if string(name) == "Content-Length" {
			if a.Length, err = strconv.Atoi(string(value)); err != nil {
				return answer{}, errAnswer
			}
		}
		if header != nil {
			*header = append(*header, [2]string{string(name), string(value)})
		}
	}
	if a.Length < 0 {
		return answer{}, fmt.Errorf("%w: status %d without a length", errAnswer, a.Status)
	}
	return a, nil
}

// get returns the first value of a header.
func (a answer) get(name string) string {
	for _, each := range a.Header {
		if each[0] == name {
			return each[1]
		}
	}
	return ""
}

// The request of a browser in French, as far as the server reads it.
const common = "Accept: text/html\r\nAccept-Language: fr\r\nUser-Agent: osmose-bench\r\n"

// getting writes a GET; coding is « gzip » or empty.
func getting(host, path, cookie, coding string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\n%s", path, host, common)
	if cookie != "" {
		fmt.Fprintf(&b, "Cookie: %s\r\n", cookie)
	}
	if coding != "" {
		fmt.Fprintf(&b, "Accept-Encoding: %s\r\n", coding)
	}
	return []byte(b.String() + "\r\n")
}

// posting writes the POST of a form of ours.
func posting(host, path, cookie string, form url.Values) []byte {
	var b strings.Builder
	body := form.Encode()
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nSec-Fetch-Site: same-origin\r\n%s", path, host, host, common)
	if cookie != "" {
		fmt.Fprintf(&b, "Cookie: %s\r\n", cookie)
	}
	fmt.Fprintf(&b, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	return []byte(b.String())
}
