// Package clamd asks an antivirus what it thinks of a file: a clamd of ClamAV, over TCP or a socket of this machine, by its
// INSTREAM command (man 8 clamd). A file of which it says nothing is refused.
package clamd

import (
	"bufio"
	"context"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"osmose/internal/platform/fault"
)

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

// ErrAway says that the antivirus gave no verdict: it is absent, it is starting, or it broke off.
var ErrAway = errors.New("clamd: no verdict")

// Found says that a file has the signature of what it should not.
type Found struct{ Signature string }

func (f *Found) Error() string { return "clamd: found " + f.Signature }

// errTooLarge is a file larger than what clamd examines: its StreamMaxLength.
var errTooLarge = errors.New("clamd: larger than what it examines")

const (
	chunk      = 64 << 10
	patience   = 2 * time.Minute // for each answer, and each chunk that it takes
	longReply  = 4 << 10
	commandEnd = "\x00"
)

// Clamd is where one listens. Nil examines nothing.
type Clamd struct {
	network, address string
	dialer           net.Dialer
	verdicts         *prometheus.CounterVec
}

// At returns the clamd of an address: host:port, or unix:/path of its socket. An empty address is none. Errors: a sentence for
// the operator.
func At(address string) (*Clamd, error) {
	if address == "" {
		return nil, nil
	}
	c := &Clamd{network: "tcp", address: address, dialer: net.Dialer{Timeout: 10 * time.Second}}
	c.verdicts = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "osmose_antivirus_files_total", Help: "Files by what became of them: clean, found, too_large, away.",
	}, []string{"verdict"})
	if path, local := strings.CutPrefix(address, "unix:"); local {
		c.network, c.address = "unix", path
	} else if _, _, err := net.SplitHostPort(address); err != nil {
		return nil, fmt.Errorf("the antivirus %q is neither host:port nor unix:/path of a socket", address)
	}
	return c, nil
}

// Ping says whether clamd answers. Errors: ErrAway.
func (c *Clamd) Ping(ctx context.Context) error {
	reply, err := c.ask(ctx, "zPING", nil)
	if err == nil && reply != "PONG" {
		err = fmt.Errorf("%w: it answers %q", ErrAway, reply)
	}
	return err
}

// Scan sends what r holds as it reads it. Errors: *Found, ErrAway, those of r.
func (c *Clamd) Scan(ctx context.Context, r io.Reader) error {
	reply, err := c.ask(ctx, "zINSTREAM", r)
	if err != nil {
		return err
	}
	verdict, _ := strings.CutPrefix(reply, "stream: ")
	if signature, found := strings.CutSuffix(verdict, " FOUND"); found {
		return &Found{signature}
	}
	switch {
	case verdict == "OK":
		return nil
	case strings.HasPrefix(verdict, "INSTREAM size limit exceeded"):
		return errTooLarge
	}
	return fmt.Errorf("%w: it answers %q", ErrAway, reply)
}

// Inspect is Scan for a door: name is the file's, field that of the form. Errors: *fault.Invalid on field, joined with ErrAway
// when the same file may pass later; those of r.
func (c *Clamd) Inspect(ctx context.Context, field, name string, r io.Reader) error {
	if c == nil {
		return nil
	}
	err := c.Scan(ctx, r)
	wrong := &fault.Invalid{}
	var found *Found
	switch {
	case err == nil:
		c.count("clean")
		return nil
	case errors.As(err, &found):
		c.count("found")
		wrong.Add(field, "clamd.found", fault.Args{"Name": name, "Signature": found.Signature})
	case errors.Is(err, errTooLarge):
		c.count("too_large")
		wrong.Add(field, "clamd.too_large", fault.Args{"Name": name})
	case errors.Is(err, ErrAway):
		c.count("away")
		wrong.Add(field, "clamd.away", fault.Args{"Name": name})
		return errors.Join(wrong, err)
	default:
		return err
	}
	return wrong
}

func (c *Clamd) count(verdict string) { c.verdicts.WithLabelValues(verdict).Inc() }

// Verdicts counts what became of files, by osmose_antivirus_files_total.
func (c *Clamd) Verdicts() prometheus.Collector { return c.verdicts }

// ask sends a command, the stream after it if there is one, and returns the answer.
func (c *Clamd) ask(ctx context.Context, command string, r io.Reader) (string, error) {
	conn, err := c.dialer.DialContext(ctx, c.network, c.address)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrAway, err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	if err := send(conn, []byte(command+commandEnd)); err != nil {
		return "", fmt.Errorf("%w: %w", ErrAway, err)
	}
	sent := stream(conn, r)
	var read *readError
	if errors.As(sent, &read) {
		return "", read.error
	}
	// It answers before the end to what it will not take, and closes: the answer says more than what sending met.
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return "", fmt.Errorf("%w: %w", ErrAway, err)
	}
	reply, err := bufio.NewReader(io.LimitReader(conn, longReply)).ReadString(0)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrAway, errors.Join(sent, err))
	}
	return strings.TrimSuffix(reply, commandEnd), nil
}

// readError is one of the reader, not of clamd.
type readError struct{ error }

// stream sends what r holds in chunks, each after its length, and the empty one that ends them.
func stream(conn net.Conn, r io.Reader) error {
	if r == nil {
		return nil
	}
	buffer := make([]byte, 4+chunk)
	for {
		n, err := io.ReadFull(r, buffer[4:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return &readError{err}
		}
		last := err != nil
		if n > 0 {
			binary.BigEndian.PutUint32(buffer, uint32(n))
			if err := send(conn, buffer[:4+n]); err != nil {
				return err
			}
		}
		if last {
			return send(conn, make([]byte, 4))
		}
	}
}

func send(conn net.Conn, data []byte) error {
	if err := conn.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err := conn.Write(data)
	return err
}
