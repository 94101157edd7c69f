package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// CeilingCommand is the word by which this program is told to be the ceiling.
const CeilingCommand = "ceiling"

// sheet is one answer that the ceiling gives: that of the real server, byte for byte, without its cookies and date.
type sheet struct {
	Status int
	Header [][2]string
	Body   []byte
}

// ServeCeiling reads sheets from in, prints the address at which sheet N is /N, and serves until in ends. A POST is read to its
// end, as a form is.
func ServeCeiling(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(in)
	var sheets []sheet
	if err := decoder.Decode(&sheets); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	for i, s := range sheets {
		mux.HandleFunc(sheetPath(i), func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				_, _ = io.Copy(io.Discard, r.Body) // whoever sends half a form is gone
			}
			header := w.Header()
			for _, each := range s.Header {
				header[each[0]] = append(header[each[0]], each[1])
			}
			w.WriteHeader(s.Status)
			_, _ = w.Write(s.Body)
		})
	}
	(&hearers{}).register(mux)
	served := make(chan error, 1)
	go func() { served <- (&http.Server{Handler: mux, ReadHeaderTimeout: patience}).Serve(listener) }()
	if _, err := fmt.Fprintln(out, listener.Addr()); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, io.MultiReader(decoder.Buffered(), in)) // whoever started it has gone when it ends
	err = listener.Close()
	if failure := <-served; !errors.Is(failure, net.ErrClosed) {
		err = errors.Join(err, failure)
	}
	return err
}

func sheetPath(n int) string { return "/" + strconv.Itoa(n) }

// ceiling is this program again, in a process of its own, being the bare server.
type ceiling struct {
	address string
	process *exec.Cmd
	in      io.Closer
}

func startCeiling(ctx context.Context, sheets []sheet) (*ceiling, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	process := exec.CommandContext(ctx, program, CeilingCommand)
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	c := &ceiling{process: process, in: in}
	if err := json.NewEncoder(in).Encode(sheets); err != nil {
		return nil, errors.Join(err, c.stop())
	}
	var line [64]byte
	n, err := out.Read(line[:])
	if err != nil {
		return nil, errors.Join(fmt.Errorf("load: the ceiling does not start: %w", err), c.stop())
	}
	c.address = strings.TrimSpace(string(line[:n]))
	return c, nil
}

// stop ends the ceiling and waits for its end.
func (c *ceiling) stop() error { return errors.Join(c.in.Close(), c.process.Wait()) }

func (c *ceiling) pid() int { return c.process.Process.Pid }

// sheetOf is what the ceiling answers in place of the real server.
func sheetOf(a answer) sheet {
	s := sheet{Status: a.Status, Body: a.Body}
	for _, each := range a.Header {
		switch each[0] {
		case "Date", "Set-Cookie", "Connection":
		default:
			s.Header = append(s.Header, each)
		}
	}
	return s
}
